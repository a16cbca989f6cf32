/** What is filled in of an item, and what may stay as it was. Pure. */
import { What } from './kinds/contract.ts'

export interface Known {
  name: string
  number: number
  attributes: Readonly<Record<string, unknown>>
  facts: ReadonlyMap<string, string | number | boolean>
}
/** Facts in which an address may stand, the best first. */
const addressFacts = ['net.addresses', 'net.fqdn', 'host.name'] as const
/** Braces around anything else are text. */
const hole = /\{((?:host:)?(?:address|name|number|fact:[^{}]{1,200}|attribute:[^{}]{1,60}))\}/g

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : typeof value === 'number' ? String(value) : undefined
/** Of a list of addresses the first that is not only of its link. */
function firstOf(value: string | undefined): string | undefined {
  const all =
    value
      ?.split(/[\s,;]+/)
      .map((one) => one.replace(/\/\d+$/, ''))
      .filter(Boolean) ?? []
  return all.find((one) => !/^(fe80:|169\.254\.|127\.|::1$)/i.test(one)) ?? all[0]
}
const addressOf = ({ attributes, facts }: Known): string | undefined =>
  firstOf(textOf(attributes.ip)) ??
  hostOf(textOf(attributes.address)) ??
  textOf(attributes.hostname) ??
  addressFacts.map((key) => firstOf(textOf(facts.get(key)))).find((one) => one !== undefined)
/** The name in a web address, or the address as it is. */
function hostOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`)
  return url?.hostname.replace(/^\[(.*)\]$/, '$1') || undefined
}
/** What an item says for one hole; undefined: nothing. */
function said(name: string, known: Known): string | undefined {
  const [what = '', ...rest] = name.split(':')
  const key = rest.join(':')
  if (what === 'host') return hostOf(said(key, known))
  if (what === 'fact') return textOf(known.facts.get(key))
  if (what === 'attribute') return textOf(known.attributes[key])
  return name === 'address' ? addressOf(known) : name === 'name' ? known.name : name === 'number' ? `I-${known.number}` : undefined
}

/** A question with what is known of the item; or the hole for which nothing is known. A regular expression and a command are left as they are. */
export function fill(what: What, known: Known): { filled: What } | { missing: string } {
  let missing: string | undefined
  const put = (text: string, inUrl: boolean) =>
    text.replace(hole, (_, name: string) => {
      const value = said(name, known)
      if (value === undefined) missing ??= name
      return inUrl && isSix(value) ? `[${value}]` : (value ?? '')
    })
  const filled = Object.fromEntries(
    Object.entries(what).map(([key, value]) => [key, fillable.has(key) && typeof value === 'string' ? put(value, key === 'url') : value]),
  )
  if (missing !== undefined) return { missing }
  if ('url' in what && typeof filled.url === 'string' && !/^https?:\/\//i.test(filled.url)) filled.url = `https://${filled.url}`
  const parsed = What.safeParse(filled)
  return parsed.success ? { filled: parsed.data } : { missing: String(parsed.error.issues[0]?.path[0] ?? 'what') }
}
const isSix = (text = '') => /^[0-9a-f:.]+$/i.test(text) && text.split(':').length > 2
const fillable = new Set(['address', 'server', 'url', 'name', 'contains', 'banner', 'base', 'database', 'user'])
const holesOf = (what: What): string[] =>
  Object.entries(what).flatMap(([key, value]) =>
    fillable.has(key) && typeof value === 'string' ? [...value.matchAll(hole)].map(([, name = '']) => name.replace(/^host:/, '')) : [],
  )
/** Facts that it reads. */
export function factsIn(what: What): string[] {
  const holes = holesOf(what)
  const named = holes.flatMap((name) => (name.startsWith('fact:') ? [name.slice(5)] : []))
  return [...new Set([...named, ...(holes.includes('address') ? addressFacts : [])])]
}

/** What is asked, in a word: for people, and as the label `instance`. */
export function instanceOf(what: What): string {
  if ('url' in what) return what.url
  if (what.kind === 'heartbeat') return 'heartbeat'
  if (what.kind === 'dns') return `${what.name} @${what.server}`
  const { address } = what
  return 'port' in what ? (address.includes(':') ? `[${address}]:${what.port}` : `${address}:${what.port}`) : address
}

/** Of these a change sends what is secret elsewhere, or to whom nobody vouches for, or has something else done with it. */
const places = [
  'kind',
  'url',
  'address',
  'server',
  'port',
  'user',
  'secure',
  'verify',
  'redirects',
  'hostKey',
  'protocol',
  'auth',
  'priv',
  'engine',
  'family',
  'command',
  'query',
] as const
export const goesElsewhere = (before: What, after: What): boolean => {
  const placeOf = (what: What) => JSON.stringify(places.map((key) => (what as Readonly<Record<string, unknown>>)[key] ?? null))
  return placeOf(before) !== placeOf(after)
}
