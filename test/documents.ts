/** Files as people and strangers send them: made here byte by byte, so that a test says what is in them. */
import { strToU8, zipSync } from 'fflate'
import { pdfOf } from '#src/demo/files.ts'

/** A PDF with one line of text a page. `spoiled`: what the stream of that page holds instead. */
export const pdf = (pages: readonly string[], spoiled: Readonly<Record<number, string>> = {}): Buffer =>
  pdfOf(pages.map((text, at) => spoiled[at] ?? `BT /F1 18 Tf 60 740 Td (${text.replace(/[()\\]/g, '\\$&')}) Tj ET`))

const xml = (body: string) => strToU8(`<?xml version="1.0" encoding="UTF-8"?>${body}`)
const zip = (parts: Record<string, Uint8Array>) => Buffer.from(zipSync(parts, { level: 9 }))
const types = { '[Content_Types].xml': xml('<Types/>') }

export const docx = (...paragraphs: string[]) =>
  zip({
    ...types,
    'word/document.xml': xml(
      `<w:document><w:body>${paragraphs.map((one) => `<w:p><w:r><w:t>${one}</w:t></w:r></w:p>`).join('')}</w:body></w:document>`,
    ),
  })
/** With a program in it, and a name that says so. */
export const docm = (text: string) =>
  zip({
    ...types,
    'word/document.xml': xml(`<w:document><w:p><w:t>${text}</w:t></w:p></w:document>`),
    'word/vbaProject.bin': strToU8('Sub AutoOpen()'),
  })
export const xlsx = (sheet: string, ...cells: string[]) =>
  zip({
    ...types,
    'xl/workbook.xml': xml(`<workbook><sheets><sheet name="${sheet}" sheetId="1"/></sheets></workbook>`),
    'xl/sharedStrings.xml': xml(`<sst>${cells.map((one) => `<si><t>${one}</t></si>`).join('')}</sst>`),
    'xl/worksheets/sheet1.xml': xml('<worksheet><sheetData><row><c t="s"><v>0</v></c></row></sheetData></worksheet>'),
  })
export const pptx = (...slides: string[]) =>
  zip({
    ...types,
    ...Object.fromEntries(slides.map((one, at) => [`ppt/slides/slide${at + 1}.xml`, xml(`<p:sld><a:p><a:r><a:t>${one}</a:t></a:r></a:p></p:sld>`)])),
  })
export const odt = (text: string) =>
  zip({
    mimetype: strToU8('application/vnd.oasis.opendocument.text'),
    'content.xml': xml(`<office:text><text:h>Kop</text:h><text:p>${text}<text:span> en meer</text:span></text:p></office:text>`),
  })
/** A document of a hundred kB that unpacks to a hundred MB. */
export const bomb = () => zip({ ...types, 'word/document.xml': new Uint8Array(100 * 1024 * 1024).fill(0x20) })
/** The billion laughs: entities in entities. */
export const laughs = () => {
  const entities = Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('')
  const body = `<!DOCTYPE d [<!ENTITY l0 "lol">${entities}]><w:document><w:p><w:t>&l9; einde</w:t></w:p></w:document>`
  return zip({ ...types, 'word/document.xml': xml(body) })
}
