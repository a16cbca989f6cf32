/** What graphs, alarms and reports ask of our own checks is what those tell: asked of real answers, whatever it is called. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type * as z from 'zod'
import type { Labels } from '#record/series/contract.ts'
import { fitting, parse, selectorsOf } from '#record/series/promql/promql.ts'
import { usualFor } from '#work/monitoring/alarms/bringing/rules.ts'
import { measures } from '#work/monitoring/capacity/rules.ts'
import { runCheck, stateOf } from '#work/monitoring/checks/adapters/run.ts'
import { What } from '#work/monitoring/checks/kinds/contract.ts'
import { samplesOf } from '#work/monitoring/checks/schedule/writing/rules.ts'
import { families } from '#work/monitoring/dashboards/families/contract.ts'
import { relay } from './relay.ts'
import { answering, freePort, printerOf, snmpd } from './snmpd.ts'

vi.setConfig({ testTimeout: 90_000 })
const peers: AsyncDisposable[] = []
async function up<P extends AsyncDisposable>(starting: Promise<P>): Promise<P> {
  const peer = await starting
  peers.push(peer)
  return peer
}
const name = 'Gevraagd'
const asked: What[] = []
const told: Labels[] = []
async function ask(input: z.input<typeof What>): Promise<void> {
  const what = What.parse(input)
  const tools = { guard: { allow: ['127.0.0.0/8'], own: [] }, now: () => Date.now(), signal: new AbortController().signal }
  const result = await runCheck({ what, secret: { community: 'linde' }, timeoutMs: 20_000, beatAt: null, sinceAt: Date.now() }, tools)
  expect([what.kind, result.why]).toEqual([what.kind, null])
  asked.push(what)
  told.push(...samplesOf({ kind: what.kind, name, itemNumber: 7, what }, result, stateOf(result), 0).map(({ labels }) => labels))
}

/** A device with one of everything: a port, a disk, a processor, a sensor, and a supply. */
const device = () => {
  const { values, ...printer } = printerOf({
    ...{ name: 'sw-1', serial: 'CNB9002', mac: '00:1b:21:00:90:02' },
    supplies: [{ name: 'Black', most: 200, level: 50 }],
  })
  return {
    ...printer,
    values: [
      ...values,
      ...['7', '8', '13', '14', '19', '20'].map((column) => [`2.2.1.${column}.1`, 'integer', 1] as const),
      ...['6', '10'].map((column) => [`31.1.1.1.${column}.1`, 'counter', 1000] as const),
      ['31.1.1.1.1.1', 'octet_str', '"Gi1/0/1"'],
      ['31.1.1.1.18.1', 'octet_str', '"Naar de kelder"'],
      ['25.2.3.1.3.1', 'octet_str', '"/flash"'],
      ...['4', '5', '6'].map((column) => [`25.2.3.1.${column}.1`, 'integer', 4096] as const),
      ['25.3.3.1.2.1', 'integer', 11],
      ['47.1.1.1.1.7.1', 'octet_str', '"Inlaat"'],
      ...[8, 9, 0, 41, 1].map((value, at) => [`99.1.1.1.${at + 1}.1`, 'integer', value] as const),
    ],
  } satisfies Parameters<typeof snmpd>[2]
}
/** The right time, to whoever asks. */
const timeServer = (port: number) =>
  answering('127.0.0.1', port, (from) => {
    const answer = Buffer.alloc(48)
    answer.set([0x24, 2])
    from.copy(answer, 24, 40, 48)
    for (const at of [32, 40]) answer.writeUInt32BE(Math.floor(Date.now() / 1000) + 2_208_988_800, at)
    return [answer]
  })

beforeAll(async () => {
  const [snmpPort, timePort] = [await freePort(), await freePort()]
  await up(snmpd('127.0.6.2', snmpPort, device()))
  await up(timeServer(timePort))
  const mail = await up(relay(9, { secure: true }))
  await ask({ kind: 'icmp', address: '127.0.0.1', count: 1 })
  await ask({ kind: 'ntp', address: '127.0.0.1', port: timePort, mostOffsetMs: 60_000 })
  await ask({ kind: 'tls', address: '127.0.0.1', port: mail.port, startTls: 'smtp', name: 'relay.example', verify: false })
  await ask({ kind: 'snmp', address: '127.0.6.2', port: snmpPort, tables: ['interfaces', 'storage', 'load', 'sensors', 'supplies'] })
})
afterAll(() => Promise.all(peers.map((peer) => peer[Symbol.asyncDispose]())))

/** Of exporters that are read, of OIDs that people name themselves, and of traps. All else is of our checks. */
const ofOthers = /^(node_|windows_|network_ups_tools_|ups[A-Z]|snmp_traps_total$)/
const isOurs = (series: string) => !ofOthers.test(series)
/** What fits the first thing that it asks of our checks and nothing tells; and what it is shown by must be there. */
function missing(query: string, labels: readonly string[]): string[] {
  const ours = selectorsOf(parse(query)).filter(({ matchers }) => matchers.some((one) => one.name === '__name__' && isOurs(one.value)))
  const found = ours.map(({ matchers }) => told.filter(fitting(matchers)))
  return [
    ...found.flatMap((series) => (series.length === 0 ? [query] : [])),
    ...found.flat().flatMap((series) => labels.filter((label) => !(label in series)).map((label) => `${query}: ${label}`)),
  ]
}

test('each graph, by the labels in its legend', () => {
  for (const { key, graphs } of families)
    for (const { needs, queries } of graphs.filter((graph) => isOurs(graph.needs))) {
      expect(
        told.some(({ __name__ }) => __name__ === needs),
        `${key}: ${needs}`,
      ).toBe(true)
      const labels = (legend: string) => [...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label)
      expect(queries.flatMap(({ expression, legend }) => missing(expression, labels(legend)))).toEqual([])
    }
})
test('each measure of a report, by its label', () => {
  expect(measures.some(({ query }) => query.includes('hrStorage'))).toBe(true)
  expect(measures.flatMap(({ query, label }) => missing(query, label === '' ? [] : [label]))).toEqual([])
})
test('each condition that comes with a check', () => {
  const usual = asked.flatMap((what) => usualFor([{ name, what, everySeconds: 60 }]))
  expect(usual.map(({ title }) => title.text)).toEqual(expect.arrayContaining(['disk', 'port', 'errors', 'load', 'supply', 'certificate', 'clock']))
  expect(usual.flatMap(({ rule }) => missing(rule.series?.query ?? '', []))).toEqual([])
})
