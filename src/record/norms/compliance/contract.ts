import * as z from 'zod'
import { contract, Id, Instant, Paging, page } from '#platform/contract.ts'
import { Day } from '../../items/contract.ts'
import { Counts, Observed, Severity, Verdict } from '../contract.ts'

export const ComplianceFilter = z.object({
  organisationId: Id.optional(),
  baselineId: Id.optional(),
  locationId: Id.optional().describe('Of items there, or anywhere inside it'),
})
const RowFilter = ComplianceFilter.extend({
  expectationId: Id.optional(),
  verdict: z.enum(['met', 'broken', 'unknown', 'excepted']).optional(),
})
const PerExpectation = z.object({
  id: Id,
  title: z.string(),
  severity: Severity,
  counts: Counts,
  evidenceAt: Instant.nullable().describe('When the oldest fact that was used was last seen'),
})
export const groupings = ['baseline', 'location', 'organisation'] as const
const Ages = z
  .object({ day: z.int(), week: z.int(), month: z.int(), older: z.int(), none: z.int() })
  .describe('How long ago the oldest fact of each was last seen: within a day, a week, 30 days, longer ago; none: no fact at all')
const Point = z.object({ day: Day, counts: Counts })
const Row = z.object({
  item: z.object({ id: Id, number: z.string(), name: z.string(), location: z.string().nullable() }),
  expectation: z.object({ id: Id, title: z.string(), severity: Severity }),
  verdict: Verdict,
  excepted: z.boolean(),
  since: Instant,
  evidenceAt: Instant.nullable(),
  observed: Observed,
})
export type ComplianceRow = z.infer<typeof Row>
export const normsCompliance = contract({
  compliance: {
    method: 'GET',
    path: '/api/norms/compliance',
    may: 'norms.read',
    summary: 'How items stand under what must hold, per expectation and over the last 90 days, with the age of the evidence',
    query: ComplianceFilter,
    reply: z.object({ counts: Counts, evidenceAt: Instant.nullable(), ages: Ages, expectations: z.array(PerExpectation), trend: z.array(Point) }),
  },
  complianceGroups: {
    method: 'GET',
    path: '/api/norms/compliance/groups',
    may: 'norms.read',
    summary: 'The same, counted per baseline, location or organisation, what holds least first; at most 500',
    query: ComplianceFilter.extend({ by: z.enum(groupings) }),
    reply: z.object({
      items: z.array(
        z.object({
          id: Id.nullable().describe('null: in no baseline, at no location'),
          name: z.string().nullable(),
          counts: Counts,
          evidenceAt: Instant.nullable(),
        }),
      ),
    }),
  },
  complianceItems: {
    method: 'GET',
    path: '/api/norms/compliance/items',
    may: 'norms.read',
    summary: 'Each item under each expectation, page by page',
    query: Paging.extend(RowFilter.shape),
    reply: page(Row),
  },
  complianceExport: {
    method: 'GET',
    path: '/api/norms/compliance/export',
    may: 'norms.read',
    summary: 'The same as CSV, with what was observed; at most 50 000 rows, and when there are more the last line says so',
    query: RowFilter,
    produces: 'text/csv',
    reply: z.undefined(),
  },
})
