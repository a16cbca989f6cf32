/** Dashboards that come with Spil: made of the graphs of families, in the language of who looks. They are of an item when one is chosen. */
import type { Definition, Panel } from '../contract.ts'
import { type Family, type FamilyGraph, families } from '../families/contract.ts'

export const shippedKeys = ['server', 'network', 'websites'] as const
export type ShippedKey = (typeof shippedKeys)[number]
export const isShipped = (id: string): id is ShippedKey => (shippedKeys as readonly string[]).includes(id)
type T = (key: string) => string

const familyOf = (key: string): Family => families.find((one) => one.key === key) ?? { key, graphs: [] }
function panelOf(t: T, family: string, { key, unit, queries, stacked = false, limits = [], forecast = false }: FamilyGraph, width = 6): Panel {
  const title = t(`monitoring.family.${family}.${key}`)
  return { kind: 'graph', title, width, height: 2, unit, stacked, forecast, limits: [...limits], queries: queries.map((query) => ({ ...query })) }
}
const allOf = (t: T, family: string, ...only: string[]): Panel[] =>
  familyOf(family)
    .graphs.filter(({ key }) => only.length === 0 || only.includes(key))
    .map((graph) => panelOf(t, family, graph))
/** Leaves out what was only pinged: that a machine answers says nothing yet of what runs on it. */
const withoutPings = (expression: string) => expression.replace(/\bprobe_(?:success|duration_seconds)\b/g, (name) => `${name}{check!="icmp"}`)
const ofServices = (panel: Panel): Panel =>
  panel.kind === 'graph'
    ? { ...panel, queries: panel.queries.map(({ expression, legend }) => ({ expression: withoutPings(expression), legend })) }
    : panel
const share = (t: T, key: string, expression: string): Panel => ({
  ...{ kind: 'value', title: t(key), width: 3, height: 1, expression, unit: 'percent', of: 'last' },
  limits: [
    { value: 80, tone: 'amber' },
    { value: 90, tone: 'red' },
  ],
})
const wrong = (t: T, width: number): Panel => ({ kind: 'wrong', title: t('monitoring.shipped.wrong'), width, height: 1 })

export function shippedDashboard(key: ShippedKey, t: T): Definition {
  const item = { kind: 'item', name: 'item', label: t('monitoring.shipped.item') } as const
  const place = { kind: 'location', name: 'location', label: t('monitoring.shipped.location') } as const
  const panels: Readonly<Record<ShippedKey, () => Panel[]>> = {
    server: () => [
      share(t, 'monitoring.family.node.cpu', '100 * (1 - avg(rate(node_cpu_seconds_total{mode="idle"}[5m])))'),
      share(t, 'monitoring.family.node.memory', '100 * (1 - sum(node_memory_MemAvailable_bytes) / sum(node_memory_MemTotal_bytes))'),
      wrong(t, 6),
      ...allOf(t, 'node'),
    ],
    network: () => [
      wrong(t, 6),
      {
        ...{ kind: 'top', title: t('monitoring.shipped.busiest'), width: 6, height: 1, count: 10, unit: 'bitsPerSecond', limits: [] },
        expression: 'topk(10, 8 * rate(ifHCInOctets[5m]))',
      },
      ...allOf(t, 'interfaces', 'traffic', 'errors', 'processor', 'sensors'),
      ...allOf(t, 'probes', 'loss'),
    ],
    websites: () => [
      wrong(t, 6),
      {
        ...{ kind: 'top', title: t('monitoring.shipped.slowest'), width: 6, height: 1, count: 10, unit: 'seconds', limits: [] },
        expression: `topk(10, ${withoutPings('probe_duration_seconds')})`,
      },
      ...allOf(t, 'probes', 'success', 'duration', 'certificate').map(ofServices),
    ],
  }
  return { title: t(`monitoring.shipped.${key}`), span: '24h', variables: [item, place], panels: panels[key]() }
}
