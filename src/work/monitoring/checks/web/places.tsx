/** Checks by how they stand, with how many, as a row of links. */
import { listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Places } from '#web/kit/places.tsx'
import { useText } from '#web/kit/texts.ts'
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
  const views = states.map((state) => ({
    to: `/monitoring/checks?state=${state}`,
    title: t(`monitoring.state.${state}`),
    on: chosen === state,
    count: counts && String(counts[state]),
  }))
  return (
    <Places
      label={t('monitoring.checks')}
      places={[{ to: '/monitoring/checks', title: t('monitoring.checks.all'), on: chosen === 'all' }, ...views]}
    />
  )
}
