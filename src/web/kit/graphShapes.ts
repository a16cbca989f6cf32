/** What a graph is given, and what of it is drawn. */
import type { Values } from './graphMaths.ts'
import type { Format, Unit } from './graphUnits.ts'
import type { Tone } from './theme.ts'

export interface GraphLine {
  key: string
  label: string
  values: Values
}
export interface GraphEvent {
  /** In ms since 1970. */
  at: number
  /** null: it goes on; left out: it is a moment. */
  until?: number | null
  tone: Tone
  /** What kind it is, in a word: "Zaak". */
  kind: string
  text: string
  to?: string
}
export interface Threshold {
  value: number
  tone: 'amber' | 'red'
  label?: string
}
export interface Column {
  key: string
  values: Values
  colour: number
  dash: readonly number[]
  /** Only the edge of a band: nothing of its own is drawn. */
  edge?: boolean
  filled?: boolean
  shown: boolean
}
export interface Picture {
  /** In seconds. */
  times: readonly number[]
  columns: readonly Column[]
  /** Places of columns between which is coloured. */
  bands: readonly { high: number; low: number }[]
  /** In seconds; what the drawing is wide, whatever was measured. */
  from: number
  to: number
}
export interface Drawing {
  picture: Picture
  height: number
  unit: Unit
  format: Format
  /** What a share of a whole is shown on: 100, or 1. */
  whole: number | undefined
  stacked: boolean
  events: readonly GraphEvent[]
  thresholds: readonly Threshold[]
  sync: string | undefined
  timeZone: string
  tag: string
  onCursor: (at: number | null) => void
  onZoom: ((from: number, to: number) => void) | undefined
  onBack: (() => void) | undefined
}
/** Moves the cursor from outside: by keyboard. */
export interface Handle {
  show(at: number | null): void
}

export const coloursOf = (element: Element) => {
  const style = getComputedStyle(element)
  const of = (name: string) => style.getPropertyValue(`--spil-${name}`).trim()
  return { of, line: (at: number) => of(`graph-${at + 1}`) }
}
export type Colours = ReturnType<typeof coloursOf>
