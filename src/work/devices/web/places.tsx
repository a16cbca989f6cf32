/** The pages about devices, as one row of links on top of its lists; what waits for a person carries a count. */
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

export function DevicePlaces() {
  const t = useText(webTexts)
  const { decides, works, waiting, notProcessed } = useCounts()
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const norms = useMay('norms.read')
  const [query] = useUrlState()
  const waits = pathname === '/devices' && listOf(query.state)[0] === 'quarantined'
  const row = useRef<HTMLElement>(null)
  // Again when the counts are there: they push along what stands behind them.
  useInSight(row, `${pathname} ${waits} ${waiting} ${notProcessed}`)
  const places = [
    { to: '/devices', title: t('devices.agents'), on: pathname === '/devices' && !waits, shown: true, count: undefined },
    { to: '/devices/handouts', title: t('devices.handouts'), on: pathname === '/devices/handouts', shown: true, count: undefined },
    { to: '/devices?state=quarantined', title: t('devices.waiting'), on: waits, shown: decides, count: waiting },
    { to: '/devices/not-processed', title: t('devices.notProcessed'), on: pathname === '/devices/not-processed', shown: works, count: notProcessed },
    { to: '/devices/snmp', title: t('devices.snmp'), on: pathname === '/devices/snmp', shown: true, count: undefined },
    { to: '/devices/keys', title: t('devices.keys'), on: pathname === '/devices/keys', shown: decides, count: undefined },
    { to: '/devices/loans', title: t('devices.loans'), on: pathname === '/devices/loans', shown: true, count: undefined },
    { to: '/devices/profiles', title: t('devices.profiles'), on: pathname.startsWith('/devices/profiles'), shown: true, count: undefined },
    { to: '/devices/products', title: t('devices.software'), on: pathname === '/devices/products', shown: true, count: undefined },
    { to: '/devices/remote', title: t('devices.remote'), on: pathname === '/devices/remote', shown: decides, count: undefined },
    { to: '/devices/requirements', title: t('devices.requirements'), on: pathname === '/devices/requirements', shown: norms, count: undefined },
  ].filter(({ shown }) => shown)
  if (places.length < 2) return null
  return (
    <nav ref={row} className={`${classes.places} sideways`} aria-label={t('devices.title')}>
      {places.map(({ to, title, on, count }) => (
        <ViewLink key={to} to={to} on={on}>
          {title}
          {count !== undefined && count !== '0' && <span className={classes.count}>{count}</span>}
        </ViewLink>
      ))}
    </nav>
  )
}
