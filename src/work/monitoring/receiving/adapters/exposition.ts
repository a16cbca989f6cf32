/**
 * What a target of Prometheus tells: text 0.0.4 and OpenMetrics 1.0. One line that is wrong refuses the whole, by its number: half of what is told would
 * look like a target of which half went away.
 */
import type { Labels } from '#record/series/contract.ts'
import type { Incoming } from '#record/series/series.ts'
import { LabelBytes, mostLabelBytes, textIn } from './labels.ts'
import { RefusedError, refuse } from './refused.ts'

export interface Scrape {
  /** Which of the two it is. */
  contentType: string
  /** For samples that carry no moment of their own: milliseconds since 1970. */
  now: number
  /** Put on every series, whatever it says of itself: what it says under the same name is kept as `exported_…`. */
  labels?: Labels
}
const mostBytes = 64 * 1024 * 1024
const mostLabels = 100
const newline = 0x0a
const quote = 0x22
const backslash = 0x5c
const open = 0x7b
const close = 0x7d
const hash = 0x23
const comma = 0x2c
const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09

/** Answers how many samples there were. */
export function parseExposition(bytes: Uint8Array, scrape: Scrape, incoming: Incoming): number {
  if (bytes.length > mostBytes) return refuse('tooLarge')
  const open = /openmetrics/i.test(scrape.contentType)
  const key = new LabelBytes()
  key.of(scrape.labels ?? {})
  const given = key.size
  let samples = 0
  let line = 0
  let ended = false
  for (let at = 0; at < bytes.length; ) {
    line++
    const found = bytes.indexOf(newline, at)
    let end = found === -1 ? bytes.length : found
    const next = end + 1
    if (end > at && bytes[end - 1] === 0x0d) end--
    try {
      if (ended) throw new BadLine('behind # EOF')
      const from = blanks(bytes, at, end)
      if (from === end && open) throw new BadLine('empty')
      if (bytes[from] === hash) ended = open && end - from === 5 && textIn(bytes, from, end) === '# EOF'
      else if (from < end) {
        key.size = given
        readLine(bytes, from, end, { scrape, open, key, incoming })
        samples++
      }
    } catch (error) {
      if (error instanceof BadLine || (error instanceof RefusedError && error.why === 'labels')) refuse('line', { line: String(line) })
      throw error
    }
    at = next
  }
  // OpenMetrics ends with a word of its own, so that what was cut off is known.
  return open && !ended ? refuse('eof') : samples
}
class BadLine extends Error {
  override name = 'BadLine'
}
const bad = (why: string): never => {
  throw new BadLine(why)
}
const blanks = (bytes: Uint8Array, from: number, end: number): number => {
  let at = from
  while (at < end && isBlank(bytes[at])) at++
  return at
}
const wordEnd = (bytes: Uint8Array, from: number, end: number): number => {
  let at = from
  while (at < end && !isBlank(bytes[at])) at++
  return at
}

interface Reading {
  scrape: Scrape
  open: boolean
  key: LabelBytes
  incoming: Incoming
}
function readLine(bytes: Uint8Array, from: number, end: number, { scrape, open: openMetrics, key, incoming }: Reading): void {
  const headEnd = endOfHead(bytes, from, end)
  const valueFrom = blanks(bytes, headEnd, end)
  const valueEnd = wordEnd(bytes, valueFrom, end)
  const value = numberIn(bytes, valueFrom, valueEnd)
  let at = blanks(bytes, valueEnd, end)
  let when = scrape.now
  if (at < end && bytes[at] !== hash) {
    const last = wordEnd(bytes, at, end)
    when = momentIn(bytes, at, last, openMetrics)
    at = blanks(bytes, last, end)
  }
  // Behind it may stand an exemplar, in OpenMetrics alone.
  if (at < end && !(openMetrics && bytes[at] === hash)) bad('something behind it')
  key.raw(bytes, from, headEnd)
  incoming.sample(
    incoming.series(key.bytes, 0, key.size, () => labelsOf(bytes, from, headEnd, scrape.labels ?? {})),
    when,
    value,
  )
}
/** Behind the name and what stands between its braces. */
function endOfHead(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && bytes[at] !== open && !isBlank(bytes[at])) at++
  const brace = blanks(bytes, at, end)
  if (bytes[brace] !== open) return at
  let quoted = false
  for (at = brace + 1; at < end; at++) {
    const byte = bytes[at]
    if (quoted && byte === backslash) at++
    else if (byte === quote) quoted = !quoted
    else if (!quoted && byte === close) return at + 1 - from > mostLabelBytes ? bad('too long') : at + 1
  }
  return bad('no end')
}

const nameShape = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/
const labelShape = /^[a-zA-Z_][a-zA-Z0-9_]*$/
/** Only for a series that is new. */
function labelsOf(bytes: Uint8Array, from: number, end: number, given: Labels): Labels {
  const head = textIn(bytes, from, end)
  const brace = head.indexOf('{')
  const name = (brace === -1 ? head : head.slice(0, brace)).trim()
  if (!nameShape.test(name)) bad('no name')
  const own: Record<string, string> = Object.create(null)
  if (brace !== -1) readLabels(head, brace + 1, own)
  const labels: Record<string, string> = Object.create(null)
  for (const [label, value] of Object.entries(own)) if (value !== '') labels[label in given ? exported(label, own) : label] = value
  return Object.assign(labels, given, { __name__: name })
}
function exported(label: string, own: Labels): string {
  let name = `exported_${label}`
  while (name in own) name = `exported_${name}`
  return name
}
function readLabels(head: string, from: number, labels: Record<string, string>): void {
  const past = (given: number): number => {
    let at = given
    while (isBlank(head.charCodeAt(at))) at++
    return at
  }
  let count = 0
  let at = past(from)
  while (head.charCodeAt(at) !== close) {
    const is = head.indexOf('=', at)
    const name = head.slice(at, is).trim()
    at = past(is + 1)
    if (is === -1 || !labelShape.test(name) || name === '__name__' || name in labels || head.charCodeAt(at) !== quote || ++count > mostLabels)
      bad('label')
    let value = ''
    for (at++; head.charCodeAt(at) !== quote; at++) {
      if (at >= head.length) bad('label')
      if (head.charCodeAt(at) !== backslash) value += head[at]
      else value += escapes[head[++at] ?? ''] ?? bad('escape')
    }
    labels[name] = value
    at = past(at + 1)
    if (head.charCodeAt(at) === comma) at = past(at + 1)
    else if (head.charCodeAt(at) !== close) bad('label')
  }
}
const escapes: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' }

const digits = (bytes: Uint8Array, from: number, end: number): number => {
  let value = 0
  for (let at = from; at < end; at++) {
    const digit = (bytes[at] as number) - 0x30
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const named: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  '+inf': Infinity,
  inf: Infinity,
  '-inf': -Infinity,
  '+infinity': Infinity,
  infinity: Infinity,
  '-infinity': -Infinity,
}
function numberIn(bytes: Uint8Array, from: number, end: number): number {
  if (end === from || end - from > 400) return bad('no value')
  // Most are whole numbers.
  if (end - from < 16) {
    const whole = digits(bytes, from, end)
    if (whole >= 0) return whole
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, end - from).toString('latin1')
  return decimal.test(text) ? Number(text) : (named[text.toLowerCase()] ?? bad('no number'))
}
/** Milliseconds as a whole number, or seconds. */
function momentIn(bytes: Uint8Array, from: number, end: number, seconds: boolean): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.min(end - from, 40)).toString('latin1')
  if (end - from > 40 || !(seconds ? decimal : /^[+-]?\d{1,17}$/).test(text)) return bad('no moment')
  return seconds ? Math.round(Number(text) * 1000) : Number(text)
}
