/** Processes of ours elsewhere: which there are, how one is enrolled, and what it and we say to each other. */
import * as z from 'zod'
import { contract, event, Id, Instant, line } from '#platform/contract.ts'
import { Reason, Secret, State, What } from '../checks/kinds/contract.ts'

const Ref = z.object({ id: Id, number: z.string(), name: z.string() })
export const Collector = z.object({
  id: Id,
  organisationId: Id,
  name: z.string(),
  item: Ref.describe('What it runs on'),
  location: Ref.describe('What stands there, or anywhere inside, is asked by it'),
  state: z.enum(['made', 'heard', 'silent']).describe('made: it has not been enrolled yet'),
  codeUntil: Instant.nullable().describe('A code waits to be used until then'),
  enrolledAt: Instant.nullable(),
  seenAt: Instant.nullable(),
  address: z.string().describe('Where it last came from'),
  program: z.string().describe('Its version of Spil'),
  checks: z.int().describe('How many it asks'),
  waiting: z.int().describe('Batches that wait there to be sent'),
  lost: z.int().describe('Results for which it had no room while it was cut off'),
  version: z.int(),
})
export type Collector = z.infer<typeof Collector>

/** One check as a collector asks it. */
export const Assigned = z.object({
  id: Id,
  what: What,
  secret: Secret,
  everySeconds: z.int(),
  timeoutSeconds: z.int(),
  spread: z.number().min(0).max(1).describe('Where in its interval it stands'),
  askedSince: Instant,
})
export type Assigned = z.infer<typeof Assigned>

const Given = z.record(z.string().max(40), z.string().max(500))
export const Outcome = z.object({
  checkId: Id,
  at: Instant,
  state: State,
  slow: z.boolean(),
  durationMs: z.number().min(0).max(600_000),
  why: z.object({ reason: Reason, given: Given }).nullable(),
  values: z
    .array(
      z.object({
        name: z.string().max(200),
        labels: z.record(z.string().max(200), z.string().max(2000)).optional(),
        value: z.number().nullable().describe('null: no number'),
        at: z.number().optional(),
      }),
    )
    .max(50_000),
  facts: z
    .array(z.object({ key: z.string().max(200), value: z.union([z.string().max(4000), z.number(), z.boolean()]) }))
    .max(200)
    .optional(),
})
export type Outcome = z.infer<typeof Outcome>
/** What came of checks, in the order in which it was seen. `number` counts up for as long as the collector lives. */
export const Batch = z.object({ number: z.int().min(1), outcomes: z.array(Outcome).max(2000) })
export type Batch = z.infer<typeof Batch>

const one = z.object({ id: Id })
const gone = { 'platform.notFound': 404 } as const
const settings = { name: line(100), itemId: Id, locationId: Id }
const places = { 'monitoring.collectors.item': 422, 'monitoring.collectors.location': 422, 'monitoring.collectors.taken': 409 } as const
const WithCode = Collector.extend({ code: z.string().describe('Told once; counts once, for a day') })
/** A collector shows its own token. */
const ours = { may: 'anyone', ownKeys: true, secret: true } as const

export const monitoringCollectors = contract({
  collectors: {
    method: 'GET',
    path: '/api/monitoring/collectors',
    may: 'monitoring.read',
    summary: 'Collectors, with when each was last heard of and what waits there',
    reply: z.object({ items: z.array(Collector) }),
  },
  addCollector: {
    method: 'POST',
    path: '/api/monitoring/collectors',
    may: 'monitoring.configure',
    summary: 'A collector for a location, with the code by which it is enrolled',
    body: z.object({ organisationId: Id, ...settings }),
    reply: WithCode,
    fails: { ...gone, ...places },
    secret: true,
  },
  changeCollector: {
    method: 'PUT',
    path: '/api/monitoring/collectors/{id}',
    may: 'monitoring.configure',
    summary: 'Changes its name, what it runs on, or the place of which it asks',
    params: one,
    body: z.object({ ...settings, version: z.int().min(1) }),
    reply: Collector,
    fails: { ...gone, ...places, 'monitoring.collectors.changed': 409 },
  },
  newCode: {
    method: 'POST',
    path: '/api/monitoring/collectors/{id}/code',
    may: 'monitoring.configure',
    summary: 'Another code; whoever is enrolled with it takes the place of who was before',
    params: one,
    reply: WithCode,
    fails: gone,
    secret: true,
  },
  removeCollector: {
    method: 'DELETE',
    path: '/api/monitoring/collectors/{id}',
    may: 'monitoring.configure',
    summary: 'It is not listened to any more; what it asked is asked from here',
    params: one,
    reply: z.undefined(),
    status: 204,
    fails: gone,
  },
  enrol: {
    ...ours,
    method: 'POST',
    path: '/api/monitoring/collectors/enrol',
    summary: 'A collector shows its code, once, and hears its token',
    body: z.object({ code: z.string().min(1).max(200), program: z.string().max(50) }),
    reply: z.object({ collectorId: Id, name: z.string(), token: z.string() }),
    fails: { 'monitoring.collectors.code': 403 },
  },
  exchange: {
    ...ours,
    method: 'POST',
    path: '/api/monitoring/collectors/exchange',
    summary: 'A collector with its token sends its oldest batch, and hears what it is to ask when that changed',
    body: z.object({
      program: z.string().max(50),
      knows: z.string().max(100).nullable().describe('The mark of what it asks'),
      batch: Batch.nullable(),
      waiting: z.int().min(0),
      lost: z.int().min(0),
    }),
    status: 200,
    reply: z.object({
      now: Instant,
      received: z.int().describe('The number of the last batch that was taken'),
      asks: z
        .object({ mark: z.string(), checks: z.array(Assigned) })
        .nullable()
        .describe('null: as it knows'),
    }),
    // The token is known before it is read; a collector sends less at a time.
    maxBytes: 16 * 1024 * 1024,
    fails: { 'monitoring.collectors.unknown': 401 },
  },
})
export const collectorChanged = event(
  'monitoring.collectorChanged',
  z.object({ collectorId: Id, what: z.enum(['made', 'changed', 'code', 'enrolled', 'removed', 'silent', 'heard']) }),
)
