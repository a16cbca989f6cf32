/** Why a case has the priority it has: as data, so that it can be said in every language and counted. */
import * as z from 'zod'
import { Id, Instant } from '#platform/contract.ts'
import { Impact, Priority, Urgency } from '../contract.ts'

/** A word in both languages; where one is empty the other is shown. */
export const Words = z.object({ nl: z.string().trim().max(500).default(''), en: z.string().trim().max(500).default('') })
export type Words = z.infer<typeof Words>

/** How badly the organisation is hurt when a service or item does not work: said in the catalogue or in the register of items. */
export const criticalities = ['low', 'normal', 'high', 'critical'] as const
export const Criticality = z.enum(criticalities)
export type Criticality = z.infer<typeof Criticality>

export const Service = z.object({
  id: Id.nullable(),
  name: Words,
  criticality: Criticality,
  people: z.int().min(0).optional().describe('How many people are hit, where the register knows'),
})
export type Service = z.infer<typeof Service>

/** An answer of the reporter that says how many are hindered, or how badly. */
export const SaidReason = z.discriminatedUnion('sets', [
  z.object({ code: z.literal('said'), sets: z.literal('impact'), question: Words, answer: Words, to: Impact }),
  z.object({ code: z.literal('said'), sets: z.literal('urgency'), question: Words, answer: Words, to: Urgency }),
])
export type SaidReason = z.infer<typeof SaidReason>
export const Reason = z.union([
  SaidReason,
  z.object({ code: z.literal('matrix'), impact: Impact, urgency: Urgency, priority: Priority }),
  z.object({ code: z.literal('critical'), service: Words, criticality: Criticality, from: Priority, to: Priority }),
  z.object({ code: z.literal('hit'), service: Words, people: z.int(), from: Impact, to: Impact }),
  z.object({ code: z.literal('highest'), service: Words, criticality: Criticality }),
])
export type Reason = z.infer<typeof Reason>

const Count = z.object({ from: Priority, to: Priority, count: z.int() })
/** How often the proposal was not followed, and why. */
export const Overrides = z.object({
  cases: z.int().describe('Opened in this time'),
  overridden: z.int(),
  moves: z.array(Count).describe('From the proposed to the chosen priority'),
  reasons: z.array(z.object({ reason: z.string(), count: z.int() })),
})
export type Overrides = z.infer<typeof Overrides>
/** A case of which the proposed priority was not followed. */
export const Overridden = z.object({
  id: Id,
  number: z.string(),
  title: z.string(),
  from: Priority.describe('As proposed'),
  to: Priority.describe('As chosen'),
  reason: z.string(),
  openedAt: Instant,
})
export type Overridden = z.infer<typeof Overridden>
