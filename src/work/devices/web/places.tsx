/** The pages about devices, as two rows of links on top of its lists; what waits for a person carries a count. */
import { useRouterState } from '@tanstack/react-router'
import { listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { useMay } from '#web/kit/person.ts'
import { type Place, PlaceRows, Places } from '#web/kit/places.tsx'
import { useText } from '#web/kit/texts.ts'
import { intake } from './calls.ts'
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

/** First what is done all day, then how it is arranged. */
export function DevicePlaces() {
  const t = useText(webTexts)
  const { decides, works, waiting, notProcessed } = useCounts()
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const norms = useMay('norms.read')
  const [query] = useUrlState()
  const waits = pathname === '/devices' && listOf(query.state)[0] === 'quarantined'
  const place = (to: string, title: keyof typeof webTexts & string, more: Partial<Place> = {}): Place => ({ to, title: t(title), ...more })
  const work = [
    place('/devices', 'devices.agents', { on: pathname === '/devices' && !waits }),
    ...(decides ? [place('/devices?state=quarantined', 'devices.waiting', { on: waits, count: waiting })] : []),
    ...(works ? [place('/devices/not-processed', 'devices.notProcessed', { count: notProcessed })] : []),
    place('/devices/handouts', 'devices.handouts'),
    place('/devices/loans', 'devices.loans'),
    place('/devices/products', 'devices.software'),
  ]
  const arranged = [
    place('/devices/profiles', 'devices.profiles', { on: pathname.startsWith('/devices/profiles') }),
    ...(norms ? [place('/devices/requirements', 'devices.requirements')] : []),
    place('/devices/snmp', 'devices.snmp'),
    ...(decides ? [place('/devices/remote', 'devices.remote'), place('/devices/keys', 'devices.keys')] : []),
  ]
  return (
    <PlaceRows>
      <Places label={t('devices.title')} places={work} />
      <Places label={t('devices.arranged')} places={arranged} />
    </PlaceRows>
  )
}
