/** Links from templates. Pure. What stands in the register or was told by a device comes from others, so it never decides where a link leads. */
import ipaddr from 'ipaddr.js'
import { placeholders, schemes } from '../contract.ts'

export const wrongs = ['scheme', 'braces', 'placeholder', 'secret', 'signs', 'url'] as const
export type Wrong = (typeof wrongs)[number]
interface Parsed {
  scheme: string
  /** Words as they are and names of values, by turns; begins and ends with words. */
  parts: readonly string[]
}

const isKnown = (name: string): boolean =>
  (placeholders as readonly string[]).includes(name) || /^(?:attribute|fact):[\p{L}\p{N}][\p{L}\p{N}._-]{0,120}$/u.test(name)

/** What is wrong with a template, or its parts. The program that it opens stands in it as it is, never in a value. */
export function parseTemplate(text: string): Parsed | Wrong {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  if (/[\u0000-\u0020\u007f-\u009f\u2028\u2029"<>\\^`|]/.test(text)) return 'signs'
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase()
  if (!scheme || !(schemes as readonly string[]).includes(scheme)) return 'scheme'
  if (['http', 'https'].includes(scheme) && !/^[a-z]+:\/\/[^/]/i.test(text)) return 'scheme'
  const parts = text.split(/\{([^{}]*)\}/)
  if (parts.some((part, at) => at % 2 === 0 && /[{}]/.test(part))) return 'braces'
  if (parts.some((part, at) => at % 2 === 1 && !isKnown(part))) return 'placeholder'
  // A password in a link stands in the history of every browser that opened it.
  if (/^[a-z0-9+.-]+:\/\/[^/?#]*:[^/?#]*@/i.test(text)) return 'secret'
  // Filled in with the shortest there is (of what may be a port, a digit): a browser goes nowhere with what is no address at all.
  const shortest = parts.map((part, at) => (at % 2 === 0 ? part : part.includes(':') ? '1' : 'x')).join('')
  return URL.canParse(shortest) ? { scheme, parts } : 'url'
}

/** Names and addresses of machines, numbers: what cannot lead a link elsewhere, nor be read as an option by the program that it opens. */
const plain = /^[a-z0-9][a-z0-9._-]*$/i
/** The value as it goes into the link; undefined when it does not fit there. `target`: before the first slash, where it says to which machine. */
export function encoded(value: string, target: boolean): string | undefined {
  const text = value.trim()
  if (text === '' || text.length > 300 || /^[-.]/.test(text) || !text.isWellFormed()) return undefined
  if (target && ipaddr.IPv6.isValid(text) && !text.includes('%')) return `[${ipaddr.IPv6.parse(text).toString()}]`
  if (target) return plain.test(text) ? text : undefined
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

export type Filled = { url: string } | { placeholder: string; why: 'unknown' | 'unfit' }
/** Fills a template in; tells the first value that is not known, or does not fit. */
export function fillTemplate({ scheme, parts }: Parsed, known: (placeholder: string) => string | undefined): Filled {
  let url = ''
  for (const [at, part] of parts.entries()) {
    if (at % 2 === 0) {
      url += part
      continue
    }
    const value = known(part)
    if (value === undefined || value.trim() === '') return { placeholder: part, why: 'unknown' }
    const target = !/[/?#]/.test(url.replace(/^[a-z0-9+.-]+:(?:\/\/)?/i, ''))
    const fitting = encoded(value, target)
    if (fitting === undefined) return { placeholder: part, why: 'unfit' }
    url += fitting
  }
  // Whatever was overlooked above: a link opens the program that its template names, or nothing.
  if (!URL.canParse(url) || new URL(url).protocol !== `${scheme}:`) return { placeholder: parts[1] ?? '', why: 'unfit' }
  return { url }
}

const isUsable = (address: string): boolean =>
  ipaddr.isValid(address) && !['loopback', 'linkLocal', 'unspecified'].includes(ipaddr.parse(address).range())
/** What stands for a placeholder of an item: what somebody wrote down counts before what was told. */
export function valuesOf(
  item: { name: string; number: string; code: string | null; attributes: Readonly<Record<string, unknown>> },
  facts: ReadonlyMap<string, { value: unknown }>,
): (placeholder: string) => string | undefined {
  const words = (value: unknown) => (value === undefined || value === null || typeof value === 'object' ? undefined : String(value))
  const fact = (key: string) => words(facts.get(key)?.value)
  const attribute = (key: string) => (Object.hasOwn(item.attributes, key) ? words(item.attributes[key]) : undefined)
  const told = (fact('net.addresses') ?? '').split(/[\s,;]+/).filter(isUsable)
  const ip = attribute('ip') || (told.find((address) => ipaddr.IPv4.isValid(address)) ?? told[0])
  const own: Readonly<Record<string, string | undefined>> = {
    ...{ name: item.name, number: item.number, code: item.code ?? undefined, ip },
    host: attribute('hostname') || fact('host.name') || ip,
  }
  return (placeholder) => {
    if (placeholder.startsWith('attribute:')) return attribute(placeholder.slice('attribute:'.length))
    if (placeholder.startsWith('fact:')) return fact(placeholder.slice('fact:'.length))
    return Object.hasOwn(own, placeholder) ? own[placeholder] : undefined
  }
}
