/** Which addresses are asked. Pure. */
import ipaddr from 'ipaddr.js'

export const mostAddresses = 1024

/** The address or network as it is written shortest; undefined when it is none, or too large. An IPv4 address in another dress is that address. */
export function networkIn(text: string): string | undefined {
  const [address = '', bits, ...more] = text.trim().split('/')
  if (more.length > 0 || !(ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address)) || address.includes('%')) return undefined
  const at = ipaddr.process(address)
  if (bits === undefined) return at.toString()
  const width = at.kind() === 'ipv4' ? 32 : 128
  if (!/^\d{1,3}$/.test(bits) || at.kind() !== ipaddr.parse(address).kind() || Number(bits) > width || 2 ** (width - Number(bits)) > mostAddresses)
    return undefined
  const first = at.kind() === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(text.trim()) : ipaddr.IPv6.networkAddressFromCIDR(text.trim())
  return Number(bits) === width ? first.toString() : `${first.toString()}/${Number(bits)}`
}

/** Each address of it that a device can have: without those of the network itself and of everybody on it. */
export function addressesIn(network: string): string[] {
  const [address = '', bits] = network.split('/')
  if (bits === undefined) return [address]
  const first = ipaddr.parse(address)
  const four = first.kind() === 'ipv4'
  const count = 2 ** ((four ? 32 : 128) - Number(bits))
  const start = first.toByteArray()
  const all = Array.from({ length: Math.min(count, mostAddresses) }, (_, at) => {
    const bytes = [...start]
    // A network of at most 1024 addresses begins at a multiple of its size: only the last two bytes move.
    const last = ((bytes.at(-2) ?? 0) << 8) + (bytes.at(-1) ?? 0) + at
    bytes.splice(-2, 2, last >> 8, last & 255)
    return ipaddr.fromByteArray(bytes).toString()
  })
  return four && count > 2 ? all.slice(1, -1) : all
}
