import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare, decide, fold, isJunk, isLocal, joins, type Known, macOf, type Traits, uuidOf } from './rules.ts'

const none: Traits = { serial: undefined, uuid: undefined, macs: [], assetTag: undefined, hostName: undefined }
const seen = (some: Partial<Traits>): Traits => ({ ...none, ...some })
const known = (some: Partial<Known>): Known => ({
  ...{ itemId: 'a', number: 1, serials: [], uuids: [], macs: [], assetTags: [], hostNames: [], agents: [] },
  ...some,
})
const card = '00:1b:21:3c:4d:5e'
const otherCard = '00:1b:21:99:88:77'
const uuid = '4c4c4544-0042-3010-8050-b7c04f4e4a32'
const why = (of: Partial<Traits>, to: Partial<Known>, agent = 'ocs a') => joins(seen(of), agent, known(to)).map(({ reason }) => reason)

describe('what says nothing', () => {
  test.each([
    '',
    ' ',
    '0',
    'To be filled by O.E.M.',
    'Default string',
    'System Serial Number',
    '00000000',
    'XXXXXXXX',
    'N/A',
    'None',
    '123456789',
    '....',
    'Not Specified',
  ])('%j', (text) => {
    expect(isJunk(fold(text))).toBe(true)
  })
  test.each(['5CG1234ABC', 'PF-2X9K7', 'vmware-56 4d 1f', 'C02XK0'])('but %j does', (text) => expect(isJunk(fold(text))).toBe(false))
  test.each(['', '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '03000200-0400-0500-0006-000700080009', 'x'])(
    'uuid %j',
    (text) => expect(uuidOf(text)).toBeUndefined(),
  )
  test.each(['', '00:00:00:00:00:00', 'FF-FF-FF-FF-FF-FF', '00:50:56:C0:00:08', 'no card', '00:11:22'])('mac %j', (text) =>
    expect(macOf(text)).toBeUndefined(),
  )
  test('written in any way it is the same', () => {
    expect(macOf('001B.213C.4D5E')).toBe(card)
    expect(macOf('00-1B-21-3C-4D-5E')).toBe(card)
    expect(uuidOf(`{${uuid.toUpperCase()}}`)).toBe(uuid)
    expect([isLocal('02:42:ac:11:00:02'), isLocal(card)]).toEqual([true, false])
  })
})

describe('one device', () => {
  const laptop = { serials: ['5cg1'], uuids: [uuid], macs: [card], hostNames: ['lt-1'], agents: ['ocs a'] }
  test('renamed', () => expect(why({ serial: '5cg1', uuid, macs: [card], hostName: 'lt-99' }, laptop)).toEqual(['serial', 'uuid', 'mac', 'agent']))
  test('with another network card', () =>
    expect(why({ serial: '5cg1', uuid, macs: [otherCard], hostName: 'lt-1' }, laptop)).toEqual(['serial', 'uuid', 'agent', 'hostName']))
  test('with another mainboard', () =>
    expect(why({ serial: '5cg1', uuid: uuidOf('11223344-5566-7788-99aa-bbccddeeff00'), macs: [otherCard], hostName: 'lt-1' }, laptop)).toContain(
      'serial',
    ))
  test('seen by two agents: by serial number, or by its card when it has none', () => {
    expect(why({ serial: '5cg1', macs: [card] }, laptop, 'fusioninventory b')).toContain('serial')
    expect(why({ macs: [card], hostName: 'lt-1' }, { macs: [card], hostNames: ['lt-1'], agents: ['ocs a'] }, 'fusioninventory b')).toEqual([
      'mac',
      'hostName',
    ])
  })
  test('its number read the other way round', () =>
    expect(why({ uuid: uuidOf('44454c4c-4200-1030-8050-b7c04f4e4a32') }, { uuids: [uuid] }, 'fusioninventory b')).toEqual(['uuid']))
  test('a virtual machine that was moved, where the host gives the serial number', () =>
    expect(why({ serial: 'host-2', uuid, macs: [card], hostName: 'vm' }, { ...laptop, hostNames: ['vm'] })).toContain('uuid'))
  test('without any number: the same agent and the same name', () =>
    expect(why({ hostName: 'lt-1', macs: [otherCard] }, { ...laptop, serials: [], uuids: [] })).toEqual(['agent', 'hostName']))
  test('registered by hand, under its name or by the label on it', () => {
    expect(why({ serial: '5cg1', hostName: 'lt-1' }, { hostNames: ['lt-1'] })).toEqual(['hostName'])
    expect(why({ serial: '5cg1', assetTag: 'inv-7' }, { assetTags: ['inv-7'] })).toEqual(['assetTag'])
  })
})

describe('two devices', () => {
  const first = { serials: ['5cg1'], uuids: [uuid], macs: [card], hostNames: ['lt-1'], agents: ['ocs a'] }
  const other = uuidOf('11223344-5566-7788-99aa-bbccddeeff00')
  test('a copy: the same agent and name, another serial number', () =>
    expect(why({ serial: '5cg2', uuid: other, macs: [otherCard], hostName: 'lt-1' }, first)).toEqual([]))
  test('a copied virtual machine: another number', () =>
    expect(why({ uuid: other, macs: [otherCard], hostName: 'lt-1' }, { ...first, serials: [] })).toEqual([]))
  test('a copy that kept the number, not the card', () =>
    expect(why({ serial: '5cg2', uuid, macs: [otherCard], hostName: 'lt-1' }, first)).toEqual([]))
  test('the card of a docking station, another serial number', () =>
    expect(why({ serial: '5cg2', macs: [card], hostName: 'lt-2' }, first, 'ocs b')).toEqual([]))
  test('without any number: a copied agent under another name', () =>
    expect(why({ hostName: 'lt-2', macs: [otherCard] }, { ...first, serials: [], uuids: [] })).toEqual([]))
  test('a name alone, where more is known', () => expect(why({ serial: '5cg2', hostName: 'lt-1' }, first, 'ocs b')).toEqual([]))
  test('cards that a program made up', () => expect(why({ macs: ['02:42:ac:11:00:02'] }, { macs: ['02:42:ac:11:00:02'] })).toEqual([]))
})

const words = fc.constantFrom('s1', 's2', 's3')
const uuids = fc.constantFrom(uuid, '11223344-5566-7788-99aa-bbccddeeff00')
const macs = fc.uniqueArray(fc.constantFrom(card, otherCard, '02:42:ac:11:00:02'), { maxLength: 2 })
const traits: fc.Arbitrary<Traits> = fc.record({
  serial: fc.option(words, { nil: undefined }),
  uuid: fc.option(uuids, { nil: undefined }),
  macs,
  assetTag: fc.option(words, { nil: undefined }),
  hostName: fc.option(words, { nil: undefined }),
})
const knowns: fc.Arbitrary<Known> = fc.record({
  itemId: fc.uuid(),
  number: fc.integer({ min: 1, max: 9999 }),
  serials: fc.uniqueArray(words, { maxLength: 2 }),
  uuids: fc.uniqueArray(uuids, { maxLength: 2 }),
  macs,
  assetTags: fc.uniqueArray(words, { maxLength: 2 }),
  hostNames: fc.uniqueArray(words, { maxLength: 2 }),
  agents: fc.uniqueArray(fc.constantFrom('ocs a', 'ocs b'), { maxLength: 2 }),
})

describe('whatever comes', () => {
  test('another serial number is another device, unless its number and its card stayed', () => {
    fc.assert(
      fc.property(traits, knowns, (of, to) => {
        const { same, differ } = compare(of, 'ocs a', to)
        if (!differ.includes('serial')) return
        const has = (reason: string) => same.some((one) => one.reason === reason)
        expect(joins(of, 'ocs a', to).length > 0).toBe(has('uuid') && has('mac'))
      }),
      { numRuns: 2000 },
    )
  })
  test('nothing in common never joins, and every reason is something that both have', () => {
    fc.assert(
      fc.property(traits, knowns, (of, to) => {
        for (const { reason, value } of joins(of, 'ocs a', to)) {
          const of2: Record<string, readonly (string | undefined)[]> = {
            ...of,
            macs: of.macs,
            mac: of.macs,
            agent: ['ocs a'],
            serial: [of.serial],
            uuid: [of.uuid],
            assetTag: [of.assetTag],
            hostName: [of.hostName],
          }
          const to2: Record<string, readonly string[]> = {
            serial: to.serials,
            uuid: to.uuids,
            mac: to.macs,
            assetTag: to.assetTags,
            agent: to.agents,
            hostName: to.hostNames,
          }
          expect(of2[reason]).toContain(value)
          expect(to2[reason]).toContain(value)
        }
        if (compare(of, 'ocs a', to).same.length === 0) expect(joins(of, 'ocs a', to)).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })
  test('the order of those that it may be does not matter', () => {
    fc.assert(
      fc.property(traits, fc.uniqueArray(knowns, { maxLength: 6, selector: ({ number }) => number }), fc.integer(), (of, all, seed) => {
        const turned = [...all].sort((one, other) => ((one.number * 7919 + seed) % 101) - ((other.number * 7919 + seed) % 101))
        expect(decide(of, 'ocs a', turned)).toEqual(decide(of, 'ocs a', all))
      }),
      { numRuns: 1000 },
    )
  })
})
