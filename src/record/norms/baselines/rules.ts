/** What is different between two versions of a baseline. Pure. */
import type { Rule } from '../contract.ts'
import type { Kept } from './contract.ts'

export interface Different {
  id: string
  title: string
  what: 'added' | 'removed' | 'changed'
  fields: { field: keyof Rule; from: Rule[keyof Rule] | null; to: Rule[keyof Rule] | null }[]
}
const fields = [
  'title',
  'condition',
  'series',
  'scope',
  'severity',
  'holdOff',
  'recovery',
  'maxAge',
  'remedy',
] as const satisfies readonly (keyof Rule)[]
/** The same whatever the order of fields: the database keeps its own. */
const plain = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  )

/** By title; an expectation is the same one by its id. */
export function compare(from: readonly Kept[], to: readonly Kept[]): Different[] {
  const [before, after] = [from, to].map((all) => new Map(all.map(({ id, rule }) => [id, rule])))
  const ids = [...new Set([...from, ...to].map(({ id }) => id))]
  const all = ids.flatMap((id): Different[] => {
    const [old, now] = [before?.get(id), after?.get(id)]
    const changed = fields.filter((field) => plain(old?.[field] ?? null) !== plain(now?.[field] ?? null))
    if (changed.length === 0) return []
    const what = !old ? 'added' : !now ? 'removed' : 'changed'
    const shown = what === 'changed' ? changed : []
    return [
      { id, title: (now ?? old)?.title ?? '', what, fields: shown.map((field) => ({ field, from: old?.[field] ?? null, to: now?.[field] ?? null })) },
    ]
  })
  return all.sort((one, other) => one.title.localeCompare(other.title) || (one.id < other.id ? -1 : 1))
}
