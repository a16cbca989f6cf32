import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { expect, test } from 'vitest'
import { mayAsk } from '#platform/outgoing.ts'
import { addressesIn, mostAddresses, networkIn } from './rules.ts'

test.each([
  ['10.1.2.3', '10.1.2.3'],
  [' 10.1.2.3 ', '10.1.2.3'],
  ['10.1.7.9/22', '10.1.4.0/22'],
  ['10.1.2.3/32', '10.1.2.3'],
  ['fd12:0:0::1', 'fd12::1'],
  ['fd12::a1/118', 'fd12::/118'],
  // The same address in another dress.
  ['::ffff:10.1.2.3', '10.1.2.3'],
])('%s is %s', (text, network) => {
  expect(networkIn(text)).toBe(network)
})
test.each([
  '',
  '10.1.2',
  '010.1.2.3',
  '0x0a010203',
  '10.1.0.0/21',
  '10.1.2.3/',
  '10.1.2.3/33',
  '10.1.2.3/24/24',
  '::ffff:10.1.2.0/120',
  'fd12::/64',
  'fe80::1%eth0',
  'printer.linde.nl',
])('%s is none, or too large', (text) => {
  expect(networkIn(text)).toBeUndefined()
})

test('a network is its addresses, without those that no device has', () => {
  expect(addressesIn('10.1.2.0/30')).toEqual(['10.1.2.1', '10.1.2.2'])
  expect(addressesIn('10.1.2.4/31')).toEqual(['10.1.2.4', '10.1.2.5'])
  expect(addressesIn('fd12::fc/126')).toEqual(['fd12::fc', 'fd12::fd', 'fd12::fe', 'fd12::ff'])
  const large = addressesIn('10.1.4.0/22')
  expect([large.length, large[0], large.at(-1)]).toEqual([1022, '10.1.4.1', '10.1.7.254'])
})
test('whatever network is taken, each address of it is in it, once, and can be asked for by itself', () => {
  const four = fc.tuple(fc.ipV4(), fc.integer({ min: 22, max: 32 })).map(([address, bits]) => `${address}/${bits}`)
  const six = fc.tuple(fc.ipV6(), fc.integer({ min: 118, max: 128 })).map(([address, bits]) => `${address}/${bits}`)
  fc.assert(
    fc.property(fc.oneof(four, six), (text) => {
      const network = networkIn(text)
      if (network === undefined) return
      expect(networkIn(network)).toBe(network)
      const all = addressesIn(network)
      expect(all.length).toBeLessThanOrEqual(mostAddresses)
      expect(new Set(all).size).toBe(all.length)
      const [first, bits] = network.includes('/') ? ipaddr.parseCIDR(network) : [ipaddr.parse(network), undefined]
      for (const address of [all[0], all.at(-1)].filter((one) => one !== undefined)) {
        expect(networkIn(address)).toBe(address)
        if (bits !== undefined) expect(ipaddr.parse(address).match(first, bits)).toBe(true)
      }
    }),
  )
})

test.each(['10.1.2.3', '172.16.0.9', '192.168.1.4', 'fd12::9', '203.0.114.9', '2a02:898::1'])('%s may be asked', (address) => {
  expect(mayAsk(address, [])).toBe(true)
})
test.each([
  '127.0.0.1',
  '::1',
  '::ffff:127.0.0.1',
  '0.0.0.0',
  '::',
  '169.254.169.254',
  'fe80::1',
  'fd00:ec2::254',
  '100.100.100.200',
  '224.0.0.1',
  'ff02::1',
  '255.255.255.255',
  '240.0.0.1',
  'printer',
])('%s may not, unless the configuration says so', (address) => {
  expect(mayAsk(address, [])).toBe(false)
  if (address === '127.0.0.1' || address === '::ffff:127.0.0.1') expect(mayAsk(address, ['127.0.0.0/8'])).toBe(true)
})
