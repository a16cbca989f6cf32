/** Metrics of OpenTelemetry as they are read, whichever way they were written down. Moments in milliseconds since 1970. */
export interface Point {
  attributes: Attributes
  at: number
  /** A gauge or a sum. */
  value: number
  /** Nothing was measured: the series ends here. */
  none: boolean
  count: number
  sum: number | undefined
  buckets: readonly number[]
  bounds: readonly number[]
  quantiles: (readonly [quantile: number, value: number])[]
}
export const kinds = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'] as const
export interface Metric {
  name: string
  unit: string
  kind: (typeof kinds)[number] | undefined
  /** 1: each point tells only what came since the one before. */
  temporality: number
  monotonic: boolean
  points: Point[]
}
export type Attributes = (readonly [string, string])[]
export interface Resource {
  attributes: Attributes
  metrics: Metric[]
}
export const emptyPoint = (): Point => ({
  attributes: [],
  at: 0,
  value: 0,
  none: false,
  count: 0,
  sum: undefined,
  buckets: [],
  bounds: [],
  quantiles: [],
})
export const emptyMetric = (): Metric => ({ name: '', unit: '', kind: undefined, temporality: 0, monotonic: false, points: [] })
/** As deep as a value of an attribute may be put together. */
export const mostDeep = 8
