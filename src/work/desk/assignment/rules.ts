/** Which rule counts, and whose turn it is. Pure. */
import type { ConditionGroup } from '../conditions/contract.ts'
import { type Facts, fieldsIn, holds } from '../conditions/rules.ts'

export interface Rule {
  id: string
  name: string
  active: boolean
  condition: ConditionGroup
  teamId: string | null
  personId: string | null
  rotation: 'none' | 'turn' | 'least'
  withinHours: boolean
  version: number
}

/** The first that holds, and its number from 1. What somebody chose stays: a case that has a team takes only rules of that team. */
export function ruleFor<R extends Rule>(rules: readonly R[], facts: Facts): { rule: R; number: number } | undefined {
  for (const [at, rule] of rules.entries()) {
    if (!rule.active) continue
    if (typeof facts.teamId === 'string' && rule.teamId !== facts.teamId) continue
    if (facts.confidential === true && !fieldsIn(rule.condition).has('confidential')) continue
    if (holds(rule.condition, facts)) return { rule, number: at + 1 }
  }
  return undefined
}

/** After `last` in the order, round and round; undefined when nobody is there. */
export function nextTurn(order: readonly string[], there: ReadonlySet<string>, last: string | null): string | undefined {
  const from = last === null ? -1 : order.indexOf(last)
  const turned = [...order.slice(from + 1), ...order.slice(0, from + 1)]
  return turned.find((id) => there.has(id))
}

/** Who has the least open work; of equals whose turn it is. */
export function leastBusy(
  order: readonly string[],
  there: ReadonlySet<string>,
  open: ReadonlyMap<string, number>,
  last: string | null,
): string | undefined {
  const few = Math.min(...order.filter((id) => there.has(id)).map((id) => open.get(id) ?? 0))
  return nextTurn(order, new Set(order.filter((id) => there.has(id) && (open.get(id) ?? 0) === few)), last)
}
