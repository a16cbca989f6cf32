import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Row, Value } from '#platform/snmp.ts'
import { type Answers, type Column, columns, readDevice, wordsOf } from './rules.ts'

const of = { address: '10.1.2.3', deviceId: '10.1.2.3', version: 'SNMP 2c', at: new Date('2026-11-26T12:00:00Z'), partial: false }
const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Uint8Array.from(Buffer.from(text, encoding))
const one = (value: Value, index = '0'): Row[] => [{ index, value }]
const facts = (told: Answers) => Object.fromEntries((readDevice(told, of)?.facts ?? []).map(({ key, value }) => [key, value]))

const laser: Answers = {
  description: one(bytes('Brother NC-8300h, Firmware Ver.1.05 ,MID 8CE-416')),
  name: one(bytes('PRN-Kantine.linde.example')),
  deviceType: [
    { index: '1', value: '1.3.6.1.2.1.25.3.1.3' },
    { index: '4', value: '1.3.6.1.2.1.25.3.1.5' },
  ],
  deviceDescription: [
    { index: '1', value: bytes('some processor') },
    { index: '4', value: bytes('Brother MFC-L5750DW') },
  ],
  printerStatus: one(4, '4'),
  printerSerial: one(bytes('E7-3456'), '1'),
  pages: [
    { index: '1.1', value: 5210 },
    { index: '1.2', value: 12 },
  ],
  supplyName: [
    { index: '1.1', value: bytes('Black Toner') },
    { index: '1.2', value: bytes('Drum Unit') },
    { index: '1.3', value: bytes('Waste') },
  ],
  supplyMost: [
    { index: '1.1', value: 8000 },
    { index: '1.2', value: 0 },
    { index: '1.3', value: -2 },
  ],
  supplyLevel: [
    { index: '1.1', value: 2000 },
    { index: '1.2', value: 5 },
    { index: '1.3', value: -3 },
  ],
  display: one(bytes('Slaap\u0000\u0007stand'), '1.1'),
  cardType: [
    { index: '1', value: 24 },
    { index: '2', value: 6 },
  ],
  cardAddress: [
    { index: '1', value: bytes('001b21000001', 'hex') },
    { index: '2', value: bytes('001b21000002', 'hex') },
  ],
  neighbour: [
    { index: '2.10.1.2.1', value: bytes('001b210000ff', 'hex') },
    { index: '2.10.1.2.3', value: bytes('001b21000003', 'hex') },
  ],
}

describe('a printer', () => {
  test('tells its model, number, pages and supplies; what is unknown is no fact', () => {
    expect(facts(laser)).toEqual({
      'hardware.model': 'Brother MFC-L5750DW',
      'hardware.serial': 'E7-3456',
      'firmware.version': '1.05',
      'host.name': 'PRN-Kantine.linde.example',
      'net.addresses': '10.1.2.3',
      'system.description': 'Brother NC-8300h, Firmware Ver.1.05 ,MID 8CE-416',
      'printer.pages': 5210,
      'printer.status': 'printing',
      'printer.display': 'Slaap stand',
      'printer.supplies.lowest': 25,
      'printer.supplies.blackToner': 25,
    })
    expect(readDevice(laser, of)).toMatchObject({
      about: { kind: 'printer', name: 'PRN-Kantine.linde.example', attributes: { serial: 'E7-3456', mac: '00:1b:21:00:00:03', ip: '10.1.2.3' } },
      // Its own cards, not of the loopback or of a neighbour.
      traits: { serial: 'e7-3456', hostName: 'prn-kantine', macs: ['00:1b:21:00:00:03', '00:1b:21:00:00:02'] },
    })
  })
  test('that gives no number, or one that says nothing, has none', () => {
    expect(readDevice({ ...laser, printerSerial: one(bytes('0000000'), '1') }, of)?.traits.serial).toBeUndefined()
    expect(facts({ ...laser, printerSerial: [] })).not.toHaveProperty('hardware.serial')
  })
})

describe('other devices', () => {
  test.each([
    ['; AXIS M3045-V; Network Camera; 9.80.3.1', '1.3.6.1.4.1.368.4', 'camera'],
    ['Yealink SIP-T46S', '1.3.6.1.4.1.37459.1', 'phone'],
    ['ProCurve J9773A 2530-24G-PoEP Switch, revision YA.16.02', '1.3.6.1.4.1.11.2.3.7.11.140', 'switch'],
    ['UAP-AC-Pro-Gen2 4.3.28', '1.3.6.1.4.1.10002.1', 'accessPoint'],
    ['Linux srv-1 6.1.0-18-amd64 #1 SMP x86_64', '1.3.6.1.4.1.8072.3.2.10', 'server'],
    ['iets anders', '1.3.6.1.4.1.99999', 'iot'],
  ])('%s: %s, %s', (description, objectId, kind) => {
    expect(readDevice({ description: one(bytes(description)), objectId: one(objectId) }, of)?.about.kind).toBe(kind)
  })
  test('by the box, not by a module in it', () => {
    const told: Answers = {
      description: one(bytes('Cisco IOS Software, C2960X, Version 15.2(7)E')),
      partClass: [
        { index: '5', value: 9 },
        { index: '1001', value: 3 },
      ],
      partSerial: [
        { index: '5', value: bytes('MODULE-1') },
        { index: '1001', value: bytes('FOC1932X0K1') },
      ],
      partModel: one(bytes('WS-C2960X-48FPD-L'), '1001'),
    }
    expect(facts(told)).toMatchObject({ 'hardware.serial': 'FOC1932X0K1', 'hardware.model': 'WS-C2960X-48FPD-L', 'firmware.version': '15.2(7)E' })
  })
  test('that say nothing of themselves are no device', () => {
    expect(readDevice({}, of)).toBeUndefined()
    expect(readDevice({ location: one(bytes('Lokaal 1')) }, of)).toBeUndefined()
  })
})

describe('nonsense', () => {
  const value = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.double(),
    fc.integer(),
    fc.constantFrom<Value>('', Number.NaN, Number.POSITIVE_INFINITY, 2 ** 64, '1.3.6.1.2.1.25.3.1.5'),
  )
  const rows = fc.array(fc.record({ index: fc.oneof(fc.constantFrom('1', '1.1', ''), fc.string({ maxLength: 8 })), value }), { maxLength: 5 })
  const answers = fc.record(Object.fromEntries(Object.keys(columns).map((column) => [column, rows])) as Record<Column, typeof rows>, {
    requiredKeys: [],
  })
  test('is read as far as it goes: facts that can be kept, and nothing is thrown', () => {
    fc.assert(
      fc.property(answers, (told) => {
        for (const { key, value } of readDevice(told as Answers, of)?.facts ?? []) {
          expect(key.length).toBeLessThanOrEqual(200)
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
          if (typeof value === 'string') expect([value.length <= 500, value.isWellFormed(), value.includes('\u0000')]).toEqual([true, true, false])
        }
      }),
    )
  })
  test('text in Latin 1 is text all the same', () => {
    expect(wordsOf(bytes('Système à côté', 'latin1'))).toBe('Système à côté')
    expect(wordsOf(bytes('Système à côté'))).toBe('Système à côté')
  })
})
