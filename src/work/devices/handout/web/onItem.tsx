/** On the page of an item: who has it by which receipt, the receipts before that, and handing out or taking back. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { PanelItem } from '#web/kit/itemPanels.tsx'
import { Link, useGo } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { handouts } from './calls.ts'
import classes from './handout.module.css'
import { SigningBadge } from './marks.tsx'
import { TakeBack } from './takeBack.tsx'
import { handoutWords } from './texts.ts'

const shown = 10
export default function HandoutOnItem({ subject: item, title }: { subject: PanelItem; title: string }) {
  const t = useText(handoutWords)
  const go = useGo()
  const [taking, setTaking] = useState(false)
  const on = ['devices.handedOut', 'devices.handout', 'devices.takenBack']
  const { data, error, refetch } = useLoad({
    key: ['devices', 'handouts', 'item', item.id],
    load: (signal) => handouts.handouts({ query: { itemId: item.id, limit: shown } }, { signal }),
    on,
  })
  const newest = data?.items[0]
  const last = useLoad({
    key: ['devices', 'handout', newest?.number ?? ''],
    load: (signal) => handouts.handout({ params: { id: newest?.id ?? '' } }, { signal }),
    when: newest !== undefined,
    on,
  }).data
  const here = last?.items.find(({ itemId }) => itemId === item.id)
  const out = here !== undefined && here.back === null
  const ready = item.mayChange && !out && item.provenMoves.some(({ key }) => key === 'inUse') && item.state.key === 'prepared'
  if (!error && !data?.items.length && !ready) return null
  return (
    <Section
      title={title}
      actions={
        <span className={classes.deeds}>
          {ready && (
            <Button size="xs" onClick={() => go(`/devices/handouts/new?items=${item.number}`)}>
              {t('handout.new')}
            </Button>
          )}
          {item.mayChange && here && (out || here.back?.how === 'lost') && (
            <Button size="xs" variant="default" onClick={() => setTaking(true)}>
              {t('handout.back.verb')}
            </Button>
          )}
        </span>
      }
    >
      {error && <Failure error={error} retry={() => void refetch()} />}
      {data && !out && <p className="dim">{t('handout.item.nobody')}</p>}
      <ul className={classes.list} aria-label={title}>
        {data?.items.map((one) => (
          <li key={one.id} className={classes.item}>
            <div className={classes.itemHead}>
              <span>
                <Link to={`/devices/handouts/${one.number}`}>
                  <span className="mono">{one.number}</span> {one.receiver.name}
                </Link>
                {one.missing > 0 && <span className="dim small"> · {t('handout.missingCount', { count: one.missing })}</span>}
              </span>
              <SigningBadge signing={one.signing} plain />
              <span className="dim small">
                <Time at={one.issuedAt} as="day" />
              </span>
            </div>
          </li>
        ))}
      </ul>
      {taking && last && <TakeBack handout={last} only={item.id} close={() => setTaking(false)} />}
    </Section>
  )
}
