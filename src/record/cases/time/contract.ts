/** Time that was spent on a case. */
import * as z from 'zod'
import { event, Id, Instant, prose } from '#platform/contract.ts'
import { Named } from '../contract.ts'

export const activities = ['analysis', 'solving', 'contact', 'travel', 'administration', 'other'] as const
export const Activity = z.enum(activities)
export type Activity = z.infer<typeof Activity>

export const timeFields = {
  minutes: z.int().min(1).max(1440),
  activity: Activity,
  note: prose(2000).default(''),
  billable: z.boolean().default(false),
  at: Instant.optional().describe('When it was spent; now unless told'),
}
export const Spent = z.object({
  id: Id,
  caseId: Id,
  person: Named,
  minutes: z.int(),
  activity: Activity,
  note: z.string(),
  billable: z.boolean(),
  at: Instant,
  mine: z.boolean(),
  corrected: z.boolean(),
  version: z.int(),
})
export type Spent = z.infer<typeof Spent>

const ofTime = { caseId: Id, number: z.int(), timeId: Id, personId: Id, minutes: z.int() }
export const timeSpent = event('cases.timeSpent', z.object(ofTime))
export const timeCorrected = event('cases.timeCorrected', z.object(ofTime))
export const timeRemoved = event('cases.timeRemoved', z.object(ofTime))
