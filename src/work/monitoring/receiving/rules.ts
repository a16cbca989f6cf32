/** From which networks something is taken. Pure. */
import ipaddr from 'ipaddr.js'

/** As it is kept; undefined when it is none, or more than anybody has. */
export function networkOf(text: string): string | undefined {
  const [address = '', bits, ...more] = text.trim().split('/')
  if (more.length > 0 || !(ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address)) || address.includes('%')) return undefined
  const at = ipaddr.process(address)
  const four = at.kind() === 'ipv4'
  if (bits === undefined) return `${at.toString()}/${four ? 32 : 128}`
  if (!/^\d{1,3}$/.test(bits) || at.kind() !== ipaddr.parse(address).kind()) return undefined
  const size = Number(bits)
  if (size > (four ? 32 : 128) || size < (four ? 8 : 32)) return undefined
  const first = four ? ipaddr.IPv4.networkAddressFromCIDR(text.trim()) : ipaddr.IPv6.networkAddressFromCIDR(text.trim())
  return `${first.toString()}/${size}`
}
/** Larger than an organisation has alone: the senders of others may stand in it. */
export function isLarge(network: string): boolean {
  const [first, size] = ipaddr.parseCIDR(network)
  return size < (first.kind() === 'ipv4' ? 16 : 48)
}
/** An address as it stands in a list: IPv4 when it is IPv4 in another dress, without the card it came by. */
export const addressOf = (address: string): string => {
  const bare = address.split('%', 1)[0] ?? ''
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : bare
}
/** The one in which it lies: there is never more than one. */
export function networkFor<T extends { range: ReturnType<typeof ipaddr.parseCIDR> }>(address: string, networks: readonly T[]): T | undefined {
  if (!ipaddr.isValid(address)) return undefined
  const at = ipaddr.parse(address)
  return networks.find(({ range }) => range[0].kind() === at.kind() && at.match(range))
}
export const rangeOf = (network: string): ReturnType<typeof ipaddr.parseCIDR> => ipaddr.parseCIDR(network)

/** At most so many at once, and so many a second after that. */
interface Bucket {
  left: number
  at: number
}
/** A bucket for each name, of at most so many names: the one that was not asked for longest is forgotten. */
export function bucketsOf({ most, burst, aSecond }: { most: number; burst: number; aSecond: number }) {
  const all = new Map<string, Bucket>()
  return (name: string, now: number): boolean => {
    const bucket = all.get(name) ?? { left: burst, at: now }
    all.delete(name)
    all.set(name, bucket)
    if (all.size > most) all.delete(all.keys().next().value ?? '')
    return takes(bucket, burst, aSecond, now)
  }
}
/** Whether one more fits; `now` in ms. */
function takes(bucket: Bucket, burst: number, aSecond: number, now: number): boolean {
  bucket.left = Math.min(burst, bucket.left + ((now - bucket.at) / 1000) * aSecond)
  bucket.at = now
  if (bucket.left < 1) return false
  bucket.left--
  return true
}
