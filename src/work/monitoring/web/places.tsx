/** The pages about monitoring, as one row of links on top of its lists. */
import { useRouterState } from '@tanstack/react-router'
import { Link } from '#web/kit/links.tsx'
import { useText } from '#web/kit/texts.ts'
import classes from './monitoring.module.css'
import { roomTexts } from './roomTexts.ts'

const places = [
  { to: '/monitoring', title: 'monitoring.now' },
  { to: '/monitoring/dashboards', title: 'monitoring.dashboards' },
  { to: '/monitoring/graphs', title: 'monitoring.graphs' },
  { to: '/monitoring/map', title: 'monitoring.map' },
  { to: '/monitoring/windows', title: 'monitoring.windows' },
  { to: '/monitoring/oncall', title: 'monitoring.oncall' },
  { to: '/monitoring/checks', title: 'monitoring.checks' },
  { to: '/monitoring/templates', title: 'monitoring.templates' },
  { to: '/monitoring/backups', title: 'monitoring.backups' },
  { to: '/monitoring/maintenance', title: 'monitoring.maintenance' },
  { to: '/monitoring/collectors', title: 'monitoring.collectors' },
  { to: '/monitoring/receiving', title: 'monitoring.receiving' },
  { to: '/monitoring/reports', title: 'monitoring.reports' },
  { to: '/monitoring/status', title: 'monitoring.statusPage' },
  { to: '/monitoring/wall', title: 'monitoring.wall' },
] as const
export function MonitoringPlaces() {
  const t = useText(roomTexts)
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  return (
    <nav className={classes.places} aria-label={t('monitoring.title')}>
      {places.map(({ to, title }) => (
        <Link key={to} to={to} aria-current={pathname === to ? 'page' : undefined}>
          {t(title)}
        </Link>
      ))}
    </nav>
  )
}
