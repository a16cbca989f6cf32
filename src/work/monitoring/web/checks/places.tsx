/** The pages about what is asked, as a row of links; checks by how they stand, with how many. */
import { useRouterState } from '@tanstack/react-router'
import { listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { ViewLink } from '#web/kit/viewLink.tsx'
import { checks } from './calls.ts'
import classes from './checks.module.css'
import { checkTexts } from './checkTexts.ts'

export const useCheckCounts = () =>
  useLoad({ key: ['monitoring', 'counts'], load: (signal) => checks.counts({ query: {} }, { signal }), on: ['monitoring.'] }).data

export function CheckPlaces() {
  const t = useText(checkTexts)
  const counts = useCheckCounts()
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const [query] = useUrlState()
  const chosen = pathname === '/monitoring/checks' ? (listOf(query.state)[0] ?? 'all') : ''
  const states = ['failed', 'unknown', 'ok', 'paused'] as const
  return (
    <nav className={`${classes.places} sideways`} aria-label={t('monitoring.title')}>
      <ViewLink to="/monitoring/checks" on={chosen === 'all'}>
        {t('monitoring.checks.all')}
      </ViewLink>
      {states.map((state) => (
        <ViewLink key={state} to={`/monitoring/checks?state=${state}`} on={chosen === state}>
          {t(`monitoring.state.${state}`)}
          {counts && counts[state] > 0 && <span className="small">{counts[state]}</span>}
        </ViewLink>
      ))}
      <ViewLink to="/monitoring/templates" on={pathname.startsWith('/monitoring/templates')}>
        {t('monitoring.templates')}
      </ViewLink>
    </nav>
  )
}
