/** Numbers in time: what a series is called, how samples come in and are read. Shapes for every room that writes or reads them. */
import * as z from 'zod'
import { contract, event, type Grants, Id, Instant } from '#platform/contract.ts'

/** What a series is called: its labels, the name of what is measured as `__name__`. Names as Prometheus has them: [a-zA-Z_][a-zA-Z0-9_]*. */
export const Labels = z.record(z.string(), z.string())
export type Labels = Readonly<Record<string, string>>

/** A condition on a label, as PromQL writes it; a label that is not there is empty. A regular expression (RE2) must match the whole value. */
export interface Matcher {
  name: string
  op: '=' | '!=' | '=~' | '!~'
  value: string
}

/** From and to in milliseconds since 1970, both included. `step`: how far apart the answers will be, which says how coarse what is read may be; 0: every sample. */
export interface Span {
  from: number
  to: number
  step: number
}
/** What was kept of a span of time instead of every sample: one place per 5 minutes or hour, at its end. */
export interface Rolled {
  min: Float64Array
  max: Float64Array
  sum: Float64Array
  count: Float64Array
}
/** One series and its samples, the oldest first, never two at one moment. */
export interface Found {
  labels: Labels
  itemId: string | null
  at: Float64Array
  /** Where `rolled` is there: the last sample of each place. */
  value: Float64Array
  rolled?: Rolled
}

/** How long samples are kept: each sample, 5 minutes, hours, in days. */
export const retentions = ['short', 'normal', 'long'] as const
export const Retention = z.enum(retentions)
export type Retention = z.infer<typeof Retention>

/** Why a sample was not taken. */
export const refusals = ['future', 'old', 'tooManySeries', 'labels'] as const
export type Refusal = (typeof refusals)[number]

const Standing = z.object({
  series: z.int().describe('In memory: a sample came in the last hours'),
  mostSeries: z.int(),
  samples: z.int().describe('Taken since this process began'),
  refused: z.record(z.enum(refusals), z.int()).describe('Since this process began, by reason'),
  waiting: z.int().describe('Requests that are safe and not yet in chunks'),
  bytes: z.int().describe('On disk, with indexes'),
  since: Instant,
})
const days = (most: number) => z.int().min(1).max(most)
/** In days. */
const Kept = z.object({
  samples: days(400).describe('Each sample'),
  minutes: days(3650).describe('What each 5 minutes came to'),
  hours: days(36_500).describe('What each hour came to'),
})
export type Kept = z.output<typeof Kept>
export const series = contract({
  retention: {
    method: 'GET',
    path: '/api/series/retention',
    may: 'series.configure',
    summary: 'How many days samples are kept, of each class; for this installation as a whole',
    reply: z.object({ items: z.array(Kept.extend({ retention: Retention })) }),
    fails: { 'platform.notFound': 404 },
  },
  changeRetention: {
    method: 'PUT',
    path: '/api/series/retention/{retention}',
    may: 'series.keep',
    summary: 'Keeps samples of a class for so many days. What is older goes within a day and does not come back',
    params: z.object({ retention: Retention }),
    body: Kept.extend({ before: Kept.describe('As it was when it was read') }),
    reply: Kept.extend({ retention: Retention }),
    fails: { 'platform.notFound': 404, 'series.retention.order': 400, 'series.retention.changed': 409 },
  },
  standing: {
    method: 'GET',
    path: '/api/series/standing',
    may: 'series.configure',
    summary: 'How many series and samples there are, what was refused and why, and how much of the disk they take',
    reply: Standing,
    fails: { 'platform.notFound': 404, 'series.elsewhere': 503 },
  },
})

export const seriesGrants = {
  'series.read': ['engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'client', 'auditor', 'administrator'],
  'series.configure': ['lead', 'administrator'],
  // What is kept shorter is gone, of all organisations.
  'series.keep': ['administrator'],
} as const satisfies Grants

/** More samples of an origin than before were refused; at most once an hour for each reason. */
export const samplesRefused = event(
  'series.samplesRefused',
  z.object({ organisationId: Id, origin: z.string(), reason: z.enum(refusals), count: z.int() }),
)
export const retentionChanged = event('series.retentionChanged', Kept.extend({ retention: Retention, before: Kept }))
