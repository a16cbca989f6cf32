import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { directory } from '#record/people/directory/contract.ts'
import { parse } from '#record/series/promql/promql.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { Definition, monitoringDashboards } from './contract.ts'
import { families } from './families/contract.ts'
import { familyTexts } from './families/texts.ts'
import { readFile } from './importing/rules.ts'
import { shippedDashboard, shippedKeys } from './shipped/rules.ts'

let house: Spil
let daan: Member
let eva: Member
let lead: Member
let teamId: string
beforeAll(async () => {
  house = await spil()
  daan = await house.member('engineer')
  eva = await house.member('engineer')
  lead = await house.member('lead')
  const bea = await house.administrator()
  const body = { organisationId: daan.organisationId, name: 'Beheer', memberIds: [daan.id, eva.id] }
  teamId = (await house.as(directory, bea.token).createTeam({ body })).id
})
afterAll(() => house[Symbol.asyncDispose]())

const of = (who: Member) => house.as(monitoringDashboards, who.token)
const type = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => '',
    (error) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
const graph = (expression: string) => ({ kind: 'graph' as const, title: 'Belasting', queries: [{ expression }] })
const text = { kind: 'text' as const, title: '', text: 'Bel **Noor** <script>alert(1)</script>' }
const begin = (who: Member, title: string, more: object = {}) =>
  of(who).addDashboard({ body: { definition: { title, panels: [graph('node_load1'), text] }, ...more } })
const titles = async (who: Member) => (await of(who).dashboards()).items.filter(({ scope }) => scope !== 'shipped').map(({ title }) => title)

test('of one person, of a team, of everybody: who sees it, and who changes it', async () => {
  const own = await begin(daan, 'Van mij')
  const ours = await begin(daan, 'Van het team', { scope: 'team', teamId })
  const all = await begin(daan, 'Van iedereen', { scope: 'organisation' })
  expect(own).toMatchObject({ scope: 'mine', mayChange: true, version: 1, owner: { id: daan.id } })
  expect(own.texts).toEqual([null, expect.stringMatching(/^<p>Bel <strong>Noor<\/strong> &lt;script&gt;/)])
  expect(await titles(daan)).toEqual(['Van het team', 'Van iedereen', 'Van mij'])
  expect(await titles(eva)).toEqual(['Van het team', 'Van iedereen'])
  const auditor = await house.member('auditor')
  expect(await titles(auditor)).toEqual(['Van iedereen'])
  expect(await type(of(eva).dashboard({ params: { id: own.id } }))).toBe('platform.notFound')
  expect((await of(eva).dashboard({ params: { id: ours.id } })).mayChange).toBe(false)
  const body = { version: 1, definition: all.definition, scope: 'organisation' as const }
  expect(await type(of(eva).changeDashboard({ params: { id: all.id }, body }))).toBe('monitoring.dashboards.notYours')
  expect(await type(of(eva).removeDashboard({ params: { id: ours.id } }))).toBe('monitoring.dashboards.notYours')
  expect(await type(of(auditor).addDashboard({ body: { definition: { title: 'Nee' } } }))).toBe('platform.notAllowed')
  const customer = await house.as(directory, (await house.administrator()).token).createOrganisation({
    body: { name: 'Klant', locale: 'nl', timeZone: 'Europe/Amsterdam', mailDomains: [] },
  })
  const stranger = await house.member('administrator', { organisationId: customer.id })
  expect(await titles(stranger)).toEqual([])
  expect(await type(of(stranger).copyDashboard({ params: { id: all.id }, body: { title: 'x' } }))).toBe('platform.notFound')
  // A lead changes what is shared, and never what is of one person.
  expect((await of(lead).changeDashboard({ params: { id: all.id }, body: { ...body, definition: { title: 'Van ons' } } })).version).toBe(2)
  expect(await type(of(lead).changeDashboard({ params: { id: own.id }, body: { version: 1, definition: { title: 'x' } } }))).toBe('platform.notFound')
  expect(await type(begin(daan, 'x', { scope: 'team' }))).toBe('monitoring.dashboards.noTeam')
  const other = await house.member('engineer')
  expect(await type(begin(other, 'x', { scope: 'team', teamId }))).toBe('monitoring.dashboards.noTeam')
})

test('two who change one at once: the second is told, and nothing of the first is lost', async () => {
  const { id, definition } = await begin(daan, 'Samen', { scope: 'organisation' })
  const change = (title: string) =>
    type(of(daan).changeDashboard({ params: { id }, body: { version: 1, scope: 'organisation', definition: { ...definition, title } } }))
  const answers = await Promise.all([change('Eerste'), change('Tweede')])
  expect(answers.sort()).toEqual(['', 'monitoring.dashboards.changed'])
  expect(await of(eva).dashboard({ params: { id } })).toMatchObject({ version: 2, title: expect.stringMatching(/Eerste|Tweede/) })
  await of(daan).removeDashboard({ params: { id } })
  expect(await type(of(daan).dashboard({ params: { id } }))).toBe('platform.notFound')
})

test('a copy is of who made it; what is exported comes back the same', async () => {
  const { id, definition } = await begin(daan, 'Bron', { scope: 'organisation' })
  const copy = await of(eva).copyDashboard({ params: { id }, body: { title: 'Mijn kopie' } })
  expect(copy).toMatchObject({ scope: 'mine', title: 'Mijn kopie', owner: { id: eva.id }, definition: { ...definition, title: 'Mijn kopie' } })
  const file = await of(eva).exportDashboard({ params: { id } })
  const { dashboard, left } = await of(eva).importDashboard({ body: { file } })
  expect(dashboard.definition).toEqual(definition)
  expect(left).toEqual([])
})

test('what comes with Spil: right expressions in both languages, copied to be changed', async () => {
  const { items } = await of(daan).dashboards()
  expect(items.filter(({ scope }) => scope === 'shipped').map(({ id }) => id)).toEqual([...shippedKeys])
  for (const key of shippedKeys) {
    for (const locale of ['nl', 'en'] as const) {
      const definition = shippedDashboard(key, (name) => (familyTexts as Record<string, { nl: string; en: string }>)[name]?.[locale] ?? name)
      expect(Definition.parse(definition)).toEqual(definition)
    }
    expect(await of(daan).dashboard({ params: { id: key } })).toMatchObject({ mayChange: false, owner: null })
  }
  for (const { graphs } of families)
    for (const { queries } of graphs) for (const { expression } of queries) expect(() => parse(expression)).not.toThrow()
  expect((await of(daan).copyDashboard({ params: { id: 'server' }, body: { title: 'Eigen' } })).definition.panels.length).toBeGreaterThan(5)
  expect(await type(of(daan).changeDashboard({ params: { id: 'server' }, body: { version: 1, definition: { title: 'x' } } }))).toBe(
    'platform.notFound',
  )
})

const grafana = {
  title: 'Node',
  time: { from: 'now-24h', to: 'now' },
  templating: {
    list: [
      { name: 'host', type: 'query', query: { query: 'label_values(node_uname_info, instance)' } },
      { name: 'ds', type: 'datasource', query: 'prometheus' },
      { name: 'step', type: 'interval', query: '1m,5m' },
    ],
  },
  panels: [
    {
      ...{ type: 'timeseries', title: 'CPU', gridPos: { w: 24, h: 8 }, datasource: { type: 'prometheus', uid: 'x' } },
      targets: [
        { expr: 'rate(node_cpu_seconds_total{instance=~"$host"}[$__rate_interval])', legendFormat: '{{cpu}}' },
        { expr: '', hide: true },
      ],
      fieldConfig: {
        defaults: {
          unit: 'percentunit',
          custom: { stacking: { mode: 'normal' } },
          thresholds: {
            steps: [
              { color: 'green', value: null },
              { color: 'red', value: 0.9 },
            ],
          },
        },
      },
    },
    {
      type: 'row',
      panels: [{ type: 'stat', title: 'Up', gridPos: { w: 4, h: 3 }, targets: [{ expr: 'up' }], fieldConfig: { defaults: { unit: 'lightyear' } } }],
    },
    { type: 'heatmap', title: 'Warm', targets: [{ expr: 'x' }] },
    { type: 'timeseries', title: 'Logs', datasource: { type: 'loki' }, targets: [{ expr: '{a="b"}' }] },
    { type: 'timeseries', title: 'Leeg', targets: [] },
    { type: 'text', title: 'Uitleg', options: { content: '# Hallo' } },
    'onzin',
  ],
}
test('a dashboard of Grafana: what goes comes over, what does not is named', async () => {
  const { dashboard, left } = await of(daan).importDashboard({ body: { file: { dashboard: grafana } } })
  expect(dashboard.definition).toMatchObject({
    title: 'Node',
    span: '24h',
    variables: [{ kind: 'values', name: 'host', of: 'node_uname_info', from: 'instance' }],
  })
  expect(dashboard.definition.panels).toMatchObject([
    {
      ...{ kind: 'graph', title: 'CPU', width: 12, height: 2, unit: 'ratio', stacked: true, limits: [{ value: 0.9, tone: 'red' }] },
      queries: [{ expression: 'rate(node_cpu_seconds_total{instance=~"$host"}[5m])', legend: '{{cpu}}' }],
    },
    { kind: 'value', title: 'Up', width: 2, height: 1, unit: 'number', expression: 'up' },
    { kind: 'text', text: '# Hallo' },
  ])
  expect(left.map(({ what }) => what)).toEqual(['CPU', 'Up', 'Warm', 'Logs', 'Leeg', '$step'])
  expect(left.find(({ what }) => what === 'Warm')?.why).toContain('heatmap')
})
test.each([
  ['nothing', null],
  ['a list', [1, 2]],
  ['no panels', { title: 'x' }],
  ['panels that are a text', { panels: 'veel' }],
  ['a prototype', JSON.parse('{"__proto__": {"panels": []}}')],
])('a file that is %s is refused, and nothing is made', async (_, file) => {
  const before = await titles(daan)
  expect(await type(of(daan).importDashboard({ body: { file } }))).toBe('monitoring.dashboards.notOne')
  expect(await titles(daan)).toEqual(before)
})
test('hostile files: deep rows, huge lists, odd types', () => {
  let deep: unknown = { type: 'row', panels: [{ type: 'stat', title: 'diep', targets: [{ expr: 'up' }] }] }
  for (let at = 0; at < 500; at++) deep = { type: 'row', panels: [deep] }
  expect(readFile({ panels: [deep] })?.definition.panels).toEqual([])
  const many = Array.from({ length: 100 }, (_, at) => ({ type: 'stat', title: `p${at}`, targets: [{ expr: 'up' }], gridPos: { w: 1e308, h: -5 } }))
  const read = readFile({ title: 'x'.repeat(5000), panels: many, templating: 'nee', time: 7 })
  expect(read?.definition.panels).toHaveLength(40)
  expect(read?.definition.panels[0]).toMatchObject({ width: 12, height: 1 })
  expect(read?.left).toContainEqual({ what: '60', reason: 'more', given: '' })
  expect(readFile({ panels: [{ type: {}, title: [], targets: 'x', gridPos: 'y' }] })?.left).toEqual([{ what: '?', reason: 'kind', given: '' }])
})

test('bounds: panels, variables, length of what is asked; too many dashboards', async () => {
  const add = (definition: object) => type(of(daan).addDashboard({ body: { definition: { title: 'Grens', ...definition } as never } }))
  const bad = 'platform.invalid'
  expect(await add({ panels: Array.from({ length: 41 }, () => graph('up')) })).toBe(bad)
  expect(await add({ panels: [graph('u'.repeat(4001))] })).toBe(bad)
  expect(await add({ panels: [{ ...graph('up'), width: 13 }] })).toBe(bad)
  expect(await add({ panels: [{ kind: 'script', code: 'x' }] })).toBe(bad)
  expect(await add({ variables: [{ kind: 'item', name: 'a b' }] })).toBe(bad)
  const twice = { kind: 'item' as const, name: 'a' }
  expect(await add({ variables: [twice, twice] })).toBe(bad)
  const busy = await house.member('engineer')
  await house.app.asSystem((ctx) =>
    sql`insert into dashboard (id, organisation_id, owner_id, scope, title, definition, made_at, changed_at)
      select gen_random_uuid(), ${busy.organisationId}, ${busy.id}, 'mine', 'Vol', '{"title":"Vol","span":"6h","variables":[],"panels":[]}', now(), now()
      from generate_series(1, 200)`.execute(ctx.db),
  )
  expect(await type(begin(busy, 'Te veel'))).toBe('monitoring.dashboards.tooMany')
})
