/** The pages about monitoring, as two rows of links on top of its lists: what is looked at all day, then how it is arranged. */
import { useRouterState } from '@tanstack/react-router'
import { useRef } from 'react'
import { useInSight } from '#web/kit/inSight.ts'
import { useText } from '#web/kit/texts.ts'
import { ViewLink } from '#web/kit/viewLink.tsx'
import classes from './monitoring.module.css'
import { roomTexts } from './roomTexts.ts'

interface Place {
  to: string
  title: keyof typeof roomTexts
}
const seen: readonly Place[] = [
  { to: '/monitoring', title: 'monitoring.now' },
  { to: '/monitoring/map', title: 'monitoring.map' },
  { to: '/monitoring/dashboards', title: 'monitoring.dashboards' },
  { to: '/monitoring/graphs', title: 'monitoring.graphs' },
  { to: '/monitoring/backups', title: 'monitoring.backups' },
  { to: '/monitoring/maintenance', title: 'monitoring.maintenance' },
  { to: '/monitoring/reports', title: 'monitoring.reports' },
  { to: '/monitoring/wall', title: 'monitoring.wall' },
]
const arranged: readonly Place[] = [
  { to: '/monitoring/checks', title: 'monitoring.checks' },
  { to: '/monitoring/templates', title: 'monitoring.templates' },
  { to: '/monitoring/receiving', title: 'monitoring.receiving' },
  { to: '/monitoring/collectors', title: 'monitoring.collectors' },
  { to: '/monitoring/windows', title: 'monitoring.windows' },
  { to: '/monitoring/oncall', title: 'monitoring.oncall' },
  { to: '/monitoring/status', title: 'monitoring.statusPage' },
]
export function MonitoringPlaces() {
  const t = useText(roomTexts)
  return (
    <div className={classes.rows}>
      <Row label={t('monitoring.title')} places={seen} />
      <Row label={t('monitoring.arranged')} places={arranged} />
    </div>
  )
}
function Row({ label, places }: { label: string; places: readonly Place[] }) {
  const t = useText(roomTexts)
  const row = useRef<HTMLElement>(null)
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  useInSight(row, pathname)
  return (
    <nav ref={row} className={`${classes.places} sideways`} aria-label={label}>
      {places.map(({ to, title }) => (
        <ViewLink key={to} to={to} on={pathname === to}>
          {t(title)}
        </ViewLink>
      ))}
    </nav>
  )
}
