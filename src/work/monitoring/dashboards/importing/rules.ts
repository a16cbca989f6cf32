/** A dashboard from a file: our own form, or Grafana's as far as its panels ask Prometheus. What does not go is named, never silently left out. */
import * as z from 'zod'
import { Definition, Exported, type Panel, spans, type Unit, type Variable } from '../contract.ts'

export type Reason = 'kind' | 'source' | 'empty' | 'variable' | 'unit' | 'interval' | 'more' | 'queries'
export interface LeftOut {
  what: string
  reason: Reason
  given: string
}
type Read = { definition: Definition; left: LeftOut[] }

const text = z.string().max(100_000)
const Query = z.object({ expr: text.optional(), legendFormat: text.optional(), hide: z.boolean().optional() }).catch({})
const Step = z.object({ color: text.optional(), value: z.number().nullish() }).catch({})
const Foreign = z.object({
  type: text.catch(''),
  title: text.catch(''),
  datasource: z
    .union([z.object({ type: text.nullish(), uid: text.nullish() }), text])
    .nullish()
    .catch(undefined),
  gridPos: z.object({ w: z.number(), h: z.number() }).optional().catch(undefined),
  targets: z.array(Query).max(1000).catch([]),
  fieldConfig: z
    .object({
      defaults: z.object({
        unit: text.optional().catch(undefined),
        thresholds: z
          .object({ steps: z.array(Step).max(100) })
          .optional()
          .catch(undefined),
        custom: z
          .object({ stacking: z.object({ mode: text.optional() }).optional() })
          .optional()
          .catch(undefined),
      }),
    })
    .optional()
    .catch(undefined),
  options: z
    .object({ content: text.optional().catch(undefined) })
    .optional()
    .catch(undefined),
  panels: z.array(z.unknown()).max(1000).catch([]),
})
type Foreign = z.infer<typeof Foreign>
const ForeignVariable = z.object({
  name: text.catch(''),
  label: text.nullish().catch(undefined),
  type: text.catch(''),
  query: z
    .union([text, z.object({ query: text })])
    .optional()
    .catch(undefined),
})
const Grafana = z.object({
  title: text.catch(''),
  panels: z.array(z.unknown()).max(2000),
  templating: z
    .object({ list: z.array(z.unknown()).max(200) })
    .optional()
    .catch(undefined),
  time: z.object({ from: text }).optional().catch(undefined),
})

const known: Readonly<Record<string, Unit>> = {
  ...{ percent: 'percent', percentunit: 'ratio', bytes: 'bytes', decbytes: 'bytes', Bps: 'bytesPerSecond', binBps: 'bytesPerSecond' },
  ...{ bps: 'bitsPerSecond', binbps: 'bitsPerSecond', s: 'seconds', celsius: 'celsius', short: 'number', none: 'number' },
  ...{ ops: 'perSecond', reqps: 'perSecond', rps: 'perSecond', iops: 'perSecond', pps: 'perSecond', cps: 'perSecond' },
}
const kinds: Readonly<Record<string, Panel['kind']>> = {
  ...{ timeseries: 'graph', graph: 'graph', barchart: 'graph', stat: 'value', gauge: 'value', singlestat: 'value' },
  ...{ bargauge: 'top', table: 'top', 'table-old': 'top', text: 'text', alertlist: 'wrong' },
}
const ours = (value: string, most: number) => [...value.trim()].slice(0, most).join('')

/** Every panel, those in closed rows as well. */
function panelsIn(all: readonly unknown[], depth = 0): Foreign[] {
  return all.flatMap((one) => {
    const { data } = Foreign.safeParse(one)
    if (!data) return []
    return data.type === 'row' ? (depth > 3 ? [] : panelsIn(data.panels, depth + 1)) : [data]
  })
}
const asksElsewhere = ({ datasource }: Foreign) => {
  const type = typeof datasource === 'object' ? datasource?.type : undefined
  return type !== undefined && type !== null && !/prometheus|mimir|victoria|^datasource$/i.test(type)
}
const within = (value: number, most: number) => Math.min(most, Math.max(1, Math.round(value)))

function panelFrom(one: Foreign, say: (reason: Reason, given?: string) => void): Panel | undefined {
  const kind = kinds[one.type]
  if (!kind) {
    say('kind', one.type)
    return undefined
  }
  const place = { title: ours(one.title, 120), width: within((one.gridPos?.w ?? 12) / 2, 12), height: within((one.gridPos?.h ?? 8) / 4, 6) }
  if (kind === 'wrong') return { kind, ...place }
  if (kind === 'text') return { kind, ...place, text: ours(one.options?.content ?? '', 4000) || '-' }
  if (asksElsewhere(one)) {
    say('source')
    return undefined
  }
  const asked = one.targets.filter(({ expr, hide }) => expr !== undefined && expr.trim() !== '' && !hide)
  if (asked.length === 0) {
    say('empty')
    return undefined
  }
  if (asked.length > 10) say('queries')
  const interval = asked.map(({ expr }) => /\$(?:__\w+|\{__\w+\})/.exec(expr ?? '')?.[0]).find(Boolean)
  if (interval) say('interval', interval)
  const queries = asked.slice(0, 10).map(({ expr = '', legendFormat = '' }) => ({
    expression: ours(expr.replaceAll(/\$(?:__\w+|\{__\w+\})/g, '5m'), 4000),
    legend: ours(legendFormat === '__auto' ? '' : legendFormat, 200),
  }))
  const defaults = one.fieldConfig?.defaults
  const unit = defaults?.unit === undefined ? 'number' : known[defaults.unit]
  if (unit === undefined) say('unit', defaults?.unit ?? '')
  const shared = { ...place, unit: unit ?? 'number', limits: limitsFrom(one) } as const
  const expression = queries[0]?.expression ?? ''
  if (kind === 'value') return { kind, ...shared, expression, of: 'last' }
  if (kind === 'top') return { kind, ...shared, expression, count: 10 }
  const mode = defaults?.custom?.stacking?.mode
  return { kind, ...shared, queries, stacked: mode === 'normal' || mode === 'percent', forecast: false }
}
function limitsFrom({ fieldConfig }: Foreign) {
  const steps = fieldConfig?.defaults.thresholds?.steps ?? []
  return steps.slice(0, 5).flatMap(({ color = '', value }) => {
    const tone = /red/i.test(color) ? ('red' as const) : /orange|yellow|amber/i.test(color) ? ('amber' as const) : undefined
    return tone && typeof value === 'number' && Number.isFinite(value) ? [{ value, tone }] : []
  })
}
function variableFrom(one: z.infer<typeof ForeignVariable>): Variable | undefined {
  const asked = typeof one.query === 'object' ? one.query.query : (one.query ?? '')
  const [, of, from] = /^label_values\(\s*(?:(.+?)\s*,\s*)?([A-Za-z_]\w*)\s*\)$/.exec(asked.slice(0, 2000)) ?? []
  if (one.type !== 'query' || from === undefined || !/^[A-Za-z]\w{0,29}$/.test(one.name)) return undefined
  return { kind: 'values', name: one.name, label: ours(one.label ?? '', 60), of: ours(of ?? `{${from}!=""}`, 500), from: from.slice(0, 100) }
}

/** Undefined: it is neither. */
export function readFile(file: unknown): Read | undefined {
  const own = Exported.safeParse(file)
  if (own.success) return { definition: own.data.definition, left: [] }
  // Grafana's API wraps it.
  const wrapped = z.object({ dashboard: z.unknown() }).safeParse(file)
  const { data } = Grafana.safeParse(wrapped.success && wrapped.data.dashboard !== undefined ? wrapped.data.dashboard : file)
  if (!data) return undefined
  const left: LeftOut[] = []
  const found = panelsIn(data.panels)
  const panels = found.flatMap((one) => {
    const what = ours(one.title || one.type || '?', 120)
    return panelFrom(one, (reason, given = '') => left.push({ what, reason, given: given.slice(0, 60) })) ?? []
  })
  if (panels.length > 40) left.push({ what: String(panels.length - 40), reason: 'more', given: '' })
  const variables = (data.templating?.list ?? []).flatMap((one) => {
    const { data: given } = ForeignVariable.safeParse(one)
    if (!given) return []
    const variable = variableFrom(given)
    // Where to ask is not for the dashboard to say here.
    if (!variable && given.type !== 'datasource') left.push({ what: `$${ours(given.name, 60)}`, reason: 'variable', given: given.type.slice(0, 60) })
    return variable ?? []
  })
  const unique = variables.filter(({ name }, at) => variables.findIndex((one) => one.name === name) === at).slice(0, 8)
  const span = spans.find((one) => data.time?.from === `now-${one}`) ?? '6h'
  const made = Definition.safeParse({ title: ours(data.title, 120) || 'Grafana', span, variables: unique, panels: panels.slice(0, 40) })
  return made.success ? { definition: made.data, left } : undefined
}
