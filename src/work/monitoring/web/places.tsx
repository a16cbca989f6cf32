/** The pages about monitoring, as two rows of links on top of its lists: what is looked at all day, then how it is arranged. */
import type { ComponentProps } from 'react'
import { Page } from '#web/kit/page.tsx'
import { useMay } from '#web/kit/person.ts'
import { PlaceRows, Places } from '#web/kit/places.tsx'
import { useText } from '#web/kit/texts.ts'
import { roomTexts } from './roomTexts.ts'

interface MonitoringPlace {
  to: string
  title: keyof typeof roomTexts
  may?: 'series.configure'
}
const seen: readonly MonitoringPlace[] = [
  { to: '/monitoring', title: 'monitoring.now' },
  { to: '/monitoring/map', title: 'monitoring.map' },
  { to: '/monitoring/dashboards', title: 'monitoring.dashboards' },
  { to: '/monitoring/graphs', title: 'monitoring.graphs' },
  { to: '/monitoring/backups', title: 'monitoring.backups' },
  { to: '/monitoring/maintenance', title: 'monitoring.maintenance' },
  { to: '/monitoring/reports', title: 'monitoring.reports' },
  { to: '/monitoring/wall', title: 'monitoring.wall' },
]
const arranged: readonly MonitoringPlace[] = [
  { to: '/monitoring/checks', title: 'monitoring.checks' },
  { to: '/monitoring/templates', title: 'monitoring.templates' },
  { to: '/monitoring/receiving', title: 'monitoring.receiving' },
  { to: '/monitoring/collectors', title: 'monitoring.collectors' },
  { to: '/monitoring/windows', title: 'monitoring.windows' },
  { to: '/monitoring/oncall', title: 'monitoring.oncall' },
  { to: '/monitoring/status', title: 'monitoring.statusPage' },
  { to: '/monitoring/keeping', title: 'monitoring.keeping', may: 'series.configure' },
]
function MonitoringPlaces() {
  const t = useText(roomTexts)
  const keeps = useMay('series.configure')
  const named = (places: readonly MonitoringPlace[]) =>
    places.filter(({ may }) => may === undefined || keeps).map(({ to, title }) => ({ to, title: t(title) }))
  return (
    <PlaceRows>
      <Places label={t('monitoring.title')} places={named(seen)} />
      <Places label={t('monitoring.arranged')} places={named(arranged)} />
    </PlaceRows>
  )
}

/** A page of monitoring: with the way to the other ones on top; one that stands `under` another of them goes back to that. */
export function MonitoringPage({ children, under, ...page }: ComponentProps<typeof Page>) {
  const t = useText(roomTexts)
  return (
    <Page {...page} under={[{ label: t('monitoring.title'), to: '/monitoring' }, ...(under ?? [])]}>
      {under === undefined && <MonitoringPlaces />}
      {children}
    </Page>
  )
}
