import * as z from 'zod'
import { contract, Id, Paging, page } from '#platform/contract.ts'
import { targetKinds } from '#record/cases/clocks/contract.ts'
import { Priority } from '#record/cases/contract.ts'
import { Overridden, Overrides } from '#record/cases/priority/contract.ts'
import { Outcome } from '../clocks/contract.ts'

const Figure = z.object({
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .describe('In the time zone of the organisation'),
  agreementId: Id,
  agreement: z.string().nullable().describe('null: the first one, which has no name'),
  target: z.enum(targetKinds),
  key: z.string().describe('Of the target'),
  name: z.string().nullable().describe('Of a target of one’s own'),
  met: z.int(),
  missed: z.int(),
})
export type Figure = z.infer<typeof Figure>

const days = {
  organisationId: Id,
  since: z.iso.date().describe('The first day'),
  until: z.iso.date().describe('The last day; at most 400 days'),
  teamId: Id.optional().describe('Only cases of this team'),
}
const Days = z.object(days)
const fails = { 'platform.notFound': 404, 'desk.reports.period': 400 } as const
const get = <const P extends `/api/${string}`>(path: P, summary: string) => ({ method: 'GET', path, summary, may: 'desk.read' }) as const

export const deskReports = contract({
  clocks: {
    ...get('/api/desk/reports/clocks', 'Clocks met and missed per month, agreement and target, by when they ended'),
    query: Days,
    reply: z.object({ items: z.array(Figure) }),
    fails,
  },
  clockCases: {
    ...get('/api/desk/reports/clocks/cases', 'The cases of a figure, newest end first'),
    query: Paging.extend({ ...days, agreementId: Id.optional(), key: z.string().max(40).optional(), outcome: z.enum(['met', 'missed']).optional() }),
    reply: page(Outcome),
    fails: fails,
  },
  clocksCsv: {
    ...get('/api/desk/reports/clocks.csv', 'The figures of clocks as CSV'),
    query: Days,
    produces: 'text/csv',
    reply: z.unknown(),
    fails,
  },
  overrides: {
    ...get(
      '/api/desk/reports/overrides',
      'How often the proposed priority was not followed, from what to what and why, for cases opened in this time',
    ),
    query: Days,
    reply: Overrides,
    fails,
  },
  overridden: {
    ...get('/api/desk/reports/overrides/cases', 'The cases of which the proposed priority was not followed, newest first'),
    query: Paging.extend({ ...days, from: Priority.optional(), to: Priority.optional(), reason: z.string().max(500).optional() }),
    reply: page(Overridden),
    fails: fails,
  },
  overridesCsv: {
    ...get('/api/desk/reports/overrides.csv', 'Those cases as CSV, at most 10,000'),
    query: Days,
    produces: 'text/csv',
    reply: z.unknown(),
    fails,
  },
})
