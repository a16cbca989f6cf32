/** Every kind of check against the real thing: servers of Debian, started here. */
import { afterAll, describe, expect, test, vi } from 'vitest'
import type * as z from 'zod'
import { runCheck } from '#work/monitoring/checks/adapters/run.ts'
import { type Secret, What } from '#work/monitoring/checks/kinds/contract.ts'
import { script as updatesScript } from '#work/monitoring/maintenance/updates/adapters/script.ts'
import { dovecot } from './dovecot.ts'
import { relay } from './relay.ts'
import { dnsmasq, mariadb, nginx, nodeExporter, postgresql, slapd, sshd } from './servers.ts'
import { freePort as freeUdp, printerOf, snmpd } from './snmpd.ts'

vi.setConfig({ testTimeout: 90_000 })
const peers: AsyncDisposable[] = []
afterAll(() => Promise.all(peers.map((peer) => peer[Symbol.asyncDispose]())))
async function up<P extends AsyncDisposable>(starting: Promise<P>): Promise<P> {
  const peer = await starting
  peers.push(peer)
  return peer
}
const address = '127.0.0.1'
const tools = { guard: { allow: ['127.0.0.0/8'], own: [] }, now: () => Date.now(), signal: new AbortController().signal }
const run = (what: z.input<typeof What>, secret: Secret = {}, timeoutMs = 20_000) =>
  runCheck({ what: What.parse(what), secret, timeoutMs, beatAt: null, sinceAt: Date.now() }, tools)
const reason = async (what: z.input<typeof What>, secret?: Secret) => (await run(what, secret)).why?.reason ?? 'ok'

test('nginx: answers, and what is not there', async () => {
  const { port } = await up(nginx())
  expect(await reason({ kind: 'http', url: `http://${address}:${port}/`, contains: 'Welkom' })).toBe('ok')
  expect(await reason({ kind: 'http', url: `http://${address}:${port}/none` })).toBe('status')
  expect(await reason({ kind: 'http', url: `https://${address}:${port}/` })).toBe('noTls')
  expect(await reason({ kind: 'tcp', address, port })).toBe('ok')
  // What is no exposition is told as such.
  expect(await reason({ kind: 'scrape', url: `http://${address}:${port}/` })).toBe('nonsense')
})

test('node exporter: numbers of a machine', async () => {
  const { port } = await up(nodeExporter())
  const { why, values } = await run({ kind: 'scrape', url: `http://${address}:${port}/metrics` })
  expect(why).toBeNull()
  expect(values.length).toBeGreaterThan(200)
  expect(values.find(({ name }) => name === 'node_load1')?.value).toBeGreaterThanOrEqual(0)
  expect(values.some(({ name, labels }) => name === 'node_cpu_seconds_total' && labels?.mode === 'idle')).toBe(true)
})

describe('sshd', async () => {
  const { port, hostKey, privateKey } = await up(sshd())
  const user = process.getuid?.() === 0 ? 'root' : (process.env.USER ?? '')
  test('shows the key that it has, and another one is seen', async () => {
    const seen = await run({ kind: 'ssh', address, port })
    expect(seen.facts).toContainEqual({ key: 'ssh.hostKey', value: hostKey })
    expect(seen.facts?.find(({ key }) => key === 'ssh.server')?.value).toMatch(/^SSH-2\.0-OpenSSH/)
    expect(await reason({ kind: 'ssh', address, port, hostKey })).toBe('ok')
    expect(await reason({ kind: 'ssh', address, port, hostKey: `SHA256:${'a'.repeat(43)}` })).toBe('hostKey')
  })
  test('a script runs there: its exit code decides, its lines become values', async () => {
    const script = { kind: 'script', address, port, user, hostKey } as const
    const { why, values } = await run({ ...script, command: 'echo queue 12; echo zomaar' }, { privateKey })
    expect([why, values]).toEqual([
      null,
      [
        { name: 'probe_script_exit_code', value: 0 },
        { name: 'queue', value: 12 },
      ],
    ])
    const wrong = await run({ ...script, command: 'echo stuk >&2; exit 3' }, { privateKey })
    expect(wrong.why).toEqual({ reason: 'exitCode', given: { code: '3', output: 'stuk' } })
    expect(await reason({ ...script, command: 'true' }, { password: 'geraden' })).toBe('denied')
    // Nothing is sent to a host that shows another key.
    expect(await reason({ ...script, hostKey: `SHA256:${'a'.repeat(43)}`, command: 'true' }, { privateKey })).toBe('hostKey')
    expect(await reason({ ...script, command: 'yes' }, { privateKey })).toBe('tooLarge')
  })
  test('the script of updates runs there: what waits becomes facts', { timeout: 180_000 }, async () => {
    const command = updatesScript
    const { why, facts } = await run({ kind: 'script', address, port, user, hostKey, command }, { privateKey }, 120_000)
    expect(why).toBeNull()
    expect(facts?.map(({ key }) => key)).toEqual(expect.arrayContaining(['updates.waiting', 'updates.security', 'updates.packages']))
    expect(facts?.find(({ key }) => key === 'updates.waiting')?.value).toBeGreaterThanOrEqual(0)
  })
})

test('slapd: lets us in, or not, and has what must be there', async () => {
  const { port } = await up(slapd())
  const ldap = { kind: 'ldap', address, port, base: 'dc=linde,dc=example' } as const
  const user = 'cn=admin,dc=linde,dc=example'
  expect(await reason(ldap)).toBe('ok')
  expect(await reason({ ...ldap, user }, { password: 'geheim' })).toBe('ok')
  expect(await reason({ ...ldap, user }, { password: 'geraden' })).toBe('denied')
  expect(await reason({ ...ldap, base: 'dc=wilg,dc=example' })).toBe('content')
})

test.each([
  ['postgresql', postgresql],
  ['mariadb', mariadb],
] as const)('%s: lets us in, answers with a number, and writes nothing', async (engine, start) => {
  const { port } = await up(start())
  const database = engine === 'mariadb' ? 'linde' : 'postgres'
  const asked = { kind: 'database', engine, address, port, user: 'spil', database } as const
  const secret = { password: 'geheim' }
  // Its port answers before it lets anybody in.
  await expect.poll(() => reason(asked, secret)).toBe('ok')
  expect((await run({ ...asked, query: 'select 40 + 2' }, secret)).values).toEqual([{ name: 'probe_database_value', value: 42 }])
  expect(await reason({ ...asked, query: "select 'tekst'" }, secret)).toBe('noNumber')
  expect(await reason(asked, { password: 'geraden' })).toBe('denied')
  expect(['nonsense', 'denied']).toContain(await reason({ ...asked, query: 'create table t (a int)' }, secret))
  expect(await reason({ ...asked, database: 'nergens' }, secret)).toBe('denied')
})

test('dovecot: greets and says what it can', async () => {
  const { port } = await up(dovecot())
  expect(await reason({ kind: 'imap', address, port })).toBe('ok')
  expect(await reason({ kind: 'smtp', address, port })).toBe('greeting')
})

test('exim: greets with its name, says whether it can do TLS, and is missed when it stops', async () => {
  const nobody = 9
  const plain = await up(relay(nobody))
  const mail = await up(relay(nobody, { secure: true }))
  const starttls = { name: 'probe_smtp_starttls' }
  expect(await run({ kind: 'smtp', address, port: mail.port })).toMatchObject({ ok: true, why: null, values: [{ ...starttls, value: 1 }] })
  expect(await run({ kind: 'smtp', address, port: plain.port })).toMatchObject({ ok: true, why: null, values: [{ ...starttls, value: 0 }] })
  expect(await reason({ kind: 'smtp', address, port: mail.port, banner: 'relay.example ESMTP Exim' })).toBe('ok')
  const other = await run({ kind: 'smtp', address, port: mail.port, banner: 'mail.linde.example' })
  expect(other).toMatchObject({ ok: false, why: { reason: 'greeting', given: { what: expect.stringContaining('220 relay.example ESMTP Exim') } } })
  // Its certificate, behind STARTTLS: nobody vouches for it; where there is none to be had, that is told.
  const tls = { kind: 'tls', address, startTls: 'smtp', name: 'relay.example' } as const
  expect(await reason({ ...tls, port: mail.port, verify: false })).toBe('ok')
  expect(await reason({ ...tls, port: mail.port })).toBe('untrusted')
  expect(await reason({ ...tls, port: mail.port, verify: false, leastDays: 60 })).toBe('expiresSoon')
  expect(await reason({ ...tls, port: plain.port })).toBe('greeting')
  await mail.stop()
  expect(await run({ kind: 'smtp', address, port: mail.port })).toMatchObject({ ok: false, why: { reason: 'refused' }, values: [] })
})

describe('dnsmasq', async () => {
  const { port } = await up(dnsmasq())
  const ask = (type: 'A' | 'AAAA' | 'MX' | 'TXT' | 'CNAME' | 'SOA', name: string, ...expects: string[]) =>
    run({ kind: 'dns', server: address, port, type, name, expects }, {}, 3000)
  test.each([
    ['A', 'www.linde.example', [], 2],
    ['A', 'www.linde.example', ['192.0.2.10'], 2],
    ['A', 'WWW.Linde.example.', ['192.0.2.11', '192.0.2.10'], 2],
    ['A', 'intranet.linde.example', ['192.0.2.10'], 2],
    ['AAAA', 'www.linde.example', ['2001:DB8:0:0::10'], 1],
    ['MX', 'linde.example', ['10 mail.linde.example', 'mail2.linde.example.'], 2],
    ['TXT', 'linde.example', ['v=spf1 mx -all'], 1],
    ['CNAME', 'intranet.linde.example', ['www.linde.example'], 1],
  ] as const)('%s of %s: %j', async (type, name, expects, many) => {
    expect(await ask(type, name, ...expects)).toMatchObject({ ok: true, why: null, values: [{ name: 'probe_dns_answer_rrs', value: many }] })
  })
  test.each([
    ['A', 'www.linde.example', '192.0.2.12', /192\.0\.2\.1[01], 192\.0\.2\.1[01]/],
    ['AAAA', 'www.linde.example', '2001:db8::11', /^2001:db8::10$/],
    ['MX', 'linde.example', '20 mail.linde.example', /10 mail\.linde\.example/],
    ['MX', 'linde.example', '10', /10 mail\.linde\.example/],
    ['TXT', 'linde.example', 'V=SPF1 mx -all', /^v=spf1 mx -all$/],
    ['CNAME', 'intranet.linde.example', 'linde.example', /^www\.linde\.example$/],
  ] as const)('%s of %s is not %s', async (type, name, expected, found) => {
    const given = { expected, found: expect.stringMatching(found) }
    expect(await ask(type, name, expected)).toMatchObject({ ok: false, why: { reason: 'dnsOther', given } })
  })
  test('a name that is not there, a type that it has not, and what it may not tell', async () => {
    const none = { ok: false, why: { reason: 'dnsNone', given: {} }, values: [{ name: 'probe_dns_answer_rrs', value: 0 }] }
    expect(await ask('A', 'none.linde.example')).toMatchObject(none)
    expect(await ask('A', 'none.linde.example', '192.0.2.10')).toMatchObject(none)
    expect(await ask('SOA', 'www.linde.example')).toMatchObject(none)
    expect(await ask('A', 'wilg.example')).toMatchObject({ ok: false, why: { reason: 'denied', given: { what: 'EREFUSED' } }, values: [] })
    // Nobody answers at that address.
    expect(await reason({ kind: 'dns', server: '127.0.7.7', port, name: 'linde.example' })).toBe('refused')
  })
})

test('snmpd: interfaces with 64-bit counters, storage, and a number by its OID', async () => {
  const port = await freeUdp()
  const printer = printerOf({ name: 'sw-1', serial: 'CNB9001', mac: '00:1b:21:00:90:01', supplies: [{ name: 'Black', most: 200, level: 50 }] })
  await up(snmpd('127.0.6.1', port, printer))
  const asked = { kind: 'snmp', address: '127.0.6.1', port, tables: ['interfaces', 'storage', 'load', 'sensors', 'supplies'] } as const
  const oids = [{ name: 'printed_pages', oid: '1.3.6.1.2.1.43.10.2.1.4.1.1' }]
  const { why, values } = await run({ ...asked, tables: [...asked.tables], oids }, { community: 'linde' })
  expect(why).toBeNull()
  expect(values.find(({ name }) => name === 'sysUpTimeSeconds')?.value).toBeGreaterThan(0)
  expect(values).toContainEqual({ name: 'printer_supply_ratio', labels: { index: '1.1', name: 'Black' }, value: 0.25 })
  expect(values.find(({ name }) => name === 'printer_pages_total')?.value).toBe(12_345)
  expect(await reason({ ...asked, tables: [] }, { community: 'geraden' })).toBe('silent')
})
