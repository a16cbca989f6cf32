/** The words of Word, Excel, PowerPoint (OOXML) and LibreOffice (ODF) files: zips of XML. Nothing in them is run, fetched or unpacked to disk. */
import { type UnzipFileInfo, unzipSync } from 'fflate'
import { Parser } from 'htmlparser2'
import { mostWords, type Unreadable } from './reader.ts'

class RefusedError extends Error {
  override name = 'RefusedError'
  why: Unreadable
  constructor(why: Unreadable, message: string) {
    super(message)
    this.why = why
  }
}

/** Parts that hold what people read. */
const telling = [
  /^word\/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$/,
  /^xl\/(workbook|sharedStrings|worksheets\/sheet\d+)\.xml$/,
  /^ppt\/(slides\/slide|notesSlides\/notesSlide)\d+\.xml$/,
  /^content\.xml$/,
]
const macro = /(^|\/)vbaProject\.bin$|^Basic\/.+\.xml$/i
/** All together, unpacked. Real files stay far below: the bound is what keeps a zip bomb from being one. */
const largestUnpacked = 48 * 1024 * 1024
const mostParts = 10_000

function partsOf(bytes: Uint8Array, wanted: (part: UnzipFileInfo) => boolean): Record<string, Uint8Array> {
  let parts = 0
  let size = 0
  return unzipSync(bytes, {
    // Only what is wanted is unpacked, never to more than the size that the list of contents gives for it.
    filter(part) {
      if (++parts > mostParts) throw new RefusedError('bomb', `more than ${mostParts} parts`)
      if (!wanted(part)) return false
      size += part.originalSize
      if (size > largestUnpacked) throw new RefusedError('bomb', `more than ${largestUnpacked / 1024 / 1024} MB unpacked`)
      return true
    },
  })
}

/** Whether this zip is an Office file rather than an archive. */
export function isOffice(bytes: Uint8Array): boolean {
  let office = false
  partsOf(bytes, ({ name }) => {
    office ||= telling.some((one) => one.test(name))
    return false
  })
  return office
}

/** `slide10` after `slide9`. */
const inOrder = (one: string, other: string) => one.localeCompare(other, 'en', { numeric: true })

/** Throws with a `why` for a bomb; broken XML gives the words up to where it breaks. */
export function wordsOfOffice(bytes: Uint8Array): { words: string; macros: boolean } {
  let macros = false
  const parts = partsOf(bytes, ({ name }) => {
    macros ||= macro.test(name)
    return telling.some((one) => one.test(name))
  })
  let words = ''
  for (const name of Object.keys(parts).sort(inOrder)) {
    const part = parts[name]
    if (part && words.length < mostWords) words += `${wordsOfXml(part, mostWords - words.length)}\n`
  }
  return { words, macros }
}

/** In which elements text stands: w:t, a:t, t; in ODF every text:p, text:h and what is in it. */
const holds = new Set(['w:t', 'a:t', 't', 'text:p', 'text:h'])
const ends = new Set(['w:p', 'a:p', 'si', 'is', 'row', 'text:p', 'text:h', 'table:table-row', 'w:tr'])
const gaps = new Set(['w:tab', 'w:br', 'w:tc', 'text:tab', 'text:s', 'text:line-break', 'a:br', 'table:table-cell', 'c'])

/** A DTD is not read and entities of its own are not known, so there is nothing to expand. */
function wordsOfXml(part: Uint8Array, most: number): string {
  const said: string[] = []
  let length = 0
  let inside = 0
  const add = (text: string) => {
    said.push(text)
    length += text.length
  }
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (holds.has(name)) inside++
        if (name === 'sheet' && attributes.name) add(`${attributes.name}\n`)
      },
      ontext(text) {
        if (inside > 0) add(text)
      },
      onclosetag(name) {
        if (holds.has(name)) inside--
        if (ends.has(name)) add('\n')
        else if (gaps.has(name)) add(' ')
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  const decoder = new TextDecoder()
  const step = 64 * 1024
  for (let at = 0; at < part.length && length < most; at += step) parser.write(decoder.decode(part.subarray(at, at + step), { stream: true }))
  if (length < most) parser.end()
  return said.join('').slice(0, most)
}
