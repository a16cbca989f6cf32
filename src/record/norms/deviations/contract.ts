import * as z from 'zod'
import { contract, Id, Instant, Paging, page } from '#platform/contract.ts'
import { endings, Observed, Severity, Verdict } from '../contract.ts'
import { SeriesCondition } from '../series/contract.ts'

export const Deviation = z.object({
  id: Id,
  organisationId: Id,
  expectation: z.object({ id: Id, title: z.string(), remedy: z.string() }),
  item: z.object({ id: Id.nullable().describe('null: the item is gone'), number: z.string(), name: z.string() }),
  severity: Severity,
  expected: z.string().describe('The condition as a sentence'),
  condition: z.string().describe('As it was written; over series its query'),
  series: SeriesCondition.nullable(),
  observed: Observed.describe('When it opened'),
  rightAgain: Observed.nullable().describe('When it ended'),
  from: Instant.describe('When it broke'),
  openedAt: Instant.describe('When it had been broken for long enough'),
  until: Instant.nullable().describe('When it was right again; null: it is open'),
  ended: z.enum(endings).nullable(),
  flapping: z.boolean().describe('It opened three times within an hour, and stays open until it was right for an hour'),
  case: z.object({ id: Id, number: z.string() }).nullable(),
})
export type Deviation = z.infer<typeof Deviation>

export const DeviationFilter = z.object({
  open: z.stringbool().optional().describe('true: those that are open; false: those that ended'),
  organisationId: Id.optional(),
  itemId: Id.optional(),
  expectationId: Id.optional(),
  baselineId: Id.optional(),
  caseId: Id.optional(),
  locationId: Id.optional().describe('Of items there, or anywhere inside it'),
  severity: Severity.optional(),
  overSeries: z.stringbool().optional().describe('true: over series, which are alarms; false: over facts'),
})
const Standing = z.object({
  expectation: z.object({ id: Id, title: z.string(), reads: z.string(), severity: Severity, remedy: z.string() }),
  verdict: Verdict,
  since: Instant,
  lookedAt: Instant,
  evidenceAt: Instant.nullable(),
  excepted: z.boolean(),
  observed: Observed,
})
export type Standing = z.infer<typeof Standing>

/** How an item stands as a whole: unwatched when nothing is expected of it. The worst comes first. */
export const itemStates = ['critical', 'high', 'normal', 'low', 'unknown', 'ok', 'unwatched'] as const
export type ItemState = (typeof itemStates)[number]

export const normsDeviations = contract({
  deviations: {
    method: 'GET',
    path: '/api/norms/deviations',
    may: 'norms.read',
    summary: 'Broken expectations on items, newest first: what was expected, what was observed, from when until when, and the case about it',
    query: Paging.extend(DeviationFilter.shape),
    reply: page(Deviation),
  },
  deviation: {
    method: 'GET',
    path: '/api/norms/deviations/{id}',
    may: 'norms.read',
    summary: 'One deviation',
    params: z.object({ id: Id }),
    reply: Deviation,
    fails: { 'platform.notFound': 404 },
  },
  onCase: {
    method: 'GET',
    path: '/api/norms/cases/{id}/deviations',
    may: 'norms.read',
    summary:
      'What a case is about, each expectation on each item once: the newest deviation, how often it came, and since when; at most 50, the newest first',
    params: z.object({ id: Id }),
    reply: z.object({
      items: z.array(z.object({ latest: Deviation, times: z.int().describe('So many deviations, the first included'), firstAt: Instant })),
      more: z.int().describe('So many more are not shown'),
    }),
  },
  itemStandings: {
    method: 'GET',
    path: '/api/norms/items/{id}',
    may: 'norms.read',
    summary: 'Everything that must hold for one item and how it stands, what is broken first',
    params: z.object({ id: Id }),
    reply: z.object({ items: z.array(Standing) }),
  },
})
