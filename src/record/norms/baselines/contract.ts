import * as z from 'zod'
import { contract, event, Id, Instant, line, prose } from '#platform/contract.ts'
import { Counts, Rule } from '../contract.ts'

export const Baseline = z.object({
  id: Id,
  organisationId: Id,
  name: z.string(),
  note: z.string(),
  version: z.int(),
  published: z.int().describe('Number of the newest published version; 0: none'),
  expectations: z.int(),
  drafts: z.int().describe('Expectations with something that does not count yet'),
  changed: z.boolean().describe('What is written differs from the newest version: there is something to publish'),
  standings: Counts,
})
export type Baseline = z.infer<typeof Baseline>
export const Version = z.object({
  number: z.int(),
  publishedAt: Instant,
  publishedBy: z.object({ id: Id, name: z.string() }).nullable(),
  note: z.string(),
  expectations: z.int(),
})
export type Version = z.infer<typeof Version>
/** What is different in one expectation between two versions. */
export const Difference = z.object({
  expectationId: Id,
  title: z.string(),
  what: z.enum(['added', 'removed', 'changed']),
  fields: z.array(z.object({ field: z.string(), name: z.string(), from: z.string().nullable(), to: z.string().nullable() })).describe('In words'),
})
export type Difference = z.infer<typeof Difference>
export const Kept = z.object({ id: Id, rule: Rule })
export type Kept = z.infer<typeof Kept>

const ofOne = z.object({ id: Id })
const version = z.int().min(1)
const fields = { name: line(200), note: prose(4000).default('') }
const notFound = { 'platform.notFound': 404 } as const
const Which = z.union([z.literal('now'), z.coerce.number().int().min(0)]).describe('Number of a version; 0 is nothing; now: as it is being written')
export const normsBaselines = contract({
  baselines: {
    method: 'GET',
    path: '/api/norms/baselines',
    may: 'norms.read',
    summary: 'Groups of expectations that are published together, and how they stand',
    query: z.object({ organisationId: Id.optional() }),
    reply: z.object({ items: z.array(Baseline) }),
  },
  addBaseline: {
    method: 'POST',
    path: '/api/norms/baselines',
    may: 'norms.configure',
    summary: 'Begins a baseline; expectations are written in it before it is published',
    body: z.object({ organisationId: Id, ...fields }),
    reply: Baseline,
    status: 201,
    fails: { ...notFound, 'norms.baselines.name': 409, 'norms.baselines.tooMany': 409 },
  },
  changeBaseline: {
    method: 'PUT',
    path: '/api/norms/baselines/{id}',
    may: 'norms.configure',
    summary: 'Changes its name or note',
    params: ofOne,
    body: z.object({ version, ...fields }),
    reply: Baseline,
    fails: { ...notFound, 'norms.baselines.name': 409, 'norms.baselines.changed': 409 },
  },
  publishBaseline: {
    method: 'POST',
    path: '/api/norms/baselines/{id}/publish',
    may: 'norms.configure',
    summary: 'Makes everything in it count, together, as its next version',
    params: ofOne,
    body: z.object({ version, note: prose(2000).default('') }),
    reply: Baseline,
    fails: { ...notFound, 'norms.baselines.changed': 409, 'norms.nothingNew': 409, 'norms.changed': 409, 'norms.notRight': 400 },
  },
  versions: {
    method: 'GET',
    path: '/api/norms/baselines/{id}/versions',
    may: 'norms.read',
    summary: 'The published versions of a baseline, newest first',
    params: ofOne,
    reply: z.object({ items: z.array(Version) }),
    fails: notFound,
  },
  compare: {
    method: 'GET',
    path: '/api/norms/baselines/{id}/compare',
    may: 'norms.read',
    summary: 'What is different between two versions, or between a version and what is being written',
    params: ofOne,
    query: z.object({ from: Which, to: Which }),
    reply: z.object({ differences: z.array(Difference) }),
    fails: notFound,
  },
})
export const baselineChanged = event(
  'norms.baselineChanged',
  z.object({ baselineId: Id, organisationId: Id, version: z.int(), what: z.enum(['added', 'changed', 'published']), published: z.int() }),
)
