/** Checks by how they stand, with how many, as a row of links. */
import { listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { ViewLink } from '#web/kit/viewLink.tsx'
import classes from '../monitoring.module.css'
import { checks } from './calls.ts'
import { checkTexts } from './checkTexts.ts'

export const useCheckCounts = () =>
  useLoad({ key: ['monitoring', 'counts'], load: (signal) => checks.counts({ query: {} }, { signal }), on: ['monitoring.'] }).data

export function CheckStates() {
  const t = useText(checkTexts)
  const counts = useCheckCounts()
  const [query] = useUrlState()
  const chosen = listOf(query.state)[0] ?? 'all'
  const states = ['failed', 'unknown', 'ok', 'paused'] as const
  return (
    <nav className={`${classes.places} sideways`} aria-label={t('monitoring.checks')}>
      <ViewLink to="/monitoring/checks" on={chosen === 'all'}>
        {t('monitoring.checks.all')}
      </ViewLink>
      {states.map((state) => (
        <ViewLink key={state} to={`/monitoring/checks?state=${state}`} on={chosen === state}>
          {t(`monitoring.state.${state}`)}
          {counts && counts[state] > 0 && <span className="small">{counts[state]}</span>}
        </ViewLink>
      ))}
    </nav>
  )
}
