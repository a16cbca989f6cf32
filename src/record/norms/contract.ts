/** What must hold of items: the words and shapes of norms, and its endpoints for expectations. */
import * as z from 'zod'
import { contract, event, type Grants, Id, Instant, line, Paging, page, prose } from '#platform/contract.ts'
import { Criticality } from '../cases/priority/contract.ts'
import { FactValue } from '../items/facts/contract.ts'
import { StateClass } from '../items/kinds/contract.ts'
import { Because, SeenSeries, SeriesCondition } from './series/contract.ts'

export const origins = ['own', 'baseline', 'design', 'licence', 'norm', 'template'] as const
export const Origin = z.enum(origins).describe('Where it comes from')
export const severities = ['low', 'normal', 'high', 'critical'] as const
export const Severity = z.enum(severities)
export type Severity = z.infer<typeof Severity>
export const verdicts = ['met', 'broken', 'unknown'] as const
export const Verdict = z.enum(verdicts).describe('unknown: a fact or sample is missing or too old; never counted as met')

/** For which items of the organisation it must hold; everything that is named must fit. */
export const Scope = z.object({
  kinds: z.array(z.string().max(40)).max(40).default([]),
  classes: z.array(StateClass).max(3).default(['inUse']),
  states: z.array(z.string().max(40)).max(40).default([]),
  tags: z.array(z.string().trim().toLowerCase().min(1).max(40)).max(20).default([]).describe('All of these'),
  locationId: Id.nullable().default(null).describe('There, or anywhere inside it'),
  importance: z.array(Criticality).max(4).default([]),
  supplier: z.string().trim().max(200).default(''),
  search: z.string().trim().max(200).default('').describe('Words in name, code, note and attributes'),
  itemIds: z.array(Id).max(100).default([]).describe('These alone'),
})
export type Scope = z.output<typeof Scope>
const minutes = z.int().min(0).max(43_200)
/** What must hold, for what, and how it is counted. */
export const Rule = z.object({
  title: line(200),
  condition: prose(2000).default('').describe('CEL over facts: disk.encrypted == true, or fact["any key"] >= 8; empty where `series` says it'),
  series: SeriesCondition.nullable().default(null).describe('Or over series: numbers in time'),
  scope: Scope.prefault({}),
  severity: Severity.default('normal'),
  holdOff: minutes.default(0).describe('Minutes that it must be broken before it counts'),
  recovery: minutes.default(0).describe('Minutes that it must be right again before it is over'),
  maxAge: z.int().min(1).max(527_040).nullable().default(null).describe('Minutes that a fact is good for; null: for ever'),
  remedy: prose(4000).default('').describe('What to do when it is broken'),
})
export type Rule = z.output<typeof Rule>

export const Reading = z.object({
  reads: z.string().nullable().describe('The condition as a sentence; null while something is wrong with it'),
  keys: z.array(z.string()).describe('Facts that it reads'),
  wrong: z.array(z.object({ code: z.string(), from: z.int(), to: z.int(), detail: z.string().describe('What is wrong and what to do') })),
})
export type Reading = z.infer<typeof Reading>

export const Counts = z.object({ met: z.int(), broken: z.int(), unknown: z.int(), excepted: z.int() })
export type Counts = z.infer<typeof Counts>
export const Expectation = z.object({
  id: Id,
  organisationId: Id,
  baselineId: Id.nullable(),
  origin: Origin,
  originKey: z.string().nullable(),
  title: z.string(),
  severity: Severity,
  draft: Rule.nullable().describe('What is being written and does not count yet'),
  counts: Rule.nullable().describe('What counts; null: nothing does'),
  reads: z.string().describe('The condition as a sentence, of the draft where there is one'),
  version: z.int(),
  publishedAt: Instant.nullable(),
  changedAt: Instant,
  standings: Counts,
})
export type Expectation = z.infer<typeof Expectation>

/** A fact that was looked at, or that was not there. */
export const Evidence = z.object({
  key: z.string(),
  value: FactValue.nullable(),
  unit: z.string().nullable(),
  source: z.string().nullable(),
  seenAt: Instant.nullable(),
})
export type Evidence = z.infer<typeof Evidence>
export const Observed = z.object({
  facts: z.array(Evidence),
  missing: z.array(z.string()).describe('Not known'),
  stale: z.array(z.string()).describe('Last seen too long ago'),
  unusable: z.string().nullable().describe('Part of the condition that cannot be answered with these values'),
  series: z.array(SeenSeries).max(50).optional().describe('Of a condition over series: what is wrong first'),
  more: z.int().optional().describe('So many more series are wrong'),
  because: Because.optional().describe('Not known because of another item'),
  maintenance: Instant.optional().describe('In maintenance until then: nothing opens'),
})
export type Observed = z.infer<typeof Observed>

const ItemName = z.object({ id: Id, number: z.string(), name: z.string() })
const Tried = z.object({
  item: ItemName,
  verdict: Verdict,
  observed: Observed,
  why: z.array(z.string()).describe('The parts of the condition that are not met, as sentences; empty when all are'),
})

const ofOne = z.object({ id: Id })
const version = z.int().min(1).describe('As the screen showed it')
const notFound = { 'platform.notFound': 404 } as const
/** notRight: `errors` names the places, as for a body that does not fit its shape. */
const saving = { ...notFound, 'norms.notRight': 400, 'norms.changed': 409, 'norms.tooMany': 409 } as const
export const norms = contract({
  expectations: {
    method: 'GET',
    path: '/api/norms/expectations',
    may: 'norms.read',
    summary: 'What must hold, with how many items meet it, break it, or are not known',
    query: Paging.extend({
      organisationId: Id.optional(),
      baselineId: Id.optional(),
      origin: Origin.optional(),
      search: z.string().trim().max(200).optional(),
    }),
    reply: page(Expectation),
  },
  expectation: {
    method: 'GET',
    path: '/api/norms/expectations/{id}',
    may: 'norms.read',
    summary: 'One expectation, as it counts and as it is being written',
    params: ofOne,
    reply: Expectation,
    fails: notFound,
  },
  addExpectation: {
    method: 'POST',
    path: '/api/norms/expectations',
    may: 'norms.configure',
    summary: 'Writes an expectation that does not count yet',
    body: z.object({ organisationId: Id, baselineId: Id.nullable().default(null), origin: Origin.default('own'), rule: Rule }),
    reply: Expectation,
    status: 201,
    fails: saving,
  },
  changeExpectation: {
    method: 'PUT',
    path: '/api/norms/expectations/{id}',
    may: 'norms.configure',
    summary: 'Changes what is being written; what counts stays until it is published',
    params: ofOne,
    body: z.object({ version, rule: Rule }),
    reply: Expectation,
    fails: saving,
  },
  publishExpectation: {
    method: 'POST',
    path: '/api/norms/expectations/{id}/publish',
    may: 'norms.configure',
    summary: 'Makes what was written count; of a baseline only the whole is published',
    params: ofOne,
    body: z.object({ version }),
    reply: Expectation,
    fails: { ...notFound, 'norms.changed': 409, 'norms.nothingNew': 409, 'norms.inBaseline': 409, 'norms.notRight': 400 },
  },
  withdrawExpectation: {
    method: 'POST',
    path: '/api/norms/expectations/{id}/withdraw',
    may: 'norms.configure',
    summary: 'It counts no longer and leaves its baseline: its deviations end as withdrawn; what it asked for stays as a draft',
    params: ofOne,
    body: z.object({ version }),
    reply: Expectation,
    fails: { ...notFound, 'norms.changed': 409 },
  },
  removeExpectation: {
    method: 'DELETE',
    path: '/api/norms/expectations/{id}',
    may: 'norms.configure',
    summary: 'Takes away a draft that never counted',
    params: ofOne,
    query: z.object({ version: z.coerce.number().int().min(1) }),
    reply: z.undefined(),
    status: 204,
    fails: { ...notFound, 'norms.changed': 409, 'norms.hasCounted': 409 },
  },
  readCondition: {
    method: 'POST',
    path: '/api/norms/read',
    may: 'norms.read',
    summary: 'What a condition says in words, which facts it reads, and what is wrong with it',
    body: z.object({ condition: z.string().max(4000).default(''), series: SeriesCondition.nullable().default(null) }),
    reply: Reading,
  },
  tryRule: {
    method: 'POST',
    path: '/api/norms/try',
    may: 'norms.read',
    summary:
      'How a rule would come out on real items now; nothing is kept. Counts are of the first 2000 items, or of what half a second allows; the list shows what is not met first',
    body: z.object({ organisationId: Id, rule: Rule, limit: z.int().min(1).max(200).default(50) }),
    reply: z.object({
      counts: Counts.omit({ excepted: true }),
      items: z.array(Tried),
      more: z.boolean().describe('There are more items in its scope than were tried'),
    }),
    fails: { ...notFound, 'norms.notRight': 400 },
  },
  words: {
    method: 'GET',
    path: '/api/norms/words',
    may: 'norms.read',
    summary: 'For who writes a condition: keys of facts that items of the organisation have, with examples, the operators and the functions',
    query: z.object({ organisationId: Id, search: z.string().trim().max(200).default('') }),
    reply: z.object({
      keys: z
        .array(
          z.object({
            key: z.string(),
            kind: z.enum(['text', 'number', 'yesNo']),
            examples: z.array(FactValue).max(5),
            items: z.int().describe('Of the 200 items that changed last, how many have it'),
          }),
        )
        .describe('What begins with the words first; at most 50'),
      operators: z.array(z.object({ sign: z.string(), does: z.string() })),
      functions: z.array(z.object({ name: z.string(), form: z.string(), does: z.string() })),
    }),
    fails: notFound,
  },
})

export const normsGrants = {
  'norms.read': ['engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'client', 'auditor', 'administrator'],
  'norms.configure': ['lead', 'administrator'],
  'norms.ask': ['engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'administrator'],
} as const satisfies Grants

export const expectationChanged = event(
  'norms.expectationChanged',
  z.object({ expectationId: Id, organisationId: Id, version: z.int(), what: z.enum(['added', 'changed', 'published', 'withdrawn', 'removed']) }),
)
const ofDeviation = { deviationId: Id, expectationId: Id, itemId: Id, organisationId: Id, severity: Severity }
export const deviationOpened = event('norms.deviationOpened', z.object({ ...ofDeviation, from: Instant, flapping: z.boolean() }))
export const endings = ['right', 'excepted', 'outOfScope', 'withdrawn'] as const
export const deviationEnded = event('norms.deviationEnded', z.object({ ...ofDeviation, from: Instant, until: Instant, ended: z.enum(endings) }))
