/** Alarms: open deviations of expectations over series, grouped by cause; who has seen them, and who is told. */
import * as z from 'zod'
import { contract, event, Id, Instant, Paging, page, prose } from '#platform/contract.ts'
import { Observed, Severity, Verdict } from '#record/norms/contract.ts'
import { Because } from '#record/norms/series/contract.ts'

const Named = z.object({ id: Id, name: z.string() })
const Item = z.object({ id: Id, number: z.string(), name: z.string() })
export const Acknowledged = z.object({
  by: Named,
  at: Instant,
  note: z.string(),
  until: Instant.nullable().describe('After that it is as if nobody had seen it; null: as long as it lasts'),
})
export const Alarm = z.object({
  id: Id.describe('Of the deviation'),
  organisationId: Id,
  expectation: z.object({ id: Id, title: z.string(), remedy: z.string() }),
  item: Item,
  severity: Severity,
  expected: z.string(),
  observed: Observed.describe('Now, as far as it is known; else when it opened'),
  verdict: Verdict.describe('Now: met while it must still stay right for a while'),
  from: Instant,
  openedAt: Instant,
  flapping: z.boolean(),
  case: z.object({ id: Id, number: z.string() }).nullable(),
  because: Because.nullable().describe('Quiet: not known because of this'),
  maintenance: Instant.nullable().describe('In maintenance until then'),
  hides: z.int().describe('Of so many items nothing is known because of this one'),
  acknowledged: Acknowledged.nullable(),
  silencedUntil: Instant.nullable(),
  level: z.int().describe('So many levels of the escalation were told'),
})
export type Alarm = z.infer<typeof Alarm>

const ids = z.array(Id).min(1).max(500)
const many = z.object({ done: z.int(), over: z.int().describe('So many of them were over already, or may not be seen') })
const note = prose(2000).default('')
const token = z.object({ token: z.string().max(300) })
const wrong = { 'monitoring.alarms.linkWrong': 404, 'monitoring.alarms.linkExpired': 410 } as const
export const monitoringAlarms = contract({
  alarms: {
    method: 'GET',
    path: '/api/monitoring/alarms',
    may: 'monitoring.read',
    summary: 'What is wrong now, the gravest first, each with what it hides',
    query: Paging.extend({
      organisationId: Id.optional(),
      severity: Severity.optional(),
      itemId: Id.optional(),
      locationId: Id.optional().describe('Of items there, or anywhere inside it'),
      acknowledged: z.stringbool().optional(),
      quiet: z.stringbool().default(false).describe('true: those that cannot be known now because of another; false: all but those'),
    }),
    reply: page(Alarm),
  },
  counts: {
    method: 'GET',
    path: '/api/monitoring/alarms/counts',
    may: 'monitoring.read',
    summary: 'How many alarms are open of each severity, without those that are quiet; how many nobody has acknowledged; how many are quiet',
    query: z.object({ organisationId: Id.optional() }),
    reply: z.object({ open: z.record(Severity, z.int()), unacknowledged: z.int(), quiet: z.int() }),
  },
  hides: {
    method: 'GET',
    path: '/api/monitoring/alarms/{id}/hides',
    may: 'monitoring.read',
    summary: 'Items of which nothing is known because of this alarm, with the alarms that they have; at most 200',
    params: z.object({ id: Id }),
    reply: z.object({ items: z.array(Item.extend({ open: z.int() })), more: z.boolean() }),
    fails: { 'platform.notFound': 404 },
  },
  acknowledge: {
    method: 'POST',
    path: '/api/monitoring/alarms/acknowledge',
    may: 'monitoring.work',
    summary: 'Says that somebody has seen them and works on it: nobody else is told any more',
    body: z.object({ ids, note, until: Instant.nullable().default(null) }),
    reply: many,
    status: 200,
    fails: { 'monitoring.alarms.past': 400 },
  },
  silence: {
    method: 'POST',
    path: '/api/monitoring/alarms/silence',
    may: 'monitoring.work',
    summary: 'Nobody is told about them until then; null: they are told about again',
    body: z.object({ ids, until: Instant.nullable() }),
    reply: many,
    status: 200,
    fails: { 'monitoring.alarms.past': 400 },
  },
  linkState: {
    method: 'GET',
    path: '/api/monitoring/acknowledge/{token}',
    may: 'anyone',
    summary: 'What the signed link in a mail is about; without sign-in. Looking acknowledges nothing',
    params: token,
    reply: z.object({
      you: z.string(),
      organisation: z.string(),
      alarms: z.array(
        z.object({
          title: z.string(),
          item: z.string(),
          severity: Severity,
          from: Instant,
          open: z.boolean(),
          acknowledgedBy: z.string().nullable(),
        }),
      ),
    }),
    fails: wrong,
  },
  acknowledgeByLink: {
    method: 'POST',
    path: '/api/monitoring/acknowledge/{token}',
    may: 'anyone',
    summary: 'Acknowledges what the signed link is about, in the name of who was sent it',
    params: token,
    body: z.object({ note }),
    reply: many,
    status: 200,
    fails: wrong,
  },
})

export const alarmsAcknowledged = event(
  'monitoring.alarmsAcknowledged',
  z.object({ organisationId: Id, deviationIds: z.array(Id).describe('The first 500'), personId: Id, by: z.enum(['screen', 'link', 'mail']) }),
)
export const alarmsSilenced = event(
  'monitoring.alarmsSilenced',
  z.object({ organisationId: Id, deviationIds: z.array(Id), until: Instant.nullable() }),
)
