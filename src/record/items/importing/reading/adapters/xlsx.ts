/** The first sheet of an Excel file: a zip of XML, by fflate and htmlparser2. Formulas are not worked out: what Excel kept of their outcome is read. */
import { unzipSync } from 'fflate'
import { Parser } from 'htmlparser2'
import { cut } from '../../values/rules.ts'
import { type Cell, longestCell, mostColumns, mostRows, RefusedError, type Sheet } from './reader.ts'

/** All parts together, unpacked: the bound is what keeps a zip bomb from being one. */
const largestUnpacked = 256 * 1024 * 1024
const mostParts = 5_000
const contents = ['xl/workbook.xml', 'xl/_rels/workbook.xml.rels']

function partsOf(bytes: Uint8Array, wanted: readonly string[]): Record<string, Uint8Array> {
  let parts = 0
  let size = 0
  return unzipSync(bytes, {
    // Only what is wanted is unpacked, never to more than the size that the list of contents gives for it; what is not packed comes as long as it is.
    filter({ name, originalSize, size: packed }) {
      if (++parts > mostParts) throw new RefusedError('bomb')
      if (!wanted.includes(name)) return false
      size += Math.max(originalSize, packed)
      if (size > largestUnpacked) throw new RefusedError('bomb')
      return true
    },
  })
}

type Tags = ConstructorParameters<typeof Parser>[0]
/** A DTD is not read and entities of its own are not known, so there is nothing to expand. */
function eachTag(part: Uint8Array | undefined, tags: Tags): void {
  if (!part) return
  const parser = new Parser(tags, { xmlMode: true, decodeEntities: true })
  const decoder = new TextDecoder()
  const step = 256 * 1024
  for (let at = 0; at < part.length; at += step) parser.write(decoder.decode(part.subarray(at, at + step), { stream: true }))
  parser.end()
}
/** Without the prefix that some programs put before each name. */
const plain = (name: string) => name.slice(name.indexOf(':') + 1)
/** Signs that XML cannot hold are written as _x000D_. */
export const unescaped = (text: string) => text.replace(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

interface Book {
  sheets: { name: string; path: string; hidden: boolean }[]
  since1904: boolean
}
function bookOf(parts: Record<string, Uint8Array>): Book {
  const targets = new Map<string, string>()
  eachTag(parts['xl/_rels/workbook.xml.rels'], {
    onopentag(_, { Id = '', Target = '' }) {
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`)
    },
  })
  const book: Book = { sheets: [], since1904: false }
  eachTag(parts['xl/workbook.xml'], {
    onopentag(tag, given) {
      const name = plain(tag)
      if (name === 'workbookPr') book.since1904 = /^(1|true)$/.test(given.date1904 ?? '')
      if (name === 'sheet')
        book.sheets.push({
          name: cut((given.name ?? '').toWellFormed(), 60),
          path: targets.get(given['r:id'] ?? '') ?? '',
          hidden: given.state !== undefined && given.state !== 'visible',
        })
    },
  })
  return book
}

/** Text of each shared string; how it sounds (rPh) is not what it says. */
function stringsOf(part: Uint8Array | undefined): string[] {
  const strings: string[] = []
  let text = ''
  let inText = false
  let aloud = false
  eachTag(part, {
    onopentag(tag) {
      const name = plain(tag)
      if (name === 'si') text = ''
      else if (name === 't') inText = !aloud
      else if (name === 'rPh') aloud = true
    },
    ontext(more) {
      if (inText && text.length < longestCell) text += more
    },
    onclosetag(tag) {
      const name = plain(tag)
      if (name === 't') inText = false
      else if (name === 'rPh') aloud = false
      else if (name === 'si') strings.push(unescaped(text))
    },
  })
  return strings
}

const dayFormat = (id: number) => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
/** Of each style: whether it shows a number as a moment. */
function momentsOf(part: Uint8Array | undefined): boolean[] {
  const own = new Map<number, boolean>()
  const moments: boolean[] = []
  let inCells = false
  eachTag(part, {
    onopentag(tag, given) {
      const name = plain(tag)
      const id = Number(given.numFmtId)
      // What stands between quotes or brackets, or after a backslash, is text or a colour.
      if (name === 'numFmt') own.set(id, /[dmyhs]/i.test((given.formatCode ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')))
      if (name === 'cellXfs') inCells = true
      if (name === 'xf' && inCells) moments.push(own.get(id) ?? dayFormat(id))
    },
    onclosetag(tag) {
      if (plain(tag) === 'cellXfs') inCells = false
    },
  })
  return moments
}

const day = 86_400_000
/** A day, with the time behind it when there is one. Excel believes that 1900 had a 29th of February. */
export function momentOf(serial: number, since1904 = false): string | undefined {
  const days = since1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial
  const at = new Date(Math.round((days - 25_569) * day))
  if (serial < 0 || Number.isNaN(at.getTime()) || at.getUTCFullYear() > 9999) return undefined
  const text = at.toISOString()
  return text.slice(11, 16) === '00:00' ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`
}

/** 0 for A, 27 for AB. */
const placeOf = (address: string) =>
  [...address].reduce((sum, letter) => (letter >= 'A' && letter <= 'Z' ? sum * 26 + letter.charCodeAt(0) - 64 : sum), 0) - 1

interface Known {
  strings: readonly string[]
  moments: readonly boolean[]
  since1904: boolean
}
function cellOf(type: string, style: number, value: string, inline: string, { strings, moments, since1904 }: Known): Cell {
  if (type === 's') return strings[Number(value)] ?? null
  if (type === 'inlineStr') return unescaped(inline)
  if (type === 'b') return value === '1' ? 'true' : 'false'
  if (type === 'str' || type === 'e' || type === 'd') return type === 'd' ? value.slice(0, 10) : unescaped(value)
  if (value === '' || Number.isNaN(Number(value))) return value || null
  return moments[style] ? (momentOf(Number(value), since1904) ?? Number(value)) : Number(value)
}

function rowsOf(part: Uint8Array | undefined, known: Known): { row: number; cells: Cell[] }[] {
  const rows: { row: number; cells: Cell[] }[] = []
  let now: { row: number; cells: Cell[] } = { row: 0, cells: [] }
  let cell = { at: -1, type: '', style: 0, value: '', inline: '' }
  let inside: 'v' | 't' | '' = ''
  eachTag(part, {
    onopentag(tag, { r = '', t = '', s = '' }) {
      const name = plain(tag)
      if (name === 'row') {
        now = { row: /^[1-9]\d{0,6}$/.test(r) ? Number(r) : now.row + 1, cells: [] }
        cell = { ...cell, at: -1 }
      } else if (name === 'c') {
        cell = { at: r ? placeOf(r) : cell.at + 1, type: t, style: Number(s), value: '', inline: '' }
        if (cell.at >= mostColumns) throw new RefusedError('tooManyColumns', { most: mostColumns })
      } else if (name === 'v' || name === 't') inside = name
    },
    ontext(text) {
      if (inside === 'v') cell.value = (cell.value + text).slice(0, longestCell)
      else if (inside === 't') cell.inline = (cell.inline + text).slice(0, longestCell)
    },
    onclosetag(tag) {
      const name = plain(tag)
      if (name === 'v' || name === 't') inside = ''
      else if (name === 'c' && cell.at >= 0) now.cells[cell.at] = cellOf(cell.type, cell.style, cell.value, cell.inline, known)
      else if (name === 'row' && now.cells.length > 0) {
        rows.push(now)
        if (rows.length > mostRows + 1) throw new RefusedError('tooManyRows', { most: mostRows })
      }
    },
  })
  return rows
}

export function readXlsx(bytes: Uint8Array): Sheet {
  const { sheets, since1904 } = bookOf(partsOf(bytes, contents))
  const seen = sheets.filter(({ hidden }) => !hidden)
  const chosen = seen[0] ?? sheets[0]
  if (!chosen) throw new RefusedError('unreadable')
  const parts = partsOf(bytes, ['xl/sharedStrings.xml', 'xl/styles.xml', chosen.path])
  if (!parts[chosen.path]) throw new RefusedError('unreadable')
  const known = { strings: stringsOf(parts['xl/sharedStrings.xml']), moments: momentsOf(parts['xl/styles.xml']), since1904 }
  const [header, ...rows] = rowsOf(parts[chosen.path], known)
  const others = seen.filter((one) => one !== chosen).map(({ name }) => name)
  return {
    format: 'xlsx',
    columns: Array.from(header?.cells ?? [], (cell) => String(cell ?? '')),
    rows: rows.map(({ cells }) => cells),
    numbers: rows.map(({ row }) => row),
    notes: others.length > 0 ? [{ what: 'otherSheets', given: { read: chosen.name, others: cut(others.join(', '), 300) } }] : [],
  }
}
