/** A document as a tree, whichever way it was written. */
export type Tree = Record<string, unknown>

/** A part of a document: what stands once or more, as a list of records. */
export function partsOf(tree: unknown, name: string): Tree[] {
  const found = typeof tree === 'object' && tree !== null ? (tree as Tree)[name] : undefined
  return (Array.isArray(found) ? found : [found]).filter((one): one is Tree => typeof one === 'object' && one !== null && !Array.isArray(one))
}
/** The first of these fields that says something, as text of at most 500 signs. */
export function textOf(part: Tree | undefined, ...names: string[]): string {
  for (const name of names) {
    const value = part?.[name]
    const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : typeof value === 'string' ? value.trim() : ''
    if (text !== '') return text.slice(0, 500)
  }
  return ''
}
export function numberOf(part: Tree | undefined, ...names: string[]): number | undefined {
  const text = textOf(part, ...names)
  const value = /^-?\d{1,15}(\.\d{1,6})?/.exec(text)?.[0]
  return value === undefined ? undefined : Number(value)
}
/** YYYY-MM-DD, from 2026-11-26, 2026/11/26 or 26/11/2026, whatever stands behind it. */
export function dayOf(text: string): string | undefined {
  const iso = /^(\d{4})[-/](\d\d)[-/](\d\d)/.exec(text)
  const european = /^(\d\d)\/(\d\d)\/(\d{4})/.exec(text)
  return iso ? `${iso[1]}-${iso[2]}-${iso[3]}` : european ? `${european[3]}-${european[2]}-${european[1]}` : undefined
}
