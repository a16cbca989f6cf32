/** What is asked about capacity, and what comes of the samples. Pure. */
import { lineThrough, reaching } from '../alarms/forecasting/rules.ts'
import { fullness } from '../dashboards/families/contract.ts'
import type { Capacity, measureKeys } from './contract.ts'

interface Measure {
  what: (typeof measureKeys)[number]
  unit: Capacity['unit']
  query: string
  /** Which label says which one of the item it is. */
  label: string
}
export const measures: readonly Measure[] = [
  { what: 'disk', unit: '%', label: 'mountpoint', query: fullness.disk },
  { what: 'disk', unit: '%', label: 'descr', query: fullness.storage() },
  { what: 'memory', unit: '%', label: '', query: fullness.memory },
  { what: 'interface', unit: 'bit/s', label: 'device', query: '8 * rate(node_network_receive_bytes_total{device!="lo"}[15m])' },
  { what: 'interface', unit: 'bit/s', label: 'ifName', query: '8 * rate(ifHCInOctets[15m])' },
]

const day = 86_400_000
const iso = (at: number) => new Date(at).toISOString()
/** Undefined: there is no sample. `limit`: what cannot be passed; null: nothing. */
export function figuresOf(
  at: ArrayLike<number>,
  value: ArrayLike<number>,
  limit: number | null,
  now: number,
): Pick<Capacity, 'max' | 'average' | 'p95' | 'perDay' | 'full'> | undefined {
  const known = Array.from(value).filter(Number.isFinite)
  if (known.length === 0) return undefined
  const sorted = known.toSorted((a, b) => a - b)
  const line = lineThrough(at, value)
  const reaches = line && limit !== null && line.slope > 0 ? reaching(line, limit, 1, 95, now) : undefined
  return {
    max: sorted.at(-1) ?? 0,
    average: known.reduce((sum, one) => sum + one, 0) / known.length,
    p95: sorted[Math.ceil(known.length * 0.95) - 1] ?? 0,
    perDay: line ? line.slope * day : null,
    full: reaches
      ? {
          expected: reaches.expected === null ? null : iso(reaches.expected),
          ...{ earliest: iso(reaches.earliest), latest: reaches.latest === null ? null : iso(reaches.latest) },
        }
      : null,
  }
}
