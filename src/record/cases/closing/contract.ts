/** What an organisation wants before a case closes, and what it does when nobody answers. */
import * as z from 'zod'
import { event, Id, Instant, line, prose } from '#platform/contract.ts'
import { Kind, kinds } from '../contract.ts'

/**
 * How a solution must have been tested. `off`: it need not be. `described`: a step that passed, a description (which is kept as such a step) or a
 * reason why it cannot be tested. `steps`: written out, a description alone is not enough.
 */
export const testings = ['off', 'described', 'steps'] as const
/** What closing can ask for besides the test. */
export const closingNeeds = ['solution', 'code', 'cause', 'time'] as const
export const ClosingNeed = z.enum(closingNeeds)
export const Testing = z.enum(testings)

const Code = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/)
/** Kept when it is no longer used, so that old cases keep their word. */
export const ClosingCode = z.object({ code: Code, nl: line(80), en: line(80), active: z.boolean().default(true) })
export type ClosingCode = z.infer<typeof ClosingCode>
const Codes = z
  .array(ClosingCode)
  .max(60)
  .refine((all) => new Set(all.map(({ code }) => code)).size === all.length)

const workingDays = z.int().min(1).max(60)
export const ClosingPolicy = z.object({
  testing: Testing.describe('How a solution must have been tested'),
  remindAfter: workingDays.nullable().describe('Working days after the question to test; null: no reminder'),
  closeAfter: workingDays.nullable().describe('Working days after the reminder, or after the question when there is none; null: never by itself'),
  notFor: z.array(Kind).max(kinds.length).describe('Kinds that are neither reminded of nor closed by themselves'),
  reopenWithin: z.int().min(1).max(260).describe('Working days in which the reporter opens a closed case again; later it becomes a new one'),
  needs: z
    .partialRecord(Kind, z.array(ClosingNeed).max(closingNeeds.length))
    .describe('What closing needs, per kind; solution for a kind that is not named'),
  solutions: Codes.describe('How it was solved'),
  causes: Codes.describe('What it came from'),
})
export type ClosingPolicy = z.infer<typeof ClosingPolicy>

const codes = (all: readonly (readonly [string, string, string])[]): ClosingCode[] => all.map(([code, nl, en]) => ({ code, nl, en, active: true }))
/** What an organisation begins with. */
export const usualClosing: ClosingPolicy = {
  testing: 'described',
  remindAfter: 3,
  closeAfter: 5,
  notFor: [],
  reopenWithin: 10,
  needs: {},
  solutions: codes([
    ['repaired', 'Hersteld', 'Repaired'],
    ['replaced', 'Vervangen', 'Replaced'],
    ['workaround', 'Omweg gegeven', 'Work-around given'],
    ['explained', 'Uitgelegd', 'Explained'],
    ['delivered', 'Geleverd', 'Delivered'],
    ['byItself', 'Vanzelf overgegaan', 'Went away by itself'],
    ['notFound', 'Niet na te doen', 'Could not be reproduced'],
  ]),
  causes: codes([
    ['device', 'Apparaat', 'Device'],
    ['software', 'Programma', 'Software'],
    ['network', 'Netwerk', 'Network'],
    ['settings', 'Instelling', 'Settings'],
    ['access', 'Account of rechten', 'Account or rights'],
    ['use', 'Gebruik', 'Use'],
    ['supplier', 'Leverancier', 'Supplier'],
    ['unknown', 'Onbekend', 'Unknown'],
  ]),
}

/** What the closing check looks at. */
export const checks = ['solution', 'test', 'deviations', 'code', 'cause', 'time'] as const
export const Check = z.object({
  check: z.enum(checks),
  needed: z.boolean(),
  done: z.boolean(),
  why: z.string().describe('What is missing, or what is there, in one sentence'),
})
export type Check = z.infer<typeof Check>

export const ClosingState = z.object({
  solutionCode: Code.nullable(),
  causeCode: Code.nullable(),
  notTestable: z.string().nullable(),
  despiteDeviations: z.string().nullable().describe('Why it closes with open deviations'),
  remindAt: Instant.nullable(),
  closeAt: Instant.nullable(),
  remindedAt: Instant.nullable(),
  byPolicy: z.boolean().describe('Closed because nobody answered'),
  contradiction: z.boolean().describe('The answers of the reporter contradict each other, and it was asked again'),
  askedAgain: z.int(),
  version: z.int(),
})
export type ClosingState = z.infer<typeof ClosingState>
export const ClosingFields = z.object({
  solutionCode: Code.nullable().optional(),
  causeCode: Code.nullable().optional(),
  notTestable: prose(2000).nullable().optional().describe('Why it cannot be tested'),
  despiteDeviations: prose(2000).nullable().optional().describe('Why it closes while something it is about is not as it must be'),
})
export type ClosingFields = z.infer<typeof ClosingFields>

const ofCase = { caseId: Id, number: z.int(), round: z.int() }
export const closingPolicyChanged = event('cases.closingPolicyChanged', z.object({ organisationId: Id, version: z.int() }))
/** Nobody answered the question to test, and was reminded of it. */
export const reminded = event('cases.reminded', z.object({ ...ofCase, reporterId: Id, closeAt: Instant.nullable() }))
