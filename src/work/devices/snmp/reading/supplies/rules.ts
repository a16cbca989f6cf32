/** How full what a printer uses up still is (RFC 3805, prtMarkerSuppliesTable). Pure. */
import type { Reading } from '../../contract.ts'

/** PrtMarkerSuppliesSupplyUnitTC: percent. */
const percent = 19

/**
 * Whole percents, rounded down; of waste it is the room that is left, so low asks for a hand all the same. Undefined when it is not known: -2 says
 * so, -3 only that there is some, and of a capacity that is unknown or nothing there is no share.
 */
export function percentOf(level: number | undefined, most: number | undefined, unit?: number): number | undefined {
  if (level === undefined || level < 0) return undefined
  if (most !== undefined && most > 0) return Math.min(100, Math.floor((level * 100) / most))
  return most !== 0 && unit === percent && level <= 100 ? Math.floor(level) : undefined
}
/** Of those that are known; undefined when none is. */
export function lowestOf(percents: readonly (number | undefined)[]): number | undefined {
  const told = percents.filter((one) => one !== undefined)
  return told.length === 0 ? undefined : Math.min(...told)
}

/** Of this much or less it is low: what the shipped requirement of printers says. */
export const lowPercent = 10

/** A key of a fact as words to read: "Black cartridge hp ce410x". */
export function supplyWords(key: string): string {
  const words = key.replace(/_(\d+)$/, ' ($1)').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const under = 'printer.supplies.'
/** What is known of supplies among the facts of a device, the emptiest first. */
export const suppliesIn = (facts: Iterable<{ key: string; value: unknown }>): Reading['supplies'] =>
  [...facts]
    .flatMap(({ key, value }) =>
      key.startsWith(under) && key !== `${under}lowest` && typeof value === 'number'
        ? [{ key, name: supplyWords(key.slice(under.length)), percent: value, low: value <= lowPercent }]
        : [],
    )
    .sort((one, other) => one.percent - other.percent || one.name.localeCompare(other.name))

/** Names for facts, each different, that a condition can use: blackCartridgeHpCe410x. In the order of the names. */
export function supplyKeys(names: readonly string[]): string[] {
  const taken = new Set(['lowest'])
  return names.map((name, place) => {
    const words =
      name
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .toLowerCase()
        .match(/[a-z0-9]+/g) ?? []
    const joined = words
      .map((word, at) => (at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
      .join('')
      .slice(0, 60)
    const base = joined === '' ? `supply${place + 1}` : /^\d/.test(joined) ? `supply${joined}` : joined
    let key = base
    for (let more = 2; taken.has(key); more++) key = `${base}_${more}`
    taken.add(key)
    return key
  })
}
