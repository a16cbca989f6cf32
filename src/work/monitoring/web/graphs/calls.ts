/** The clients of what is measured. */
import { seriesGraphing } from '#record/series/graphing/contract.ts'
import { prometheus as prometheusContract } from '#record/series/prometheus/contract.ts'
import { api } from '#web/kit/api.ts'

export const series = api(seriesGraphing)
const prometheus = api(prometheusContract)

const day = 86_400
const strings = (answer: unknown): string[] => {
  const { data } = answer as { data?: unknown }
  return Array.isArray(data) ? data.filter((one): one is string => typeof one === 'string') : []
}
/** Values of a label over the last week, of the series that fit a selector. */
export async function labelValues(name: string, selector: string | undefined, signal: AbortSignal): Promise<string[]> {
  const start = String(Math.floor(Date.now() / 1000) - 7 * day)
  return strings(
    await prometheus.labelValues({ params: { name }, query: { start, limit: '1000', ...(selector && { 'match[]': selector }) } }, { signal }),
  )
}
