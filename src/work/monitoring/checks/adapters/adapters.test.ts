/** Peers that misbehave, as servers of their own: every kind of check ends within its time, with a reason, and throws nothing. */
import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createHttp, type RequestListener } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTls } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type * as z from 'zod'
import type { Guard } from '#platform/outgoing.ts'
import { type Kind, kinds, type Secret, What } from '../kinds/contract.ts'
import { runCheck, stateOf } from './run.ts'
import { valuesIn } from './script.ts'

vi.setConfig({ testTimeout: 60_000 })
const guard: Guard = { allow: ['127.0.0.0/8', '::1/128'], own: [] }
const servers: { close(): void }[] = []
const sockets = new Set<Socket>()
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spil-certificates-'))
})
afterAll(() => {
  for (const socket of sockets) socket.destroy()
  for (const server of servers) server.close()
  rmSync(folder, { recursive: true, force: true })
})

async function listening(server: Server): Promise<number> {
  servers.push(server)
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
const tcpServer = (talks: (socket: Socket) => void) => listening(createServer(talks))
const webServer = (answers: RequestListener) => listening(createHttp(answers))
/** A datagram server on a port that TCP has too, so that one number is right for every kind. */
async function udpServer(port: number, answers: (asked: Buffer) => readonly Buffer[]): Promise<void> {
  const socket = createSocket('udp4')
  socket.on('message', (asked, from) => {
    for (const answer of answers(asked)) socket.send(answer, from.port, from.address)
  })
  await new Promise<void>((resolve) => socket.bind(port, '127.0.0.1', resolve))
  servers.push(socket)
}

const key = `SHA256:${'a'.repeat(43)}`
/** Each kind, asked at this port of here. */
function whatAt(kind: Kind, port: number): z.input<typeof What> {
  const address = '127.0.0.1'
  const url = `http://127.0.0.1:${port}/`
  if (kind === 'http' || kind === 'scrape') return { kind, url }
  if (kind === 'dns') return { kind, server: address, port, name: 'spil.example' }
  if (kind === 'icmp') return { kind, address, count: 1 }
  if (kind === 'heartbeat') return { kind }
  if (kind === 'script') return { kind, address, port, command: 'true', hostKey: key }
  return { kind, address, port } as z.input<typeof What>
}
const run = (
  what: z.input<typeof What>,
  { secret = {}, timeoutMs = 20_000, ...more }: { secret?: Secret; timeoutMs?: number; now?: () => number; guard?: Guard } = {},
) => {
  const tools = { guard, now: () => Date.now(), signal: new AbortController().signal, ...more }
  return runCheck({ what: What.parse(what), secret, timeoutMs, beatAt: null, sinceAt: Date.now() }, tools)
}
const secret: Secret = { community: 'linde', password: 'geheim' }
/** Those that talk over a connection or by datagrams with who answers. */
const talking = kinds.filter((kind) => !['heartbeat', 'icmp', 'tcp'].includes(kind))
const overUdp = ['snmp', 'ntp', 'dns']

/** The reason, of a check that ends by itself, whoever it talks with never does, and has failed. */
async function reasonAt(kind: Kind, port: number) {
  const result = await run(whatAt(kind, port), { secret, timeoutMs: 1000 })
  expect([result.ok, stateOf(result)]).toEqual([false, 'failed'])
  return result.why?.reason
}

describe.each(talking)('%s', (kind) => {
  const asked = (port: number) => reasonAt(kind, port)
  test('a peer that never answers', async () => {
    const port = await tcpServer(() => undefined)
    await udpServer(port, () => [])
    expect(['tooSlow', 'silent']).toContain(await asked(port))
  })
  test('a port at which nobody is', async () => {
    expect(['refused', 'silent', 'unreachable', 'tooSlow']).toContain(await asked(1))
  })
  test('a peer that closes at once', async () => {
    const port = await tcpServer((socket) => socket.destroy())
    await udpServer(port, () => [Buffer.alloc(0)])
    expect(['closed', 'nonsense', 'silent', 'noTls']).toContain(await asked(port))
  })
  test('a peer that says nonsense for ever', async () => {
    const nonsense = Buffer.alloc(65_536, 'knots\n\0\xff\x30\x82')
    const port = await tcpServer((socket) => {
      const say = () => {
        while (!socket.destroyed && socket.write(nonsense));
      }
      socket.on('drain', say)
      say()
    })
    await udpServer(port, (from) => Array(20).fill(Buffer.concat([from.subarray(0, 4), Buffer.alloc(600, 0x30)])))
    expect(['nonsense', 'greeting', 'tooLarge', 'closed', 'silent', 'tooSlow', 'noTls', 'denied']).toContain(await asked(port))
  })
  test('what is of this server itself is not asked, whatever it is called', async () => {
    let came = 0
    const port = await tcpServer(() => {
      came += 1
    })
    for (const address of ['127.0.0.1', 'localhost', '2130706433', '::ffff:127.0.0.1', '169.254.169.254']) {
      const host = address.includes(':') ? `[${address}]` : address
      const what = {
        ...whatAt(kind, port),
        ...('url' in whatAt(kind, port) ? { url: `http://${host}:${port}/` } : kind === 'dns' ? { server: address } : { address }),
      }
      const result = await run(what as z.input<typeof What>, { guard: { allow: [], own: [] } })
      expect([address, result.why?.reason, stateOf(result)]).toEqual([address, 'notReachable', 'unknown'])
    }
    const ours = await run(whatAt(kind, port), { guard: { allow: ['127.0.0.0/8'], own: [{ address: '127.0.0.1', port }] } })
    expect([ours.why?.reason, came]).toEqual(['notReachable', 0])
  })
})

test.each(talking.filter((kind) => !overUdp.includes(kind)))('%s: a peer that says one byte at a time', async (kind) => {
  const port = await tcpServer((socket) => {
    const text = 'HTTP/1.1 200 OK\r\nx: '
    let at = 0
    const timer = setInterval(() => socket.write(text[at++] ?? 'x'), 20)
    socket.on('close', () => clearInterval(timer))
  })
  expect(['tooSlow', 'nonsense', 'greeting', 'noTls', 'closed']).toContain(await reasonAt(kind, port))
})
describe('http', () => {
  const at = (port: number, path = '/') => `http://127.0.0.1:${port}${path}`
  const why = async (what: z.input<typeof What>, more = {}) => (await run(what, more)).why
  test('the status, what is in it, and where it sends us', async () => {
    const seen: (string | undefined)[] = []
    const other = await webServer((request, reply) => {
      seen.push(request.headers.authorization)
      reply.end('elders')
    })
    const port = await webServer((request, reply) => {
      if (request.url === '/moved') return reply.writeHead(302, { location: at(other) }).end()
      if (request.url === '/round') return reply.writeHead(302, { location: '/round' }).end()
      if (request.url === '/inside') return reply.writeHead(302, { location: 'http://10.0.0.1:1/' }).end()
      if (request.url === '/none') return reply.writeHead(404).end()
      return reply.end('Welkom bij Linde, versie 42')
    })
    expect(await why({ kind: 'http', url: at(port), contains: 'Linde', matches: 'versie \\d+' })).toBeNull()
    expect(await why({ kind: 'http', url: at(port), contains: 'Wilg' })).toEqual({ reason: 'content', given: { what: 'Wilg' } })
    expect(await why({ kind: 'http', url: at(port, '/none') })).toEqual({ reason: 'status', given: { status: '404', expected: '200-299' } })
    expect(await why({ kind: 'http', url: at(port, '/none'), statuses: '200-299, 404' })).toBeNull()
    expect(await why({ kind: 'http', url: at(port, '/round') })).toMatchObject({ reason: 'redirects' })
    expect(await why({ kind: 'http', url: at(port, '/moved'), redirects: 'stay', statuses: '302' })).toBeNull()
    const headers = [{ name: 'Authorization', value: 'Bearer geheim' }]
    expect(await why({ kind: 'http', url: at(port, '/moved'), contains: 'elders' }, { secret: { headers } })).toBeNull()
    expect(await why({ kind: 'http', url: at(other) }, { secret: { headers } })).toBeNull()
    // What is secret goes to the place that it was given for.
    expect(seen).toEqual([undefined, 'Bearer geheim'])
    const inside = await run({ kind: 'http', url: at(port, '/inside') }, { guard: { allow: guard.allow, own: [{ address: '10.0.0.1', port: 1 }] } })
    expect(inside.why?.reason).toBe('notReachable')
  })
  test('a body without an end is read as far as it counts', async () => {
    let sent = 0
    const port = await webServer((_, reply) => {
      const part = Buffer.alloc(65_536, 'a')
      const say = () => {
        while (!reply.destroyed && reply.write(part)) sent += part.length
      }
      reply.writeHead(200, { 'content-length': 10_000_000_000 })
      reply.on('drain', say)
      say()
    })
    const result = await run({ kind: 'http', url: at(port) })
    expect(result.why).toBeNull()
    expect(result.values.find(({ name }) => name === 'probe_http_content_length')?.value).toBe(1_000_000)
    expect(sent).toBeLessThan(50_000_000)
  })
})

describe('tls', () => {
  /** A certificate of a maker of our own, valid for so many days. */
  function certificate(name: string, days: number) {
    const [keyFile, file] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)]
    const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', keyFile, '-out', file]
    execFileSync('openssl', [...args, '-subj', `/CN=${name}/O=Linde`, '-addext', `subjectAltName=DNS:${name}`, '-days', String(days)], {
      stdio: 'ignore',
    })
    return { key: readFileSync(keyFile), cert: readFileSync(file) }
  }
  const day = 86_400_000
  test('how long it is valid, who vouches for it, and for which name', async () => {
    const server = createTls(certificate('linde.example', 40), (socket) => socket.on('error', () => undefined))
    server.on('tlsClientError', () => undefined)
    const port = await listening(server)
    const tls = { kind: 'tls', address: '127.0.0.1', port, name: 'linde.example' } as const
    const why = async (set: object, now = Date.now()) => (await run({ ...tls, ...set }, { now: () => now })).why
    expect(await why({ verify: false })).toBeNull()
    expect(await why({ verify: true })).toMatchObject({ reason: 'untrusted', given: { what: 'DEPTH_ZERO_SELF_SIGNED_CERT' } })
    expect(await why({ verify: false, leastDays: 60 })).toEqual({ reason: 'expiresSoon', given: { days: '39' } })
    expect(await why({ verify: false }, Date.now() + 50 * day)).toMatchObject({ reason: 'expired' })
    const { values, facts } = await run({ ...tls, verify: false, name: 'wilg.example' })
    const value = (name: string) => values.find((one) => one.name === name)?.value
    expect([value('probe_ssl_cert_name_matches'), value('probe_ssl_cert_trusted')]).toEqual([0, 0])
    expect((value('probe_ssl_earliest_cert_expiry') ?? 0) * 1000 - Date.now()).toBeGreaterThan(39 * day)
    expect(facts?.map(({ key }) => key)).toEqual(['validUntil', 'issuer', 'trusted', 'certificate'].map((what) => `tls.wilg.example.${what}`))
  })
  test('also after STARTTLS; one that does not begin it is told as such', async () => {
    const pair = certificate('mail.linde.example', 90)
    const { TLSSocket } = await import('node:tls')
    const port = await tcpServer((socket) => {
      socket.write('220 mail.linde.example ESMTP\r\n')
      socket.on('data', function said(part: Buffer) {
        const line = part.toString()
        if (line.startsWith('EHLO')) socket.write('250-mail.linde.example\r\n250 STARTTLS\r\n')
        if (!line.startsWith('STARTTLS')) return
        socket.off('data', said)
        socket.write('220 Go ahead\r\n', () => new TLSSocket(socket, { isServer: true, ...pair }).on('error', () => undefined).resume())
      })
    })
    const mail = { kind: 'tls', address: '127.0.0.1', port, startTls: 'smtp', name: 'mail.linde.example', verify: false } as const
    expect((await run(mail)).why).toBeNull()
    expect((await run({ kind: 'smtp', address: '127.0.0.1', port })).values).toEqual([{ name: 'probe_smtp_starttls', value: 1 }])
    const refuses = await tcpServer((socket) => socket.write('554 No\r\n'))
    expect((await run({ ...mail, port: refuses })).why?.reason).toBe('greeting')
  })
})

test('ntp: how far the clock is off, only from who was asked and to this question', async () => {
  const offset = 1_800_000
  let stratum = 2
  const port = await tcpServer(() => undefined)
  const stamp = (at: number) => {
    const bytes = Buffer.alloc(8)
    bytes.writeUInt32BE(Math.floor(at / 1000) + 2_208_988_800, 0)
    bytes.writeUInt32BE(Math.floor(((at % 1000) / 1000) * 2 ** 32), 4)
    return bytes
  }
  await udpServer(port, (asked) => {
    const answer = Buffer.alloc(48)
    answer[0] = 0x24
    answer[1] = stratum
    const now = stamp(Date.now() + offset)
    now.copy(answer, 32)
    now.copy(answer, 40)
    const other = Buffer.from(answer)
    asked.copy(answer, 24, 40, 48)
    return [other, answer]
  })
  const result = await run({ kind: 'ntp', address: '127.0.0.1', port })
  expect(result.why?.reason).toBe('offset')
  expect(Math.abs((result.values.find(({ name }) => name === 'probe_ntp_offset_seconds')?.value ?? 0) - 1800)).toBeLessThan(10)
  expect((await run({ kind: 'ntp', address: '127.0.0.1', port, mostOffsetMs: 3_600_000 })).why).toBeNull()
  stratum = 0
  expect((await run({ kind: 'ntp', address: '127.0.0.1', port, mostOffsetMs: 3_600_000 })).why?.reason).toBe('stratum')
})

test('tcp and icmp: who is there, and who is not', async () => {
  const port = await tcpServer(() => undefined)
  expect((await run({ kind: 'tcp', address: '127.0.0.1', port })).ok).toBe(true)
  expect((await run({ kind: 'tcp', address: 'nobody.invalid', port })).why?.reason).toBe('unknownHost')
  const here = await run({ kind: 'icmp', address: '127.0.0.1', count: 2 })
  expect([here.why, here.values.map(({ name }) => name)]).toEqual([null, ['probe_icmp_loss_ratio', ...Array(3).fill('probe_icmp_rtt_seconds')]])
  // Reserved: of nobody.
  const nobody = await run({ kind: 'icmp', address: '240.0.0.1', count: 1 }, { guard: { allow: ['240.0.0.0/4'], own: [] }, timeoutMs: 1500 })
  expect(['silent', 'unreachable', 'tooSlow']).toContain(nobody.why?.reason)
  // Nothing that is typed becomes an argument of the program.
  expect((await run({ kind: 'icmp', address: '-f 127.0.0.1' })).why?.reason).toBe('unknownHost')
})

test('a heartbeat is late after its minutes and grace', async () => {
  const what = What.parse({ kind: 'heartbeat', everyMinutes: 10, graceMinutes: 2 })
  const tools = { guard, now: () => 10_000_000, signal: new AbortController().signal }
  const after = async (minutes: number, beat = true) => {
    const at = 10_000_000 - minutes * 60_000
    return (await runCheck({ what, secret: {}, timeoutMs: 1000, beatAt: beat ? at : null, sinceAt: at }, tools)).why
  }
  expect([await after(11), await after(12), await after(13)]).toEqual([null, null, { reason: 'late', given: { minutes: '13' } }])
  expect([await after(1, false), await after(13, false)]).toEqual([
    { reason: 'notYet', given: {} },
    { reason: 'late', given: { minutes: '13' } },
  ])
})

test('values in what a script says', () => {
  expect(valuesIn('queue 12\nzomaar tekst\n  load_1m 0.25 \nbad-name 1\nbig 1e5\nnot 0x10\n')).toEqual([
    { name: 'queue', value: 12 },
    { name: 'load_1m', value: 0.25 },
    { name: 'big', value: 100_000 },
  ])
})
