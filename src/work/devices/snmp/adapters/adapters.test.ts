/** Devices that misbehave, as processes and sockets of their own: asking one ends in an answer or a reason, within its time, and throws nothing. */
import { createSocket } from 'node:dgram'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Agent, answering, freePort, passwords, printerOf, snmpd } from '#test/peers/snmpd.ts'
import { readDevice } from '../reading/rules.ts'
import { type Access, askDevice } from './snmp.ts'

vi.setConfig({ testTimeout: 60_000 })
let port: number
let printer: Agent
beforeAll(async () => {
  port = await freePort()
  const supplies = [{ name: 'Black', most: 100, level: 7 }]
  printer = await snmpd('127.0.2.1', port, printerOf({ name: 'prn-1', serial: 'CNB7001', mac: '00:1b:21:00:07:01', supplies }))
})
afterAll(() => printer?.[Symbol.asyncDispose]())

const bounds = { tryMs: 150, totalMs: 2500, tries: 2, signal: new AbortController().signal }
/** For who answers: on a busy machine that takes a while. */
const patient = { ...bounds, tryMs: 2000, totalMs: 30_000 }
const community = (protocol: '1' | '2c', name = 'linde'): Access => ({ protocol, user: '', authProtocol: null, privProtocol: null, community: name })
const user = (name: string, authProtocol: Access['authProtocol'], privProtocol: Access['privProtocol'], given = passwords): Access => ({
  ...{ protocol: '3', user: name, authProtocol, privProtocol, ...given },
})
const ask = (address: string, access: Access = community('2c'), within = bounds) => askDevice(address, port, access, within)
const serialOf = (told: Awaited<ReturnType<typeof ask>>) =>
  readDevice(told.answers, { address: '127.0.2.1', deviceId: 'x', version: '', at: new Date(), partial: false })?.traits.serial

describe('an agent of Debian', () => {
  test.each<[string, Access]>([
    ['version 1', community('1')],
    ['version 2c', community('2c')],
    ['version 3 with MD5, not encrypted', user('usermd5', 'md5', null)],
    ['version 3 with SHA-1 and AES', user('usersha', 'sha', 'aes')],
    ['version 3 with SHA-256 and AES', user('usersha256', 'sha256', 'aes')],
    ['version 3 with SHA-512 and AES', user('usersha512', 'sha512', 'aes')],
  ])('%s: tells everything', async (_, access) => {
    const told = await ask('127.0.2.1', access, patient)
    expect([told.why, serialOf(told)]).toEqual([null, 'cnb7001'])
  })
  test.each<[string, Access, string]>([
    ['another community', community('2c', 'geraden'), 'silent'],
    ['a user it does not know', user('niemand', 'sha', 'aes'), 'denied'],
    ['a wrong password', user('usersha', 'sha', 'aes', { auth: 'een ander wachtwoord', priv: passwords.priv }), 'denied'],
    ['a user without the password it must have', user('usersha', null, null), 'denied'],
  ])('%s: %s', async (_, access, reason) => {
    const told = await ask('127.0.2.1', access, reason === 'silent' ? bounds : patient)
    expect([told.why?.reason, Object.values(told.answers).flat()]).toEqual([reason, []])
  })
})

/** With the request id of who asked, so that it is taken for the answer: the type of a PDU stands behind the community. */
const answerOf = (asked: Buffer, type = 0xa2): Buffer => {
  const answer = Buffer.from(asked)
  const at = answer.indexOf('linde') + 5
  answer[at] = type
  return answer
}
/** sysDescr as an IpAddress of one byte, in place of nothing. */
function shortAddress(asked: Buffer): Buffer {
  const answer = answerOf(asked)
  answer[answer.length - 2] = 0x40
  return answer
}

describe('who misbehaves', () => {
  test.each<[string, (asked: Buffer) => readonly Uint8Array[], RegExp]>([
    ['never answers', () => [], /^silent$/],
    ['answers garbage', () => [Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.alloc(1400, 0xff), Buffer.alloc(0)], /^nonsense$/],
    ['answers a flood', (asked) => Array.from({ length: 300 }, (_, at) => Buffer.alloc(at, asked)), /^nonsense$/],
    ['answers half of it', (asked) => [asked.subarray(0, asked.length - 4)], /^nonsense$/],
    ['says back what it was asked', (asked) => [asked], /^nonsense$/],
    ['answers the same row for ever, without a value', (asked) => [answerOf(asked)], /^(none|nonsense)$/],
    ['reports instead of answering', (asked) => [answerOf(asked, 0xa8)], /^nonsense$/],
    ['answers an address of no bytes', (asked) => [shortAddress(asked)], /^nonsense$/],
    ['answers for another request', (asked) => [Buffer.concat([answerOf(asked)]).fill(7, 20, 24)], /^(silent|nonsense)$/],
  ])('%s', async (_, answers, reason) => {
    const peer = await answering('127.0.2.9', port, answers)
    try {
      for (const protocol of ['1', '2c'] as const) {
        // It says no by itself: a test that waits for ever fails.
        const told = await ask('127.0.2.9', community(protocol), { ...bounds, tryMs: 500 })
        expect(told.why?.reason ?? 'none').toMatch(reason)
        expect(Object.values(told.answers).flat()).toEqual([])
      }
      expect(peer.asked()).toBeGreaterThan(0)
    } finally {
      await peer[Symbol.asyncDispose]()
    }
  })
})

describe('what is between', () => {
  test('an agent whose answers lose or change bytes on the way: something or a reason, time after time', async () => {
    // The same each run: numbers of a small generator (Lehmer).
    let seed = 42
    const next = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % below
    }
    const front = createSocket('udp4')
    let asker: { port: number; address: string } | undefined
    const back = createSocket('udp4')
    front.on('message', (asked, from) => {
      asker = from
      back.send(asked, port, '127.0.2.1')
    })
    back.on('message', (answer) => {
      for (let times = next(4); times > 0; times--) answer[next(answer.length)] = next(256)
      if (asker) front.send(next(8) === 0 ? answer.subarray(0, next(answer.length)) : answer, asker.port, asker.address)
    })
    await new Promise<void>((resolve) => front.bind(port, '127.0.2.8', resolve))
    let read = 0
    for (let times = 0; times < 40; times++) {
      const told = await ask('127.0.2.8', community(times % 2 === 0 ? '1' : '2c'), { ...bounds, tryMs: 20, totalMs: 800 })
      expect(told.why === null || told.why.reason !== 'unreachable').toBe(true)
      const inventory = readDevice(told.answers, { address: '127.0.2.8', deviceId: 'x', version: '', at: new Date(), partial: true })
      if (inventory) read += 1
    }
    expect(read).toBeGreaterThan(0)
    front.close()
    back.close()
  })
  test('an answer from elsewhere is not heard', async () => {
    const elsewhere = createSocket('udp4')
    await new Promise<void>((resolve) => elsewhere.bind(0, '127.0.2.7', resolve))
    const peer = createSocket('udp4')
    peer.on('message', (asked, from) => elsewhere.send(answerOf(asked), from.port, from.address))
    await new Promise<void>((resolve) => peer.bind(port, '127.0.2.6', resolve))
    expect((await ask('127.0.2.6')).why?.reason).toBe('silent')
    elsewhere.close()
    peer.close()
  })
  test('stopping ends it at once', async () => {
    const peer = await answering('127.0.2.9', port, () => [])
    const stopping = new AbortController()
    setTimeout(() => stopping.abort(), 50)
    // By itself it would wait longer than a test may take.
    const told = await ask('127.0.2.9', community('2c'), { ...bounds, tryMs: 60_000, totalMs: 120_000, signal: stopping.signal })
    expect(told.why?.reason).toBe('tooSlow')
    await peer[Symbol.asyncDispose]()
  })
})
