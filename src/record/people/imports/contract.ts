import * as z from 'zod'
import { contract, Id } from '#platform/contract.ts'

export const columns = ['name', 'email', 'organisation', 'role', 'team', 'locale'] as const
export type Column = (typeof columns)[number]
export const maxRows = 2_000

export const Outcome = z.object({
  rows: z.int().describe('Rows with people in them, without the header'),
  created: z.int(),
  updated: z.int().describe('Known by their address, and something was different'),
  errors: z.array(
    z.object({
      row: z.int().describe('As a spreadsheet counts: the header is row 1'),
      column: z.string().nullable(),
      code: z.string(),
      detail: z.string(),
    }),
  ),
})
export type Outcome = z.infer<typeof Outcome>

export const imports = contract({
  importPeople: {
    method: 'POST',
    path: '/api/people/import',
    may: 'people.administrate',
    summary: 'Adds or changes people from CSV, known by their address; with one error nothing is done. A dry run does everything and takes it back',
    body: z.object({
      csv: z.string().max(2_000_000).describe('Columns name, email, organisation, role, team, locale; separated by comma, semicolon or tab'),
      organisationId: Id.describe('For rows that name no organisation'),
      dryRun: z.boolean().default(true),
      invite: z.boolean().default(false).describe('Mail who is new a link to choose a password'),
    }),
    reply: Outcome,
    status: 200,
    maxBytes: 6_000_000,
    fails: { 'platform.notFound': 404, 'platform.notAllowed': 403, 'people.import.unreadable': 400, 'people.import.tooMany': 400 },
  },
})
