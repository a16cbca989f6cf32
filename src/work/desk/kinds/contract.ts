/** What a kind asks for when a case of it is opened. Small, because the list of cases loads it. */
import * as z from 'zod'
import { Id, Instant, line } from '#platform/contract.ts'
import { CaseRef, Text } from '#record/cases/contract.ts'

/** About whom or what: at most one. Nothing: about the service in general. */
export const About = z
  .object({ personId: Id.optional(), teamId: Id.optional(), case: CaseRef.optional() })
  .refine((about) => Object.values(about).filter((one) => one !== undefined).length <= 1)
  .describe('A person, a team or a case; whoever that is neither sees nor handles the complaint')
export type About = z.infer<typeof About>

export const levels = ['low', 'medium', 'high'] as const
export const Level = z.enum(levels)
export type Level = z.infer<typeof Level>

export const Window = z
  .object({ from: Instant, until: Instant })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), { path: ['until'] })
  .describe('In which it is done')
const words = Text.nullable().optional()
/** What a change says; all of it may come later, while it is a draft. */
export const ChangeDetails = z.object({
  templateId: Id.nullable().optional().describe('A standard change: what is left out comes from the template'),
  risk: Level.optional(),
  effect: Level.optional().describe('How much goes wrong when it goes wrong'),
  emergencyReason: line(2000).nullable().optional().describe('Why it cannot wait: an emergency change'),
  reason: words,
  plan: words,
  backOut: words,
  testPlan: words,
  service: line(120).nullable().optional().describe('Which service of the catalogue it changes (GET /api/desk/services)'),
  window: Window.nullable().optional(),
})
export type ChangeDetails = z.infer<typeof ChangeDetails>
