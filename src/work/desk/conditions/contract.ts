/** Conditions over a case: typed fields, the operators of each type, groups of all, any or none. */
import * as z from 'zod'
import { Id, line } from '#platform/contract.ts'
import { channels, impacts, kinds, priorities, states, urgencies, visibilities, waitings } from '#record/cases/contract.ts'

export const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const
const choice = (options: readonly string[]) => ({ type: 'choice', options }) as const
const other = <const T extends string>(type: T) => ({ type, options: [] as readonly string[] }) as const
/** What can be asked of a case, and of what happened to it. */
export const conditionFields = {
  kind: choice(kinds),
  priority: choice(priorities),
  impact: choice(impacts),
  urgency: choice(urgencies),
  state: choice(states),
  channel: choice(channels),
  waitingFor: choice([...waitings, 'none']),
  /** Title and description: a service, a building, a room, anything that is written there. */
  words: other('words'),
  title: other('words'),
  /** What the case is about, as the catalogue calls it. */
  service: other('words'),
  assigneeId: other('person'),
  teamId: other('team'),
  reporterId: other('person'),
  reporterTeam: other('team'),
  confidential: other('yesNo'),
  late: other('yesNo'),
  /** The organisation works at that moment, by its calendar. */
  working: other('yesNo'),
  weekday: choice(weekdays),
  /** Local time of the organisation. */
  time: other('time'),
  openHours: other('number'),
  quietHours: other('number'),
  /** Of the entry that was added. */
  entryWords: other('words'),
  entryVisibility: choice(visibilities),
  entryByReporter: other('yesNo'),
} as const
export type ConditionField = keyof typeof conditionFields
export type FieldType = (typeof conditionFields)[ConditionField]['type']
export const fieldNames = Object.keys(conditionFields) as [ConditionField, ...ConditionField[]]

export const operators = {
  choice: ['is', 'isNot'],
  person: ['is', 'isNot'],
  team: ['is', 'isNot'],
  words: ['contains', 'lacks'],
  yesNo: ['is'],
  number: ['atLeast', 'below'],
  time: ['between', 'outside'],
} as const satisfies Record<FieldType, readonly string[]>
const allOperators = ['is', 'isNot', 'contains', 'lacks', 'atLeast', 'below', 'between', 'outside'] as const
export type Operator = (typeof allOperators)[number]

const clock = /^([01]\d|2[0-3]):[0-5]\d$/
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
type Value = boolean | number | readonly string[]
/** Whether a value is of the type of its field. */
function fits(field: ConditionField, value: Value): boolean {
  const { type, options } = conditionFields[field]
  if (type === 'yesNo') return typeof value === 'boolean'
  if (type === 'number') return typeof value === 'number'
  if (typeof value !== 'object') return false
  if (type === 'choice') return value.every((one) => options.includes(one))
  if (type === 'time') return value.length === 2 && value.every((one) => clock.test(one))
  return type === 'words' || value.every((one) => one === 'none' || uuid.test(one))
}

export const Condition = z
  .object({
    field: z.enum(fieldNames),
    op: z.enum(allOperators),
    value: z.union([z.boolean(), z.number().min(0).max(100_000), z.array(line(100)).min(1).max(30)]),
  })
  .refine(({ field, op }) => (operators[conditionFields[field].type] as readonly string[]).includes(op), { path: ['op'] })
  .refine(({ field, value }) => fits(field, value), { path: ['value'] })
  .describe('One thing that must hold; `none` stands for no person or team')
export type Condition = z.infer<typeof Condition>

const Match = z.enum(['all', 'any', 'none']).describe('Whether all, any or none of its conditions must hold')
export const ConditionGroup = z.object({
  match: Match,
  conditions: z.array(Condition).max(20),
  groups: z
    .array(z.object({ match: Match, conditions: z.array(Condition).min(1).max(20) }))
    .max(10)
    .default([]),
})
/** An empty group always holds. */
export type ConditionGroup = z.infer<typeof ConditionGroup>
export const always: ConditionGroup = { match: 'all', conditions: [], groups: [] }

/** One condition, and whether it held. */
export const Held = z.object({ condition: Condition, held: z.boolean() })
export type Held = z.infer<typeof Held>
export const PersonOrTeam = z.object({ personId: Id.nullable(), teamId: Id.nullable() })
