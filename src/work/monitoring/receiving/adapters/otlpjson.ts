/** The same request as JSON: names in camelCase, whole numbers of 64 bits as texts. https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
import { type Attributes, emptyMetric, emptyPoint, kinds, type Metric, mostDeep, type Point, type Resource } from './otlpshape.ts'
import { refuse } from './refused.ts'

type Tree = Readonly<Record<string, unknown>>
const treeIn = (value: unknown): Tree => {
  if (value === undefined || value === null) return {}
  return typeof value === 'object' && !Array.isArray(value) ? (value as Tree) : refuse('broken')
}
const listIn = (value: unknown): readonly unknown[] => {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : refuse('broken')
}
const textIn = (value: unknown): string => {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value.toWellFormed() : refuse('broken')
}
/** Numbers may be texts, and NaN and infinity always are. */
function numberIn(value: unknown): number {
  if (typeof value === 'number') return value
  if (value === undefined || value === null) return 0
  if (value === 'NaN') return Number.NaN
  if (value === 'Infinity' || value === '-Infinity') return Number(value)
  return typeof value === 'string' && /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? Number(value) : refuse('broken')
}

export function resourcesOf(given: unknown): Resource[] {
  const request = treeIn(given)
  return listIn(request.resourceMetrics).map((one) => {
    const { resource, scopeMetrics } = treeIn(one)
    const scopes = listIn(scopeMetrics).map(treeIn)
    return { attributes: attributesIn(treeIn(resource).attributes), metrics: scopes.flatMap(({ metrics }) => listIn(metrics).map(metricIn)) }
  })
}
const attributesIn = (given: unknown): Attributes =>
  listIn(given).map((one) => {
    const { key, value } = treeIn(one)
    const plain = anyValue(treeIn(value), 0)
    return [textIn(key), typeof plain === 'string' ? plain : plain === undefined ? '' : JSON.stringify(plain)] as const
  })
function anyValue(given: Tree, deep: number): unknown {
  if (deep > mostDeep) return refuse('broken')
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue } = given
  if (stringValue !== undefined) return textIn(stringValue)
  if (boolValue !== undefined) return boolValue === true
  if (intValue !== undefined) return numberIn(intValue)
  if (doubleValue !== undefined) return numberIn(doubleValue)
  if (arrayValue !== undefined) return listIn(treeIn(arrayValue).values).map((one) => anyValue(treeIn(one), deep + 1))
  if (bytesValue !== undefined) return textIn(bytesValue)
  if (kvlistValue === undefined) return undefined
  return Object.fromEntries(
    listIn(treeIn(kvlistValue).values).map((one) => {
      const { key, value } = treeIn(one)
      return [textIn(key), anyValue(treeIn(value), deep + 1)]
    }),
  )
}

function metricIn(given: unknown): Metric {
  const tree = treeIn(given)
  const kind = kinds.find((one) => tree[one] !== undefined)
  const data = treeIn(kind && tree[kind])
  const { aggregationTemporality: temporality } = data
  return {
    ...emptyMetric(),
    ...{ name: textIn(tree.name), unit: textIn(tree.unit), kind, monotonic: data.isMonotonic === true },
    temporality:
      temporality === 'AGGREGATION_TEMPORALITY_CUMULATIVE' ? 2 : temporality === 'AGGREGATION_TEMPORALITY_DELTA' ? 1 : numberIn(temporality),
    points: listIn(data.dataPoints).map(pointIn),
  }
}
function pointIn(given: unknown): Point {
  const tree = treeIn(given)
  return {
    ...emptyPoint(),
    attributes: attributesIn(tree.attributes),
    at: Math.floor(numberIn(tree.timeUnixNano) / 1e6),
    value: numberIn(tree.asDouble ?? tree.asInt),
    none: (numberIn(tree.flags) & 1) === 1,
    count: numberIn(tree.count),
    sum: tree.sum === undefined ? undefined : numberIn(tree.sum),
    buckets: listIn(tree.bucketCounts).map(numberIn),
    bounds: listIn(tree.explicitBounds).map(numberIn),
    quantiles: listIn(tree.quantileValues).map((one) => {
      const { quantile, value } = treeIn(one)
      return [numberIn(quantile), numberIn(value)] as const
    }),
  }
}
