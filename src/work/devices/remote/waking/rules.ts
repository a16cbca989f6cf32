/** What wakes a device that is off, and where it is sent. Pure. */
import ipaddr from 'ipaddr.js'

/** Six times ff and sixteen times the network card (AMD, Magic Packet Technology): 102 bytes. `mac`: with or without colons. */
export function magicPacket(mac: string): Uint8Array | undefined {
  const hex = mac.replace(/[:.-]/g, '')
  if (!/^[0-9a-f]{12}$/i.test(hex)) return undefined
  const card = Buffer.from(hex, 'hex')
  return Buffer.concat([Buffer.alloc(6, 0xff), ...Array.from({ length: 16 }, () => card)])
}

/** Where everybody on the networks of this machine hears it. The general address alone leaves by one network card only. */
export function broadcastsOf(cards: readonly { cidr: string | null; internal: boolean }[]): string[] {
  const own = cards.flatMap(({ cidr, internal }) =>
    cidr !== null && !internal && ipaddr.IPv4.isValidCIDR(cidr) && !/\/3[12]$/.test(cidr)
      ? [ipaddr.IPv4.broadcastAddressFromCIDR(cidr).toString()]
      : [],
  )
  return [...new Set([...own, '255.255.255.255'])]
}
