/** Dashboards: graphs and figures that people put together, for themselves, their team or everybody. */
import * as z from 'zod'
import { contract, event, Id, Instant, line, prose } from '#platform/contract.ts'
import { Named } from '#record/items/contract.ts'

/** How numbers are written. `ratio` is of 1, `percent` of 100. */
export const units = ['number', 'percent', 'ratio', 'bytes', 'bytesPerSecond', 'bitsPerSecond', 'seconds', 'perSecond', 'celsius'] as const
export const Unit = z.enum(units)
export type Unit = z.infer<typeof Unit>
/** Up to now. */
export const spans = ['1h', '6h', '24h', '7d', '30d', '90d'] as const
export type SpanName = (typeof spans)[number]
export const dashboardScopes = ['mine', 'team', 'organisation'] as const

const expression = z.string().trim().min(1).max(4000).describe('PromQL; $name stands for what is chosen for a variable')
const Limit = z.object({ value: z.number(), tone: z.enum(['amber', 'red']) })
export type Limit = z.infer<typeof Limit>
const limits = z.array(Limit).max(5).default([]).describe('From these values on it is amber, or red')
const place = {
  title: z.string().trim().max(120).default(''),
  width: z.int().min(1).max(12).default(6).describe('Of 12 columns'),
  height: z.int().min(1).max(6).default(2),
}
export const Panel = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('graph'),
    ...place,
    queries: z
      .array(z.object({ expression, legend: z.string().trim().max(200).default('').describe('{{label}} stands for the value of a label') }))
      .min(1)
      .max(10),
    unit: Unit.default('number'),
    stacked: z.boolean().default(false),
    limits,
    forecast: z.boolean().default(false).describe('Goes on to the right as it went'),
  }),
  z.object({
    kind: z.literal('value'),
    ...place,
    expression,
    unit: Unit.default('number'),
    of: z.enum(['last', 'min', 'avg', 'max']).default('last'),
    limits,
  }),
  z.object({ kind: z.literal('top'), ...place, expression, unit: Unit.default('number'), count: z.int().min(1).max(50).default(10), limits }),
  z.object({ kind: z.literal('wrong'), ...place }).describe('What is wrong now'),
  z.object({ kind: z.literal('text'), ...place, text: prose(4000).describe('Markdown') }),
])
export type Panel = z.infer<typeof Panel>
export type PanelKind = Panel['kind']
export const panelKinds = ['graph', 'value', 'top', 'wrong', 'text'] as const satisfies readonly PanelKind[]

const variable = {
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_]{0,29}$/)
    .describe('In expressions $name'),
  label: z.string().trim().max(60).default(''),
}
export const Variable = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('item'), ...variable }).describe('Everything is of that item only; $name is its number'),
  z.object({ kind: z.literal('location'), ...variable }).describe('Everything is of items there only; $name is its name'),
  z.object({ kind: z.literal('itemKind'), ...variable }).describe('Everything is of items of that kind only; $name is its key'),
  z
    .object({
      kind: z.literal('values'),
      ...variable,
      of: z.string().trim().min(1).max(500).describe('A selector: node_load1'),
      from: z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/)
        .describe('The label whose values there are to choose'),
    })
    .describe('Values of a label; nothing chosen is .*, for use with =~'),
])
export type Variable = z.infer<typeof Variable>

export const Definition = z.object({
  title: line(120),
  span: z.enum(spans).default('6h'),
  variables: z
    .array(Variable)
    .max(8)
    .default([])
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'Each variable has a name of its own'),
  panels: z.array(Panel).max(40).default([]),
})
export type Definition = z.infer<typeof Definition>
const shared = {
  scope: z.enum(dashboardScopes).default('mine').describe('Who sees it: I, my team, or everybody of the organisation'),
  teamId: Id.nullable().default(null).describe('Only with scope team'),
}
const Listed = z.object({
  id: z.string().describe('An id, or the name of one that comes with Spil'),
  organisationId: Id.nullable(),
  title: z.string(),
  scope: z.enum([...dashboardScopes, 'shipped']),
  team: Named.nullable(),
  owner: Named.nullable(),
  panels: z.int(),
  changedAt: Instant.nullable(),
})
export type ListedDashboard = z.infer<typeof Listed>
export const Dashboard = Listed.extend({
  definition: Definition,
  /** Of each panel of text, its Markdown as safe HTML; null: too complex. */
  texts: z.array(z.string().nullable()).describe('Of each panel, the safe HTML of its Markdown; null where it has none, or it is too complex'),
  version: z.int(),
  mayChange: z.boolean(),
})
export type Dashboard = z.infer<typeof Dashboard>
const Left = z.object({ what: z.string(), why: z.string() })
export type Left = z.infer<typeof Left>
/** A dashboard as a file. */
export const Exported = z.object({ spil: z.literal('dashboard/1'), definition: Definition })

const one = z.object({ id: z.string().max(60) })
const notFound = { 'platform.notFound': 404 } as const
const sharing = { 'monitoring.dashboards.noTeam': 400 } as const
const fails = { ...notFound, ...sharing, 'monitoring.dashboards.tooMany': 409 } as const
const base = '/api/monitoring/dashboards'
const [read, work] = [{ may: 'monitoring.read' }, { may: 'monitoring.work' }] as const
const added = { ...work, method: 'POST', status: 201 } as const

export const monitoringDashboards = contract({
  dashboards: {
    ...read,
    method: 'GET',
    path: base,
    summary: 'Dashboards: mine, those of my teams and organisations by title, then those that come with Spil; at most 500',
    reply: z.object({ items: z.array(Listed) }),
  },
  dashboard: { ...read, method: 'GET', path: `${base}/{id}`, summary: 'One dashboard', params: one, reply: Dashboard, fails: notFound },
  addDashboard: {
    ...added,
    path: base,
    summary: 'Begins a dashboard',
    body: z.object({ organisationId: Id.optional(), definition: Definition, ...shared }),
    reply: Dashboard,
    fails,
  },
  changeDashboard: {
    ...work,
    method: 'PUT',
    path: `${base}/{id}`,
    summary: 'Changes a dashboard and who sees it: by who made it, or by a lead what is shared',
    params: one,
    body: z.object({ version: z.int().min(1), definition: Definition, ...shared }),
    reply: Dashboard,
    fails: { ...notFound, ...sharing, 'monitoring.dashboards.notYours': 403, 'monitoring.dashboards.changed': 409 },
  },
  removeDashboard: {
    ...work,
    method: 'DELETE',
    path: `${base}/{id}`,
    summary: 'Removes a dashboard; what is measured stays',
    params: one,
    reply: z.undefined(),
    status: 204,
    fails: { ...notFound, 'monitoring.dashboards.notYours': 403 },
  },
  copyDashboard: {
    ...added,
    path: `${base}/{id}/copy`,
    summary: 'The same once more, for me alone: also of one that comes with Spil',
    params: one,
    body: z.object({ organisationId: Id.optional(), title: line(120) }),
    reply: Dashboard,
    fails,
  },
  exportDashboard: {
    ...read,
    method: 'GET',
    path: `${base}/{id}/export`,
    summary: 'A dashboard as a file that can be imported elsewhere',
    params: one,
    reply: Exported,
    fails: notFound,
  },
  importDashboard: {
    ...added,
    path: `${base}/import`,
    summary: 'A dashboard from a file: our own, or of Grafana as far as its panels ask Prometheus. Tells what was left out',
    body: z.object({ organisationId: Id.optional(), file: z.unknown().describe('The JSON of the file') }),
    reply: z.object({ dashboard: Dashboard, left: z.array(Left) }),
    fails: { ...fails, 'monitoring.dashboards.notOne': 422 },
  },
})

export const dashboardChanged = event('monitoring.dashboardChanged', z.object({ dashboardId: Id, what: z.enum(['added', 'changed', 'removed']) }))
