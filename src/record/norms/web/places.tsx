/** The pages about norms, as one row of links on top of its lists. */
import { useRouterState } from '@tanstack/react-router'
import { Link } from '#web/kit/links.tsx'
import { useText } from '#web/kit/texts.ts'
import classes from './norms.module.css'
import { roomTexts } from './roomTexts.ts'

const places = [
  { to: '/norms', title: 'norms.expectations.title' },
  { to: '/norms/baselines', title: 'norms.baselines.title' },
  { to: '/norms/deviations', title: 'norms.deviations.title' },
  { to: '/norms/exceptions', title: 'norms.exceptions.title' },
  { to: '/norms/compliance', title: 'norms.compliance.title' },
  { to: '/norms/policy', title: 'norms.policy.title' },
] as const
export function NormPlaces() {
  const t = useText(roomTexts)
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  return (
    <nav className={classes.places} aria-label={t('norms.title')}>
      {places.map(({ to, title }) => (
        <Link key={to} to={to} aria-current={pathname === to ? 'page' : undefined}>
          {t(title)}
        </Link>
      ))}
    </nav>
  )
}
