import fc from 'fast-check'
import { expect, test } from 'vitest'
import { broadcastsOf, magicPacket } from './rules.ts'

test('a magic packet is 102 bytes: six of ff and the card sixteen times', () => {
  const packet = Buffer.from(magicPacket('00:1b:21:0a:30:ff') ?? [])
  expect(packet.toString('hex')).toBe(`ffffffffffff${'001b210a30ff'.repeat(16)}`)
  expect(packet.length).toBe(102)
  const card = fc.uint8Array({ minLength: 6, maxLength: 6 })
  fc.assert(fc.property(card, (bytes) => magicPacket(Buffer.from(bytes).toString('hex'))?.length === 102))
})
test.each(['', '00:1b:21:0a:30', '00:1b:21:0a:30:zz', '00:1b:21:0a:30:ff:00', 'ff'])('%j is no card', (mac) => {
  expect(magicPacket(mac)).toBeUndefined()
})
test('it goes to every network of this machine, and to all at once', () => {
  const cards = [
    { cidr: '127.0.0.1/8', internal: true },
    { cidr: '10.20.30.11/22', internal: false },
    { cidr: '10.20.29.2/22', internal: false },
    { cidr: '192.168.1.4/24', internal: false },
    { cidr: '10.8.0.1/32', internal: false },
    { cidr: 'fd12::9/64', internal: false },
    { cidr: null, internal: false },
  ]
  expect(broadcastsOf(cards)).toEqual(['10.20.31.255', '192.168.1.255', '255.255.255.255'])
  expect(broadcastsOf([])).toEqual(['255.255.255.255'])
})
