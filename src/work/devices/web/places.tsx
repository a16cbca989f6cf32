/** The pages about devices, as two rows of links on top of its lists; what waits for a person carries a count. */
import { useRouterState } from '@tanstack/react-router'
import { useRef } from 'react'
import { useInSight } from '#web/kit/inSight.ts'
import { listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { useMay } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import { ViewLink } from '#web/kit/viewLink.tsx'
import { intake } from './calls.ts'
import classes from './devices.module.css'
import { webTexts } from './texts.ts'

const most = 100
const countOf = ({ items, next }: { items: readonly unknown[]; next: string | null }) => (next === null ? String(items.length) : `${most}+`)

/** How many agents wait, and how many documents were not processed; undefined for who may do nothing about them. */
function useCounts() {
  const decides = useMay('devices.configure')
  const works = useMay('devices.work')
  const waiting = useLoad({
    key: ['devices', 'count', 'waiting'],
    load: async (signal) => countOf(await intake.agents({ query: { state: 'quarantined', limit: most } }, { signal })),
    on: ['devices.'],
    when: decides,
  }).data
  const notProcessed = useLoad({
    key: ['devices', 'count', 'notProcessed'],
    load: async (signal) => countOf(await intake.documents({ query: { state: 'notProcessed', limit: most } }, { signal })),
    on: ['devices.'],
    when: works,
  }).data
  return { decides, works, waiting, notProcessed }
}

interface Place {
  to: string
  title: string
  on: boolean
  shown: boolean
  count?: string | undefined
}
/** First what is done all day, then how it is arranged. */
export function DevicePlaces() {
  const t = useText(webTexts)
  const { decides, works, waiting, notProcessed } = useCounts()
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const norms = useMay('norms.read')
  const [query] = useUrlState()
  const waits = pathname === '/devices' && listOf(query.state)[0] === 'quarantined'
  const place = (to: string, title: keyof typeof webTexts & string, shown = true): Place => ({ to, title: t(title), shown, on: pathname === to })
  const work: Place[] = [
    { ...place('/devices', 'devices.agents'), on: pathname === '/devices' && !waits },
    { ...place('/devices?state=quarantined', 'devices.waiting', decides), on: waits, count: waiting },
    { ...place('/devices/not-processed', 'devices.notProcessed', works), count: notProcessed },
    place('/devices/handouts', 'devices.handouts'),
    place('/devices/loans', 'devices.loans'),
    place('/devices/products', 'devices.software'),
  ]
  const arranged: Place[] = [
    { ...place('/devices/profiles', 'devices.profiles'), on: pathname.startsWith('/devices/profiles') },
    place('/devices/requirements', 'devices.requirements', norms),
    place('/devices/snmp', 'devices.snmp'),
    place('/devices/remote', 'devices.remote', decides),
    place('/devices/keys', 'devices.keys', decides),
  ]
  return (
    <div className={classes.rows}>
      <Row label={t('devices.title')} places={work} of={`${pathname} ${waits} ${waiting} ${notProcessed}`} />
      <Row label={t('devices.arranged')} places={arranged} of={pathname} />
    </div>
  )
}

function Row({ label, places, of }: { label: string; places: readonly Place[]; of: string }) {
  const row = useRef<HTMLElement>(null)
  // Again when the counts are there: they push along what stands behind them.
  useInSight(row, of)
  return (
    <nav ref={row} className={`${classes.places} sideways`} aria-label={label}>
      {places
        .filter(({ shown }) => shown)
        .map(({ to, title, on, count }) => (
          <ViewLink key={to} to={to} on={on}>
            {title}
            {count !== undefined && count !== '0' && <span className={classes.count}>{count}</span>}
          </ViewLink>
        ))}
    </nav>
  )
}
