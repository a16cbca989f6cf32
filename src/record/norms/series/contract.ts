/** Conditions over series: what must hold of numbers in time. Each has a query (PromQL) and says when what it answers is wrong. */
import * as z from 'zod'
import { Id, Instant, line, prose } from '#platform/contract.ts'

export const comparisons = ['>', '>=', '<', '<=', '==', '!='] as const
export const Comparison = z.enum(comparisons)
export type Comparison = z.infer<typeof Comparison>
/** How sure a forecast must be: so often does what comes lie within its band. */
export const confidences = [80, 95] as const

const every = {
  query: prose(2000).describe('PromQL; each series in its answer belongs to the item it is about, or that its label `item` names'),
  every: z.int().min(10).max(3600).default(30).describe('Seconds between two looks; not less than how often a sample comes'),
  means: z
    .enum(['reachable'])
    .nullable()
    .default(null)
    .describe('reachable: when it is broken, what can only be reached through the item is not known'),
  unit: line(20).optional().describe('Of what the query answers: %, s, °C'),
}
const wrongWhen = { op: Comparison.describe('It is wrong when the value is so, compared to `value`'), value: z.number() }
export const Threshold = z.object({
  kind: z.literal('threshold'),
  ...every,
  ...wrongWhen,
  clearAt: z.number().nullable().default(null).describe('What is wrong stays so until the value is past this; null: the same value'),
})
export const Change = z.object({
  kind: z.literal('change'),
  ...every,
  minutes: z.int().min(1).max(10_080).describe('Compared to so long ago'),
  by: z.number().positive().describe('It is wrong when it changed by more than this'),
  as: z.enum(['percent', 'absolute']).default('percent'),
  direction: z.enum(['up', 'down', 'both']).default('both'),
})
export const Absence = z.object({
  kind: z.literal('absence'),
  ...every,
  minutes: z.int().min(1).max(10_080).describe('It is wrong when no sample came for so long while one came before'),
})
export const Forecast = z.object({
  kind: z.literal('forecast'),
  ...every,
  op: z.enum(['>', '<']).describe('It is wrong when the value will be so, compared to `value`'),
  value: z.number(),
  hours: z.int().min(1).max(8760).describe('Within so many hours from now'),
  history: z.int().min(1).max(8760).default(168).describe('A straight line through the last so many hours'),
  confidence: z.literal(confidences).default(95).describe('It counts when even the most favourable of so many in a hundred courses gets there'),
})
export const Baseline = z.object({
  kind: z.literal('baseline'),
  ...every,
  weeks: z.int().min(2).max(8).default(4).describe('Usual is how it was in this hour of the week, in so many weeks before'),
  deviations: z.number().min(1).max(20).default(4).describe('It is wrong when it is further from the mean than so many times the spread'),
  direction: z.enum(['up', 'down', 'both']).default('both'),
})
export const SeriesCondition = z.discriminatedUnion('kind', [Threshold, Change, Absence, Forecast, Baseline])
export type SeriesCondition = z.output<typeof SeriesCondition>
export const seriesKinds = ['threshold', 'change', 'absence', 'forecast', 'baseline'] as const satisfies readonly SeriesCondition['kind'][]

/** What was seen of one series: where a part does not apply it is not there. */
export const SeenSeries = z.object({
  name: z.string().describe('What tells it apart from the others of the item: its labels'),
  value: z.number().nullable().describe('null: there is none, or it is no number'),
  limit: z.number().optional(),
  unit: z.string().optional(),
  answers: z.boolean().optional().describe('Of a series that is 1 when it answers and 0 when not'),
  before: z.number().optional().describe('What it was compared to'),
  seenAt: Instant.nullable().optional().describe('Of the last sample'),
  hits: z
    .object({ days: z.number(), from: z.number(), to: z.number().nullable() })
    .optional()
    .describe('In so many days it is past its limit; between these, null: perhaps never'),
  usual: z.object({ mean: z.number(), spread: z.number() }).optional(),
})
export type SeenSeries = z.output<typeof SeenSeries>
/** Why nothing can be said: what it is reached through is not right, or was not until a moment after which nothing came yet. */
export const Because = z.object({ itemId: Id, number: z.string(), name: z.string(), rightAt: Instant.nullable() })
export type Because = z.output<typeof Because>
