/** On the page of an item: by which links it can be worked on, waking it, and what was done with it. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useMayAt } from '#record/items/web/more.ts'
import type { PanelItem } from '#web/kit/itemPanels.tsx'
import { Link } from '#web/kit/links.tsx'
import { Failure, Refused } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Deed } from '../remote/contract.ts'
import classes from './devices.module.css'
import { type Act, ActDialog } from './remoteAct.tsx'
import { useHands } from './remoteCalls.ts'
import { remoteTexts } from './remoteTexts.ts'

const fewest = 5

export default function RemoteOnItem({ subject: item, title }: { subject: PanelItem; title: string }) {
  const t = useText(remoteTexts)
  const may = useMayAt('devices.work', item.organisationId)
  const { data, error, refetch } = useHands(item.id)
  const [act, setAct] = useState<Act>()
  if (error)
    return (
      <Section title={title}>
        <Failure error={error} retry={() => void refetch()} />
      </Section>
    )
  // Of a licence or a room there is nothing to open.
  if (!data || (data.ways.length === 0 && data.wake.why !== null && data.deeds.length === 0)) return null
  const refused = may ? undefined : t('devices.remote.notYours')
  return (
    <Section title={title}>
      <div className={classes.stack}>
        <div className={classes.deeds}>
          {data.ways.map((way) => (
            <Refused key={way.key} why={refused ?? way.why ?? undefined}>
              <Button size="xs" variant="default" onClick={() => setAct(way)}>
                {way.name}
              </Button>
            </Refused>
          ))}
          <Refused why={refused ?? data.wake.why ?? undefined}>
            <Button size="xs" variant="default" onClick={() => setAct('wake')}>
              {t('devices.remote.wake')}
            </Button>
          </Refused>
        </div>
        <Deeds deeds={data.deeds} />
      </div>
      {act && <ActDialog item={item} act={act} close={() => setAct(undefined)} />}
    </Section>
  )
}

function Deeds({ deeds }: { deeds: readonly Deed[] }) {
  const t = useText(remoteTexts)
  const [all, setAll] = useState(false)
  if (deeds.length === 0) return null
  return (
    <div>
      <ul className={classes.list} aria-label={t('devices.remote.deeds')}>
        {(all ? deeds : deeds.slice(0, fewest)).map((deed) => (
          <Row key={deed.id} deed={deed} />
        ))}
      </ul>
      {deeds.length > fewest && !all && (
        <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
          {t('devices.remote.more')}
        </Button>
      )}
    </div>
  )
}

function Row({ deed: { kind, way, why, minutes, at, by, case: of, state, reason } }: { deed: Deed }) {
  const t = useText(remoteTexts)
  return (
    <li className={classes.row}>
      <span className={classes.wide}>
        {t(`devices.remote.did.${kind}`, { name: by.name, way: way ?? '' })}
        {minutes !== null && <span className="dim"> · {t('devices.remote.minutes', { minutes })}</span>}
        {state === 'waiting' && <span className="dim"> · {t('devices.remote.waits')}</span>}
        <div className="dim small">
          “{why}”
          {of && (
            <>
              {' '}
              <Link to={`/desk/cases/${of.number}`}>{of.number}</Link>
            </>
          )}
        </div>
        {state === 'failed' && <div className="small">{reason}</div>}
      </span>
      <span className="dim small">
        <Time at={at} />
      </span>
    </li>
  )
}
