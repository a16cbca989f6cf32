/** What an expression is worth at every moment asked: one line a series, and how lines with the same labels come together. */
import type { Labels } from '../../../contract.ts'
import { QueryError } from '../../contract.ts'

/** Moments at which is asked: `from`, and every `step` ms after it. */
export interface Grid {
  from: number
  step: number
  count: number
}
/** One series: where `has` is 1, it has this value at that moment of the grid. */
export interface Line {
  labels: Labels
  itemId: string | null
  values: Float64Array
  has: Uint8Array
}
export type Value = { type: 'scalar'; values: Float64Array } | { type: 'string'; value: string } | { type: 'vector'; lines: Line[] }

export const lineOf = (labels: Labels, itemId: string | null, count: number): Line => ({
  labels,
  itemId,
  values: new Float64Array(count),
  has: new Uint8Array(count),
})
/** Whether it has a value at any moment. */
export const isThere = ({ has }: Line): boolean => has.includes(1)

/** The same for the same labels, and never for others: lengths stand in it, so no value can pass for a divider. */
export function keyOf(labels: Labels): string {
  let key = ''
  for (const name of Object.keys(labels).sort()) {
    const value = labels[name] ?? ''
    if (value !== '') key += `${name.length}:${name}${value.length}:${value}`
  }
  return key
}
/** The values of these labels, in this order. */
export function partOf(labels: Labels, names: readonly string[]): string {
  let key = ''
  for (const name of names) {
    const value = labels[name] ?? ''
    key += `${value.length}:${value}`
  }
  return key
}
export function without(labels: Labels, names: ReadonlySet<string>): Labels {
  const left: Record<string, string> = {}
  for (const name in labels) if (!names.has(name) && labels[name]) left[name] = labels[name]
  return left
}
export function only(labels: Labels, names: Iterable<string>): Labels {
  const left: Record<string, string> = {}
  for (const name of names) if (labels[name]) left[name] = labels[name]
  return left
}
const measured: ReadonlySet<string> = new Set(['__name__'])
/** After a calculation it is no longer what was measured. */
export const unnamed = (labels: Labels): Labels => ('__name__' in labels ? without(labels, measured) : labels)

/** Labels as Prometheus writes them, for messages. */
export function written(labels: Labels): string {
  const { __name__ = '', ...others } = labels
  const parts = Object.keys(others)
    .sort()
    .map((name) => `${name}=${JSON.stringify(others[name])}`)
  return parts.length > 0 || __name__ === '' ? `${__name__}{${parts.join(', ')}}` : __name__
}
/** By labels, as Prometheus orders series. */
export function inOrder<T extends { labels: Labels }>(all: readonly T[]): T[] {
  const placed = all.map((one) => ({
    one,
    key: Object.keys(one.labels)
      .sort()
      .map((name) => `${name}\u0000${one.labels[name]}\u0000`)
      .join(''),
  }))
  return placed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ one }) => one)
}

/** Both are of this item, or it is of none. */
export const sameItem = (one: string | null, other: string | null): string | null => (one === other ? one : null)

/** Lines that got other labels: those with the same ones are one, and have one value at a moment. */
export class Gathering {
  private readonly found = new Map<string, Line>()
  private readonly at: number
  /** Even at different moments no two may have the same labels. */
  private readonly apart: boolean

  constructor(at: number, apart = false) {
    this.at = at
    this.apart = apart
  }
  add(line: Line): void {
    if (!isThere(line)) return
    const key = keyOf(line.labels)
    const there = this.found.get(key)
    if (!there) {
      this.found.set(key, line)
      return
    }
    for (let moment = 0; moment < line.has.length; moment += 1) {
      if (line.has[moment] === 0) continue
      if (this.apart || there.has[moment] === 1) throw new QueryError('sameLabels', this.at, written(line.labels))
      there.has[moment] = 1
      there.values[moment] = line.values[moment] ?? Number.NaN
    }
    there.itemId = sameItem(there.itemId, line.itemId)
  }
  get lines(): Line[] {
    return [...this.found.values()]
  }
}
/** Without the name of what was measured. */
export function calculated(lines: readonly Line[], at: number, apart = false): Line[] {
  const gathering = new Gathering(at, apart)
  for (const line of lines) gathering.add({ ...line, labels: unnamed(line.labels) })
  return gathering.lines
}
