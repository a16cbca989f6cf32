/** Whether a rule fires on what happened. Pure: the same rule, occasion and facts always give the same answer. */
import type { ConditionGroup } from '../conditions/contract.ts'
import { type Facts, holds } from '../conditions/rules.ts'
import type { When } from './contract.ts'

/** A chain of rules causing each other ends here. */
export const deepest = 5
/** More often an hour on one case, and the rule is paused. */
export const mostAnHour = 10

export interface Occasion {
  event: When['event']
  /** Unique: a rule fires once for it and a case. */
  key: string
  to?: string
  fields?: readonly string[]
}
export interface Deciding {
  when: When
  condition: ConditionGroup
}

/** Whether this is what the rule waits for, whatever the case is like. */
export function awaits({ event, to, fields }: When, occasion: Occasion): boolean {
  if (event !== occasion.event) return false
  if (event === 'moved' && to && to.length > 0) return to.some((state) => state === occasion.to)
  if (event === 'changed' && fields && fields.length > 0) return fields.some((field) => occasion.fields?.includes(field))
  return true
}

export type Verdict = 'no' | 'fires' | 'tooDeep' | 'tooOften'
/** `depth`: how many rules caused this one after another. `lately`: how often it fired on the case in the last hour. */
export function consider(rule: Deciding, occasion: Occasion, facts: Facts, depth: number, lately: number): Verdict {
  if (!awaits(rule.when, occasion) || !holds(rule.condition, facts)) return 'no'
  if (depth >= deepest) return 'tooDeep'
  return lately >= mostAnHour ? 'tooOften' : 'fires'
}

/** Puts what is known in a text: {number}, {title}; what is not known stays as it was written. */
export const fill = (text: string, known: Readonly<Record<string, string>>): string =>
  text.replace(/\{([a-z]{1,20})\}/g, (as, name: string) => known[name] ?? as)
