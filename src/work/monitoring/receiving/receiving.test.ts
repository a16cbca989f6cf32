import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nobody } from '#platform/app.ts'
import { ProblemError } from '#platform/client.ts'
import { directory } from '#record/people/directory/contract.ts'
import { doorkeeper } from '#record/people/people.ts'
import { select } from '#record/series/series.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { type Series, snappy, write1, write2 } from '#test/writers.ts'
import { monitoringReceiving } from './contract.ts'
import { insertNetwork } from './store.ts'

let house: Spil
let lead: Member
let engineer: Member
let key: string
beforeAll(async () => {
  house = await spil()
  lead = await house.member('lead')
  engineer = await house.member('engineer')
  key = (await of(lead).createKey({ body: { organisationId: lead.organisationId, name: 'Prometheus' } })).key
})
afterAll(() => house[Symbol.asyncDispose]())

const of = (who: Member) => house.as(monitoringReceiving, who.token)
const now = () => house.app.now().getTime()
const type = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => '',
    (error) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
interface Sending {
  url?: string
  headers?: Record<string, string | undefined>
  with?: string
}
const v1 = { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy', 'x-prometheus-remote-write-version': '0.1.0' }
const v2 = { 'content-type': 'application/x-protobuf;proto=io.prometheus.write.v2.Request', 'content-encoding': 'snappy' }
const post = (payload: Buffer | string, { url = '/api/prometheus/api/v1/write', headers = v1, with: shown = `Bearer ${key}` }: Sending = {}) =>
  house.server.inject({ method: 'POST', url, payload, headers: { ...headers, ...(shown !== '' && { authorization: shown }) } })
const one = (name: string, ...values: number[]): Series[] => [
  { labels: { __name__: name, job: 'test' }, samples: values.map((value, index) => [now() - 60_000 + index * 1000, value] as const) },
]
async function valuesOf(name: string) {
  const span = { from: now() - 3_600_000, to: now(), step: 0 }
  const found = await house.app.asSystem((ctx) => select(ctx, [{ name: '__name__', op: '=', value: name }], span, lead.organisationId))
  return found.map(({ labels, value }) => ({ labels, values: [...value] }))
}
const standing = async () => (await of(engineer).refused()).items

describe('keys', () => {
  test('a lead makes one, sees it once, and revokes it; others do not', async () => {
    const made = await of(lead).createKey({ body: { organisationId: lead.organisationId, name: 'Kassa' } })
    expect(made.key).toMatch(/^mon_[\w-]{43}$/)
    expect(JSON.stringify(await of(lead).keys())).not.toContain(made.key)
    const { rows } = await house.app.pools.owner.query<{ n: number }>(
      `select count(*)::int as n from monitoring_key k where k::text like '%' || $1 || '%'`,
      [made.key],
    )
    expect(rows[0]?.n).toBe(0)
    expect(await type(of(engineer).createKey({ body: { organisationId: lead.organisationId, name: 'x' } }))).toBe('platform.notAllowed')
    expect((await post(snappy(write1(one('k', 1))), { with: `Bearer ${made.key}` })).statusCode).toBe(204)
    expect((await of(lead).keys()).items.find(({ id }) => id === made.id)?.usedAt).not.toBeNull()
    await of(lead).revokeKey({ params: { id: made.id } })
    expect((await post(snappy(write1(one('k', 1))), { with: `Bearer ${made.key}` })).statusCode).toBe(401)
    expect((await house.happened()).filter((name) => name === 'monitoring.keyChanged').length).toBeGreaterThan(2)
  })
  test('a key that another process revoked is refused within seconds', async () => {
    const made = await of(lead).createKey({ body: { organisationId: lead.organisationId, name: 'Elders' } })
    const send = async () => (await post(snappy(write1(one('k', 1))), { with: `Bearer ${made.key}` })).statusCode
    expect(await send()).toBe(204)
    await house.app.pools.owner.query('update monitoring_key set revoked_at = now() where id = $1', [made.id])
    await expect.poll(send, { timeout: 8000, interval: 500 }).toBe(401)
  })
  test('as bearer token or as password; a token of a person, another key or none is no key', async () => {
    const basic = (password: string) => `Basic ${Buffer.from(`prometheus:${password}`).toString('base64')}`
    const shown = [`Bearer ${key}`, basic(key), `bearer ${key}`, `Bearer ${lead.token}`, basic('mon_wrong'), '']
    const codes = await Promise.all(shown.map(async (with_) => (await post(snappy(write1(one('k', 1))), { with: with_ })).statusCode))
    expect(codes).toEqual([204, 204, 204, 401, 401, 401])
  })
  test('of an organisation that one does not lead: there is none', async () => {
    const bea = await house.administrator()
    const other = await house.as(directory, bea.token).createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
    const stranger = await house.member('lead', { organisationId: other.id })
    expect(await type(of(stranger).createKey({ body: { organisationId: lead.organisationId, name: 'x' } }))).toBe('platform.notFound')
    expect((await of(stranger).keys()).items).toEqual([])
    const [mine] = (await of(lead).keys()).items
    expect(await type(of(stranger).revokeKey({ params: { id: mine?.id ?? '' } }))).toBe('platform.notFound')
  })
})

describe('without a key', () => {
  test('nothing is read of what comes with it: it is refused by its headers, each in its own words', async () => {
    const large = Buffer.alloc(17 * 1024 * 1024)
    const asked = [
      { url: '/api/prometheus/api/v1/write' },
      { url: '/v1/metrics', headers: { 'content-type': 'application/json' } },
      { url: '/api/otlp/v1/metrics' },
    ]
    for (const shown of ['', 'Bearer mon_guessed', `Bearer ${lead.token}`])
      for (const one of asked) {
        const answer = await post(large, { ...one, with: shown })
        expect([answer.statusCode, answer.headers.connection, answer.headers['www-authenticate']]).toEqual([401, 'close', 'Basic realm="Spil"'])
      }
    expect((await post(large, { ...asked[1], with: '' })).json()).toMatchObject({ code: 16 })
  })
})

describe('remote-write', () => {
  test('1.0 and 2.0 are taken, and give one series', async () => {
    const series = one('both', 1, 2, 3)
    const answer = await post(snappy(write1(series)))
    expect([answer.statusCode, answer.body]).toEqual([204, ''])
    const second = await post(snappy(write2(series)), { headers: v2 })
    expect(second.statusCode).toBe(204)
    expect(second.headers).toMatchObject({
      'x-prometheus-remote-write-samples-written': '3',
      'x-prometheus-remote-write-histograms-written': '0',
      'x-prometheus-remote-write-exemplars-written': '0',
    })
    expect(await valuesOf('both')).toEqual([{ labels: { __name__: 'both', job: 'test' }, values: [1, 2, 3] }])
  })
  test('another type or packing is 415, what is corrupt 400: said, kept, and nothing of it taken', async () => {
    const good = snappy(write1(one('refused', 1)))
    const codes = [
      await post(good, { headers: { ...v1, 'content-type': 'application/json' } }),
      await post(good, { headers: { ...v1, 'content-encoding': 'gzip' } }),
      await post(good, { headers: { ...v1, 'content-type': 'application/x-protobuf;proto=io.prometheus.write.v3.Request' } }),
      await post(Buffer.from('no snappy')),
      await post(snappy(Buffer.concat([write1(one('refused', 1)), Buffer.from([0x0a, 0x7f, 1])]))),
      await post(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2, 3])),
      await post(Buffer.alloc(0)),
    ].map(({ statusCode }) => statusCode)
    expect(codes).toEqual([415, 415, 415, 400, 400, 400, 400])
    expect(await valuesOf('refused')).toEqual([])
    const kept = (await standing()).filter(({ via }) => via === 'remoteWrite1')
    expect(new Set(kept.map(({ reason }) => reason)).size).toBe(5)
    expect(kept.map(({ key: name }) => name)).toEqual(kept.map(() => 'Prometheus'))
    const raw = await house.server.inject({
      url: `/api/monitoring/not-processed/${kept.at(-1)?.id}/raw`,
      headers: { authorization: `Bearer ${engineer.token}` },
    })
    expect(raw.rawPayload).toEqual(good)
  })
  test('too large is refused before it is read', async () => {
    expect((await post(Buffer.alloc(17 * 1024 * 1024))).statusCode).toBe(413)
  })
  test('what the store does not take is said, and the rest is taken', async () => {
    const series: Series[] = [
      {
        labels: { __name__: 'partly' },
        samples: [
          [now() - 1000, 1],
          [now() + 86_400_000, 2],
        ],
      },
    ]
    const answer = await post(snappy(write2(series)), { headers: v2 })
    expect([answer.statusCode, answer.headers['x-prometheus-remote-write-samples-written']]).toEqual([400, '1'])
    expect(answer.body).toContain('future 1')
    expect((await valuesOf('partly'))[0]?.values).toEqual([1])
  })
})
describe('what was not understood', () => {
  test('rubbish a hundred times a second is one row with a count', async () => {
    const noisy = (await of(lead).createKey({ body: { organisationId: lead.organisationId, name: 'Lawaai' } })).key
    const before = (await standing()).length
    for (let i = 0; i < 300; i++) expect((await post(Buffer.alloc(100_000, 0x2a), { with: `Bearer ${noisy}` })).statusCode).toBe(400)
    const after = (await standing()).filter((row) => row.key === 'Lawaai')
    expect((await standing()).length - before).toBeLessThanOrEqual(2)
    expect(after.at(-1)).toMatchObject({ size: 100_000, times: 1 })
    const { rows } = await house.app.pools.owner.query<{ size: number }>('select length(body) as size from monitoring_refused where id = $1', [
      after[0]?.id,
    ])
    expect(rows[0]?.size).toBe(65_536)
  })
  test('of an organisation the newest two hundred stay', async () => {
    await house.app.pools.owner.query(
      `insert into monitoring_refused (id, organisation_id, via, address, reason, content_type, size, body, times, received_at)
       select gen_random_uuid(), $1, 'otlp', '', 'json', '', 1, '', 1, now() - interval '1 day' from generate_series(1, 300)`,
      [lead.organisationId],
    )
    await post('[', { url: '/v1/metrics', headers: { 'content-type': 'application/json' } })
    const { rows } = await house.app.pools.owner.query<{ n: number }>('select count(*)::int as n from monitoring_refused')
    expect(rows[0]?.n).toBe(200)
  })
})

describe('OpenTelemetry', () => {
  const body = (name: string, temporality: number) => {
    const point = { timeUnixNano: `${now() - 1000}000000`, asInt: '5' }
    const sum = { isMonotonic: true, aggregationTemporality: temporality, dataPoints: [point] }
    return JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name, unit: 'By', sum }] }] }] })
  }
  const json = { 'content-type': 'application/json' }
  test.each(['/v1/metrics', '/api/otlp/v1/metrics'])('%s', async (url) => {
    const name = `net.io${url.length}`
    const answer = await post(body(name, 2), { url, headers: json })
    expect([answer.statusCode, answer.headers['content-type'], answer.json()]).toEqual([200, 'application/json', {}])
    expect((await valuesOf(`net_io${url.length}_bytes_total`))[0]?.values).toEqual([5])
  })
  test('packed with gzip; delta is told apart; what is no request is 400 with a status, in the type that was asked', async () => {
    const packed = await post(gzipSync(body('packed', 1)), { url: '/v1/metrics', headers: { ...json, 'content-encoding': 'gzip' } })
    expect(packed.json()).toEqual({ partialSuccess: { rejectedDataPoints: '1', errorMessage: expect.stringContaining('cumulative') } })
    const wrong = await post('{"resourceMetrics":1}', { url: '/v1/metrics', headers: json })
    expect([wrong.statusCode, wrong.json()]).toMatchObject([400, { code: 3 }])
    const binary = await post(Buffer.from([0x0a, 0x50]), { url: '/v1/metrics', headers: { 'content-type': 'application/x-protobuf' } })
    expect([binary.statusCode, binary.headers['content-type']]).toEqual([400, 'application/x-protobuf'])
    expect((await post('x', { url: '/v1/metrics', headers: { 'content-type': 'text/plain' } })).statusCode).toBe(415)
    expect((await post('{}', { url: '/v1/metrics', headers: json, with: '' })).statusCode).toBe(401)
  })
})

describe('networks', () => {
  const add = (network: string, more: object = { traps: true }) =>
    of(lead).addNetwork({ body: { organisationId: lead.organisationId, network, ...more } })
  test('an address is in one network only', async () => {
    expect(await add('10.1.4.7/22', { zabbix: true, traps: true })).toMatchObject({ network: '10.1.4.0/22', zabbix: true, traps: true, user: null })
    const wrong = ['10.1.5.9', '10.1.0.0/16', '10.1.0.0/4', 'ten', '300.1.1.1', '2001:db8::/8', '10.1.4.0/33']
    expect(await Promise.all(wrong.map((network) => type(add(network))))).toEqual([
      ...['monitoring.receiving.networkThere', 'monitoring.receiving.networkThere'],
      ...wrong.slice(2).map(() => 'monitoring.receiving.network'),
    ])
    expect(await type(add('10.2.0.0/16', {}))).toBe('monitoring.receiving.nothing')
    const both = await Promise.all([type(add('10.3.0.0/16')), type(add('10.3.1.0/24'))])
    expect(both.filter((one) => one === '')).toHaveLength(1)
  })
  test('a large one only by an administrator of our own organisation, in the handler and in the database; so many of each', async () => {
    const bea = await house.administrator()
    const other = await house.as(directory, bea.token).createOrganisation({ body: { name: 'De Es', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
    const theirs = await house.member(['lead', 'administrator'], { organisationId: other.id })
    const claim = (who: Member, network: string) => of(who).addNetwork({ body: { organisationId: who.organisationId, network, traps: true } })
    const large = ['172.16.0.0/15', '2001:db8::/47']
    for (const who of [lead, theirs]) for (const network of large) expect(await type(claim(who, network))).toBe('monitoring.receiving.largeNetwork')
    expect((await claim(theirs, '172.20.0.0/16')).network).toBe('172.20.0.0/16')
    expect((await claim(theirs, '2001:db8:1::/48')).network).toBe('2001:db8:1::/48')
    const actor = await doorkeeper.identify(house.app, { session: undefined, bearer: theirs.token })
    const row = { id: randomUUID(), organisationId: other.id, zabbix: false, traps: true, userName: '', authProtocol: null, privProtocol: null }
    const insert = (network: string) =>
      house.app.as(actor ?? nobody, (ctx) => insertNetwork(ctx.db, { ...row, network, credentials: null, createdAt: ctx.now, createdBy: null }))
    await expect(insert('172.16.0.0/15')).rejects.toThrow('row-level security')
    expect(await insert('172.21.0.0/16')).toBe(true)
    expect((await claim(bea, '172.16.0.0/15')).network).toBe('172.16.0.0/15')
    await house.app.pools.owner.query(
      `insert into monitoring_network (id, organisation_id, network, zabbix, traps, created_at)
       select gen_random_uuid(), $1, ('192.168.' || n || '.0/24')::cidr, false, true, now() from generate_series(1, 47) n`,
      [other.id],
    )
    expect(await type(claim(theirs, '192.168.99.0/24'))).toBe('monitoring.receiving.tooManyNetworks')
    await house.app.pools.owner.query(
      `insert into monitoring_key (id, organisation_id, name, hash, created_at)
       select gen_random_uuid(), $1, 'k', sha256(n::text::bytea), now() from generate_series(1, 199) n`,
      [other.id],
    )
    const key200 = await of(theirs).createKey({ body: { organisationId: other.id, name: 'x' } })
    expect(await type(of(theirs).createKey({ body: { organisationId: other.id, name: 'x' } }))).toBe('monitoring.receiving.tooManyKeys')
    await of(theirs).revokeKey({ params: { id: key200.id } })
    expect(await type(of(theirs).createKey({ body: { organisationId: other.id, name: 'x' } }))).toBe('')
  })
  test('a password for traps goes in and never comes out', async () => {
    const auth = { protocol: 'sha256', password: 'een stil wachtwoord' } as const
    const { id } = await add('10.9.0.0/16', { traps: true, user: { name: 'spil', auth } })
    const told = await of(lead).networks()
    expect(told.items.find((row) => row.id === id)).toMatchObject({ user: 'spil' })
    expect(JSON.stringify(told)).not.toContain('stil')
    await of(lead).removeNetwork({ params: { id } })
    expect((await of(lead).networks()).items.some((row) => row.id === id)).toBe(false)
    expect(await type(add('10.9.0.0/16', { traps: true, user: { name: 'spil', priv: { ...auth, protocol: 'aes' } } }))).toBe(
      'monitoring.receiving.privWithoutAuth',
    )
  })
})
