/** Whether conditions hold for the facts of a case. Pure; the moment is among the facts. */
import type { Condition, ConditionField, ConditionGroup, Held } from './contract.ts'

/** Per field what is known: one word of a choice or an id, several ids, words to look in, a number, yes or no. Absent: not known, so nothing holds. */
export type Facts = Readonly<Partial<Record<ConditionField, string | number | boolean | null | readonly string[]>>>

/** Lower case without accents. */
const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
const letter = /[\p{L}\p{N}]/u

/** A word of the text begins with it: 'printer' is in 'De printers', not in 'blauwprinter'. */
export function mentions(text: string, word: string): boolean {
  const [where, what] = [fold(text), fold(word.trim())]
  for (let at = where.indexOf(what); at >= 0 && what !== ''; at = where.indexOf(what, at + 1))
    if (at === 0 || !letter.test(where[at - 1] ?? '')) return true
  return false
}

export function holdsOne({ field, op, value }: Condition, facts: Facts): boolean {
  const fact = facts[field]
  if (fact === undefined) return false
  if (typeof value === 'boolean') return fact === value
  if (typeof value === 'number') return typeof fact === 'number' && (op === 'atLeast' ? fact >= value : fact < value)
  if (op === 'contains' || op === 'lacks') return value.some((word) => mentions(String(fact ?? ''), word)) === (op === 'contains')
  if (op === 'between' || op === 'outside') {
    const [from = '', to = ''] = value
    const time = String(fact)
    // Past midnight: 22:00 until 06:00.
    const within = from <= to ? time >= from && time < to : time >= from || time < to
    return within === (op === 'between')
  }
  const known = Array.isArray(fact) ? (fact as readonly string[]) : fact === null ? [] : [String(fact)]
  const among = known.length === 0 ? value.includes('none') : known.some((one) => value.includes(one))
  return among === (op === 'is')
}

const matched = (match: 'all' | 'any' | 'none', held: readonly boolean[]): boolean =>
  match === 'all' ? held.every(Boolean) : match === 'any' ? held.length === 0 || held.some(Boolean) : !held.some(Boolean)

export function holds(group: ConditionGroup, facts: Facts): boolean {
  return matched(group.match, [
    ...group.conditions.map((one) => holdsOne(one, facts)),
    ...group.groups.map(({ match, conditions }) =>
      matched(
        match,
        conditions.map((one) => holdsOne(one, facts)),
      ),
    ),
  ])
}

/** Every condition with whether it held: what is told on the case. */
export const traceOf = (group: ConditionGroup, facts: Facts): Held[] =>
  [...group.conditions, ...group.groups.flatMap(({ conditions }) => conditions)].map((condition) => ({ condition, held: holdsOne(condition, facts) }))

export const fieldsIn = (group: ConditionGroup): Set<ConditionField> =>
  new Set([...group.conditions, ...group.groups.flatMap(({ conditions }) => conditions)].map(({ field }) => field))
