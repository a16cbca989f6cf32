/** A document as a tree, whichever way it was written. */
export type Tree = Record<string, unknown>

/** A part of a document: what stands once or more, as a list of records. */
export function partsOf(tree: unknown, name: string): Tree[] {
  const found = typeof tree === 'object' && tree !== null ? (tree as Tree)[name] : undefined
  return (Array.isArray(found) ? found : [found]).filter((one): one is Tree => typeof one === 'object' && one !== null && !Array.isArray(one))
}
/** At most so many signs, never half of one: PostgreSQL refuses half a pair in JSON. */
export const cut = (text: string, most: number): string => text.slice(0, most).replace(/[\ud800-\udbff]$/, '')
// biome-ignore lint/suspicious/noControlCharactersInRegex: firmware and strangers leave them in names
const control = /[\u0000-\u001f\u007f-\u009f]+/g
/** The first of these fields that says something, as one line of at most 500 signs. */
export function textOf(part: Tree | undefined, ...names: string[]): string {
  for (const name of names) {
    const value = part?.[name]
    const text =
      typeof value === 'number' || typeof value === 'boolean' ? String(value) : typeof value === 'string' ? value.replace(control, ' ').trim() : ''
    if (text !== '') return cut(text, 500)
  }
  return ''
}
export function numberOf(part: Tree | undefined, ...names: string[]): number | undefined {
  const text = textOf(part, ...names)
  const value = /^-?\d{1,15}(\.\d{1,6})?/.exec(text)?.[0]
  return value === undefined ? undefined : Number(value)
}
/**
 * YYYY-MM-DD, from 2026-11-26, 2026/11/26, 20261126 or 26/11/2026, whatever stands behind it; undefined when there is no such day.
 * `monthFirst`: 11/26/2026, as firmware and Windows write it.
 */
export function dayOf(text: string, monthFirst = false): string | undefined {
  const iso = /^(\d{4})[-/](\d\d)[-/](\d\d)/.exec(text) ?? /^([12]\d{3})(\d\d)(\d\d)(?!\d)/.exec(text)
  const [, first = '', second = '', last] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(text) ?? []
  const [year, month = '', day = ''] = iso?.slice(1) ?? [last, ...(monthFirst ? [first, second] : [second, first])]
  if (year === undefined) return undefined
  const found = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = new Date(`${found}T00:00:00Z`)
  return year > '0000' && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(found) ? found : undefined
}
