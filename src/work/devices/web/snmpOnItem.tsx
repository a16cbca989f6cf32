/** On the page of an item that is asked by SNMP: whether it answers, what it printed, and how full its supplies are. */
import type { PanelItem } from '#web/kit/itemPanels.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { tagOf, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Result } from '../snmp/contract.ts'
import { snmp } from './calls.ts'
import classes from './devices.module.css'
import { ResultState } from './snmpMarks.tsx'
import { snmpTexts } from './snmpTexts.ts'
import { Supplies } from './supplies.tsx'

export default function SnmpOnItem({ subject: item, title }: { subject: PanelItem; title: string }) {
  const { data, error, refetch } = useLoad({
    key: ['devices', 'snmp', 'item', item.id],
    load: (signal) => snmp.results({ query: { itemId: item.id, limit: 20 } }, { signal }),
    about: [`item/${item.id}`],
    on: ['devices.snmp'],
  })
  if (error)
    return (
      <Section title={title}>
        <Failure error={error} retry={() => void refetch()} />
      </Section>
    )
  // Most items are not asked; of them there is nothing to say.
  if (!data || data.items.length === 0) return null
  const reading = data.items[0]?.reading
  return (
    <Section title={title}>
      <div className={classes.stack}>
        <ul className={classes.list} aria-label={title}>
          {data.items.map((one) => (
            <Answer key={`${one.targetId} ${one.address}`} one={one} pages={one.reading?.pages ?? null} />
          ))}
        </ul>
        {reading && reading.supplies.length > 0 && <Supplies supplies={reading.supplies} />}
      </div>
    </Section>
  )
}

function Answer({ one, pages }: { one: Result; pages: number | null }) {
  const t = useText(snmpTexts)
  return (
    <li className={classes.row}>
      <span className={classes.wide}>
        <ResultState state={one.state} /> <span className="mono small dim">{one.address}</span>
        {one.reason && <div className="dim small">{one.reason}</div>}
      </span>
      {pages !== null && <span>{t('devices.snmp.pagesOf', { count: new Intl.NumberFormat(tagOf(t.locale)).format(pages) })}</span>}
      <span className="dim small">{one.answeredAt ? <When at={one.answeredAt} /> : t('devices.snmp.neverAnswered')}</span>
    </li>
  )
}
function When({ at }: { at: string }) {
  const t = useText(snmpTexts)
  return (
    <>
      {t('devices.snmp.answered')} <Time at={at} />
    </>
  )
}
