/** The addresses that answered some time: which device is there, what it told, or why it does not answer. */
import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { tagOf, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Result } from '../snmp/contract.ts'
import { snmp } from './calls.ts'
import devices from './devices.module.css'
import classes from './snmp.module.css'
import { ResultState } from './snmpMarks.tsx'
import { snmpTexts } from './snmpTexts.ts'
import { Supplies } from './supplies.tsx'

export function Found() {
  const t = useText(snmpTexts)
  const [trouble, setTrouble] = useState(false)
  const list = useLoadList({
    key: ['devices', 'snmp', 'results', trouble],
    load: (after, signal) => snmp.results({ query: { limit: 50, ...(trouble && { trouble: 'true' }), ...(after && { after }) } }, { signal }),
    on: ['devices.snmp', 'devices.agent'],
  })
  return (
    <Section
      title={t('devices.snmp.found')}
      actions={
        <Checkbox size="xs" label={t('devices.snmp.onlyTrouble')} checked={trouble} onChange={(event) => setTrouble(event.currentTarget.checked)} />
      }
    >
      {list.error && <Failure error={list.error} retry={list.retry} />}
      {!list.rows && !list.error && <Skeletons rows={4} />}
      {list.rows?.length === 0 && <p className="dim">{t(trouble ? 'devices.snmp.troubleNone' : 'devices.snmp.foundNone')}</p>}
      <ul className={devices.list} aria-label={t('devices.snmp.found')}>
        {list.rows?.map((one) => (
          <Row key={`${one.targetId} ${one.address}`} one={one} />
        ))}
      </ul>
      {list.loadMore && (
        <Button size="compact-sm" variant="subtle" loading={list.loadingMore} onClick={list.loadMore}>
          {t('devices.snmp.more')}
        </Button>
      )}
    </Section>
  )
}

function Row({ one: { item, address, state, reason, answeredAt, reading } }: { one: Result }) {
  const t = useText(snmpTexts)
  const count = (pages: number) => new Intl.NumberFormat(tagOf(t.locale)).format(pages)
  const told = [reading?.model, reading?.serial].filter(Boolean).join(' · ')
  return (
    <li className={classes.found}>
      <div className={classes.part}>
        {item ? <Link to={`/items/${item.number}`}>{item.name}</Link> : <span className="dim">{t('devices.snmp.unknownDevice')}</span>}
        <span className="mono small dim">{address}</span>
        {told && <span className="small dim">{told}</span>}
      </div>
      <div className={classes.part}>
        <ResultState state={state} />
        <span className="small dim">
          {answeredAt ? (
            <>
              {t('devices.snmp.answered')} <Time at={answeredAt} />
            </>
          ) : (
            t('devices.snmp.neverAnswered')
          )}
        </span>
        {reason && <span className="small">{reason}</span>}
      </div>
      <div className={classes.part}>
        {reading && reading.supplies.length > 0 && <Supplies supplies={reading.supplies} />}
        {reading && reading.pages !== null && <span className="small dim">{t('devices.snmp.pagesOf', { count: count(reading.pages) })}</span>}
      </div>
    </li>
  )
}
