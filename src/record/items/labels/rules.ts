/** Labels as they are drawn, in millimetres, and what a scanned text means. Pure: the preview, the print and the tests use the same. */
import type { LabelChoice } from './contract.ts'

export interface Format {
  key: string
  /** As it is sold; no translation. */
  name: string
  /** Of one label. */
  width: number
  height: number
  /** On an A4 sheet; a label printer has neither. */
  columns?: number
  rows?: number
  /** Between columns. */
  gap?: number
}
export const a4 = { width: 210, height: 297 } as const
/** Labels of a sheet are centred on it, as their makers do. */
export const formats: readonly Format[] = [
  { key: 'l7160', name: 'Avery L7160', width: 63.5, height: 38.1, columns: 3, rows: 7, gap: 2.5 },
  { key: 'l7159', name: 'Avery L7159', width: 63.5, height: 33.9, columns: 3, rows: 8, gap: 2.5 },
  { key: 'l7163', name: 'Avery L7163', width: 99.1, height: 38.1, columns: 2, rows: 7, gap: 2.5 },
  { key: 'l7651', name: 'Avery L7651', width: 38.1, height: 21.2, columns: 5, rows: 13, gap: 2.5 },
  { key: 'l4731', name: 'Avery L4731', width: 25.4, height: 10, columns: 7, rows: 27, gap: 2.5 },
  { key: 'brother62', name: 'Brother DK 62', width: 62, height: 29 },
  { key: 'brother29', name: 'Brother DK 29 × 90', width: 90, height: 29 },
  { key: 'dymo89', name: 'Dymo 99012', width: 89, height: 36 },
  { key: 'dymo57', name: 'Dymo 11354', width: 57, height: 32 },
  { key: 'zebra50', name: 'Zebra', width: 50, height: 25 },
  { key: 'zebra100', name: 'Zebra', width: 100, height: 50 },
]
export const formatOf = (key: string | undefined): Format => formats.find((one) => one.key === key) ?? (formats[0] as Format)
export const perPage = ({ columns = 1, rows = 1 }: Format): number => columns * rows
export const pageOf = (format: Format): { width: number; height: number } => (format.columns ? a4 : { width: format.width, height: format.height })

export interface Box {
  x: number
  y: number
  width: number
  height: number
}
const round = (mm: number) => Math.round(mm * 1000) / 1000
/** Where the label of a place stands on its page, from the left and the top; places begin at 0 and go on row by row. */
export function placeOn(format: Format, place: number): Box {
  const { width, height, columns = 1, rows = 1, gap = 0 } = format
  const page = pageOf(format)
  const left = (page.width - columns * width - (columns - 1) * gap) / 2
  const top = (page.height - rows * height) / 2
  return { x: round(left + (place % columns) * (width + gap)), y: round(top + Math.floor(place / columns) * height), width, height }
}
/** Labels page by page; of a used sheet the first `skip` places are left empty. */
export function pagesOf<T>(format: Format, all: readonly T[], skip: number): { place: number; one: T }[][] {
  const each = perPage(format)
  const pages: { place: number; one: T }[][] = []
  all.forEach((one, at) => {
    const place = at + (format.columns ? skip % each : 0)
    const page = Math.floor(place / each)
    pages[page] = [...(pages[page] ?? []), { place: place % each, one }]
  })
  return pages
}

/** A line of a bar code thinner than this is not read by a phone from a printed label. */
const finest = 0.17
/** Squares of a QR code from this size on are read from any printer. */
export const comfortable = 0.33
/** White that a QR code needs around it, in its squares (ISO/IEC 18004). */
const quietSquares = 4
/** Bars of a text in Code 128 without its quiet zones: at most this wide for text of any kind. */
const quiet = 10
export interface Words {
  text: string
  x: number
  y: number
  size: number
  bold: boolean
}
export interface Drawing {
  /** Box of the squares; the white around them is outside it. */
  qr: Box | null
  /** Box of the bars, with room beside them that stays white. */
  bar: (Box & { module: number }) | null
  words: Words[]
  /** The bar code does not fit on this size. */
  tooFine: boolean
}
/** Width of words in millimetres at a size in millimetres. */
export type Measure = (text: string, size: number, bold: boolean) => number

/** How many squares wide a QR code is, and how many lines a bar code. */
export interface Units {
  qr: number
  bar: number
}
/** What stands where on one label. `lines`: what it says, the first one large. */
export function drawingOf(format: Format, codes: LabelChoice['codes'], lines: readonly string[], units: Units, measure: Measure): Drawing {
  const { width, height } = format
  const margin = height < 15 ? 0.8 : height < 25 ? 1.2 : 2
  const inner = { width: width - 2 * margin, height: height - 2 * margin }
  const module = Math.min(0.5, inner.width / (units.bar + 2 * quiet))
  const wants = codes !== 'qr'
  const tooFine = wants && (module < finest || inner.height < 12)
  const bars = wants && !tooFine
  const low = bars ? Math.min(12, Math.max(4.5, inner.height * (codes === 'bar' ? 0.4 : 0.26))) : 0
  const above = inner.height - (bars ? low + 1 : 0)
  // What has no room for bars still needs something that can be read.
  const side = codes === 'bar' && bars ? 0 : Math.min(above, inner.width * 0.5, 32)
  const beside = 1.2
  const left = margin + (side > 0 ? side + beside : 0)
  // What stays white around its room anyway counts as white around the code.
  const white = Math.min(margin, beside, bars ? 1 : margin)
  const square = Math.min(side / units.qr, (side + 2 * white) / (units.qr + 2 * quietSquares))
  const corner = round(margin + (side - square * units.qr) / 2)
  return {
    qr: side > 0 ? { x: corner, y: corner, width: round(square * units.qr), height: round(square * units.qr) } : null,
    bar: bars
      ? { x: round((width - units.bar * module) / 2), y: round(height - margin - low), width: round(units.bar * module), height: low, module }
      : null,
    words: wordsIn({ x: left, y: margin, width: width - margin - left, height: above }, lines, measure),
    tooFine,
  }
}

function wordsIn(box: Box, lines: readonly string[], measure: Measure): Words[] {
  const said = lines.filter((line) => line !== '')
  if (said.length === 0) return []
  const leading = 1.22
  const size = round(Math.max(1.6, Math.min(3.6, box.height / ((said.length + 0.4) * leading))))
  const rows: { text: string; bold: boolean }[] = []
  let room = Math.max(said.length, Math.floor(box.height / (size * leading)))
  said.forEach((line, at) => {
    const may = at === 0 ? Math.max(1, room - (said.length - 1)) : 1
    const wrapped = wrap(line, Math.min(may, 3), (text) => measure(text, size, at === 0) <= box.width)
    rows.push(...wrapped.map((text) => ({ text, bold: at === 0 })))
    room -= wrapped.length - 1
  })
  return rows.map(({ text, bold }, at) => ({ text, bold, size, x: round(box.x), y: round(box.y + size * (0.95 + at * leading)) }))
}

/** In lines that fit, the last one with an ellipsis when something is left. */
export function wrap(text: string, most: number, fits: (text: string) => boolean): string[] {
  const rows: string[] = []
  let rest = text.trim()
  while (rest !== '' && rows.length < most) {
    if (fits(rest)) return [...rows, rest]
    const whole = [...rest]
    let count = whole.length
    const last = rows.length === most - 1
    while (count > 1 && !fits(`${whole.slice(0, count).join('').trimEnd()}${last ? '…' : ''}`)) count -= 1
    const cut = whole.slice(0, count).join('')
    const space = cut.lastIndexOf(' ')
    const kept = last || space < 1 ? cut : cut.slice(0, space)
    rows.push(last ? `${kept.trimEnd()}…` : kept.trimEnd())
    rest = rest.slice(kept.length).trimStart()
  }
  return rows
}

/** What the QR code of an item holds. */
export const addressOf = (url: string, number: number): string => `${url}/i/${number}`

/** What was scanned: the number of an item, or else a code. `ours`: addresses of this installation; another one has its own numbers. */
export function readScan(text: string, ours: readonly string[]): { number: number } | { code: string } {
  const given = text.trim()
  const number = /^i-(\d{1,9})$/i.exec(given)?.[1]
  if (number !== undefined) return { number: Number(number) }
  for (const url of ours) {
    const path = given.toLowerCase().startsWith(`${url.toLowerCase()}/`) ? given.slice(url.length) : ''
    const found = /^\/(?:i|items)\/(?:i-)?(\d{1,9})\/?(?:[?#].*)?$/i.exec(path)?.[1]
    if (found !== undefined) return { number: Number(found) }
  }
  return { code: given }
}
