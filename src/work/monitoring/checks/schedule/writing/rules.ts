/** What a result becomes as samples. Pure. */
import { numberOfItem } from '#record/items/contract.ts'
import type { Labels } from '#record/series/contract.ts'
import type { Result, State } from '../../kinds/contract.ts'
import { instanceOf } from '../../rules.ts'
import type { Due } from '../store.ts'

export interface Sample {
  labels: Labels
  at: number
  value: number
}
const mostValues = 12_000
/** Named as Prometheus' own exporters do; of what was seen of us only (unknown) nothing is said about the item. */
export function samplesOf(
  { kind, name, itemNumber, what }: Pick<Due, 'kind' | 'name' | 'itemNumber' | 'what'>,
  result: Result,
  state: State,
  at: number,
): Sample[] {
  const base = { item: numberOfItem(itemNumber), check: kind, check_name: name, instance: instanceOf(what) }
  const said = result.values
    .slice(0, mostValues)
    .map((one): Sample => ({ labels: labelled(base, one.name, one.labels ?? {}), at: one.at ?? at, value: one.value }))
  if (state === 'unknown') return said
  const own = (own: string, value: number): Sample => ({ labels: { ...base, __name__: own }, at, value })
  return [own('probe_success', state === 'ok' ? 1 : 0), own('probe_duration_seconds', result.durationMs / 1000), ...said]
}
/** Ours count; what was told under the same name is kept as `exported_…`. */
function labelled(base: Labels, name: string, own: Labels): Labels {
  const labels: Record<string, string> = { ...base, __name__: name }
  for (const [key, value] of Object.entries(own)) if (value !== '') labels[key in base ? `exported_${key}` : key] = value
  return labels
}
