/** The guarded client, against a real server here: with the configuration that allows it, and without. */
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fetchOutside, mayAsk, mayReach, OutgoingRefused, ownPlaces, reached } from './outgoing.ts'

const here = ['127.0.0.0/8', '::1/128']
let server: Server
let at = ''
const asked: { url: string; headers: NodeJS.Dict<string | string[]> }[] = []

const big = Buffer.alloc(200_000)
const paths: Readonly<Record<string, (reply: ServerResponse) => unknown>> = {
  '/one': (reply) => reply.setHeader('set-cookie', 'a=1').end('one'),
  '/none': (reply) => reply.writeHead(404).end('no'),
  '/big': (reply) => reply.writeHead(200, { 'content-length': big.length }).end(big),
  '/bigUnsaid': async (reply) => {
    for (let n = 0; n < 20 && !reply.destroyed; n++) {
      reply.write(big.subarray(0, 10_000))
      await sleep(1)
    }
    reply.end()
  },
  '/endless': async (reply) => {
    while (!reply.destroyed) {
      reply.write('a')
      await sleep(50)
    }
  },
  '/inside': (reply) => reply.writeHead(302, { location: 'http://10.0.0.1/secret' }).end(),
  '/file': (reply) => reply.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/cut': (reply) => {
    reply.writeHead(200, { 'content-length': 100 })
    reply.write('a')
    setImmediate(() => reply.destroy())
  },
}
beforeAll(async () => {
  server = createServer((request, reply) => {
    const url = request.url ?? ''
    asked.push({ url, headers: request.headers })
    const hops = /^\/hop\/(\d+)$/.exec(url)?.[1]
    if (hops !== undefined) return reply.writeHead(302, { location: hops === '0' ? '/one' : `/hop/${Number(hops) - 1}`, 'set-cookie': 'b=2' }).end()
    return paths[url]?.(reply)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const fetched = (address: string, allow: readonly string[] = here, timeoutMs = 5000) =>
  fetchOutside(address, { allow, maxBytes: 50_000, timeoutMs, accept: 'image/*' }).then(String, (error: unknown) => {
    if (!(error instanceof OutgoingRefused)) throw error
    return error.why
  })

test('what is allowed is fetched, without telling who asks', async () => {
  expect(await fetched(`${at}/one`)).toBe('one')
  const { port } = new URL(at)
  expect(await fetched(`http://localhost:${port}/one`)).toBe('one')
  expect(await fetched(`${at}/hop/2`)).toBe('one')
  const told = asked.flatMap(({ headers }) => Object.keys(headers))
  expect([...new Set(told)].sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent'])
})

test('nothing of our own is reached: not by address, by name, in another notation, or by a redirect; no connection is made', async () => {
  const before = asked.length
  const { port } = new URL(at)
  for (const host of ['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '0177.0.0.1', '[::ffff:127.0.0.1]', '[::1]', '127.1', '0.0.0.0'])
    expect([host, await fetched(`http://${host}:${port}/one`, [])]).toEqual([host, 'address'])
  expect(asked.length).toBe(before)
  expect(await fetched(`${at}/inside`)).toBe('address')
  expect(await fetched(`${at}/file`)).toBe('scheme')
})

test('only http and https, without a name and password in it', async () => {
  for (const address of ['file:///etc/passwd', 'ftp://127.0.0.1/', 'data:text/plain,a', 'javascript:1', '//127.0.0.1/one', 'nonsense', ''])
    expect([address, await fetched(address)]).toEqual([address, 'scheme'])
  expect(await fetched(at.replace('//', '//jan:geheim@'))).toBe('scheme')
})

test('bounded in redirects, size and time', async () => {
  expect(await fetched(`${at}/hop/3`)).toBe('redirects')
  expect(await fetched(`${at}/big`)).toBe('tooLarge')
  expect(await fetched(`${at}/bigUnsaid`)).toBe('tooLarge')
  expect(await fetched(`${at}/endless`, here, 300)).toBe('tooSlow')
})

test('what does not answer, or not well', async () => {
  expect(await fetched(`${at}/none`)).toBe('status')
  expect(await fetched(`${at}/cut`)).toBe('unreachable')
  expect(await fetched('http://127.0.0.1:1/')).toBe('unreachable')
  expect(await fetched('http://nobody.invalid/')).toBe('unknownHost')
})

test('public addresses and no others', () => {
  for (const address of ['1.1.1.1', '93.184.216.34', '2606:4700::1111', '2a00:1450:400e::8a'])
    expect([address, mayReach(address, [])]).toEqual([address, true])
  const ours = ['10.1.2.3', '172.16.0.1', '192.168.1.1', '127.0.0.1', '169.254.169.254', '100.64.0.1', '224.0.0.1', '255.255.255.255', '0.0.0.0']
  const six = [
    '::',
    '::1',
    '::7f00:1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'ff02::1',
    '::ffff:10.0.0.1',
    '::ffff:1.1.1.1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
  ]
  for (const address of [...ours, ...six, '198.18.0.1', '192.0.2.1', '240.0.0.1', '2001:db8::1', 'nonsense'])
    expect([address, mayReach(address, [])]).toEqual([address, false])
  expect(mayReach('10.1.2.3', ['10.1.0.0/16'])).toBe(true)
  expect(mayReach('10.2.2.3', ['10.1.0.0/16'])).toBe(false)
  expect(mayReach('::ffff:10.1.2.3', ['10.1.0.0/16'])).toBe(true)
  expect(mayReach('fd12::1', ['fd12::/16', '10.0.0.0/8'])).toBe(true)
})

test('where a cloud tells secrets is refused however it is written, unless the configuration allows it', () => {
  for (const address of ['fd00:ec2::254', 'fd00:0ec2:0:0::0254', 'FD00:EC2::254', '168.63.129.16', '::ffff:168.63.129.16', '169.254.169.254'])
    expect([address, mayAsk(address, []), mayReach(address, [])]).toEqual([address, false, false])
  expect([mayAsk('168.63.129.16', ['168.63.0.0/16']), mayAsk('fd00:ec2::254', ['fd00:ec2::/32'])]).toEqual([true, true])
  expect(['10.0.0.1', 'fd00:ec2::253', '168.63.129.17', '127.0.0.1'].map((address) => mayAsk(address, []))).toEqual([true, true, true, false])
})

test('the database and the store of samples are places of our own, however the configuration names them', async () => {
  const placesOf = async (databaseUrl: string | undefined, metricsStore?: string) =>
    (await ownPlaces({ databaseUrl, metricsStore })).map(({ address, port }) => `${address} ${port}`)
  expect(await placesOf(undefined)).toEqual([])
  expect(await placesOf('postgres://spil:a@b@10.0.0.5/spil')).toEqual(['10.0.0.5 5432'])
  expect(await placesOf('postgres://10.0.0.5:5433/spil?sslmode=require')).toEqual(['10.0.0.5 5433', '10.0.0.5 5432'])
  expect(await placesOf('postgres://spil@/spil?host=10.0.0.6&port=5434')).toEqual(['10.0.0.6 5434', '10.0.0.6 5432'])
  expect(await placesOf('postgresql://spil:x@10.0.0.5:5433,10.0.0.6/spil')).toEqual(['10.0.0.5 5433', '10.0.0.5 5432', '10.0.0.6 5432'])
  expect(await placesOf('postgres:///spil?host=/var/run/postgresql')).toEqual([])
  expect(await placesOf('postgres://%2Fvar%2Frun/spil')).toEqual([])
  expect(await placesOf('postgres://[fd00::5]:5433/spil')).toEqual(['fd00::5 5433', 'fd00::5 5432'])
  expect(await placesOf(undefined, 'http://jan:geheim@10.0.0.7:8428/store')).toEqual(['10.0.0.7 8428'])
  expect(await placesOf(undefined, 'https://10.0.0.7')).toEqual(['10.0.0.7 443'])
  const own = await ownPlaces({ databaseUrl: undefined, metricsStore: 'http://10.0.0.7:8428' })
  const asking = (name: string, port: number) => reached(name, port, { allow: [], own }, AbortSignal.timeout(5000))
  await expect(asking('10.0.0.7', 8428)).rejects.toMatchObject({ why: 'address' })
  await expect(asking('[::ffff:10.0.0.7]', 8428)).rejects.toMatchObject({ why: 'address' })
  expect((await asking('10.0.0.7', 80))[0].address).toBe('10.0.0.7')
})
