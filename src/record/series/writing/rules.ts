/** What a series may be called. */
import type { Labels } from '../contract.ts'

const mostLabels = 64
const longestName = 200
const longestValue = 2000
const metric = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/
const label = /^[a-zA-Z_][a-zA-Z0-9_]*$/
/** Whether these are no labels of a series: as Prometheus' data model has them, with bounds. */
export function wrongIn(labels: Labels): boolean {
  const { __name__: name } = labels
  if (name === undefined || name.length > longestName || !metric.test(name)) return true
  const entries = Object.entries(labels)
  if (entries.length > mostLabels) return true
  return entries.some(
    ([key, value]) =>
      key.length > longestName ||
      value.length > longestValue ||
      value === '' ||
      !(key === '__name__' || label.test(key)) ||
      value.includes('\u0000') ||
      !value.isWellFormed(),
  )
}
