/** Files as people and strangers send them: made here byte by byte, so that a test says what is in them. */
import { strToU8, zipSync } from 'fflate'

/** A PDF with one line of text a page. `spoiled`: what the stream of that page holds instead. */
export function pdf(pages: readonly string[], spoiled: Readonly<Record<number, string>> = {}): Buffer {
  const objects: string[] = []
  const kids = pages.map((_, at) => `${4 + at * 2} 0 R`)
  objects[1] = '<< /Type /Catalog /Pages 2 0 R >>'
  objects[2] = `<< /Type /Pages /Count ${pages.length} /Kids [${kids.join(' ')}] >>`
  objects[3] = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'
  for (const [at, text] of pages.entries()) {
    const content = spoiled[at] ?? `BT /F1 18 Tf 60 740 Td (${text.replace(/[()\\]/g, '\\$&')}) Tj ET`
    objects[4 + at * 2] = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${5 + at * 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`
    objects[5 + at * 2] = `<< /Length ${content.length} >>\nstream\n${content}\nendstream`
  }
  let out = '%PDF-1.4\n'
  const places: number[] = []
  for (const [number, body] of objects.entries()) {
    if (number === 0) continue
    places.push(out.length)
    out += `${number} 0 obj\n${body}\nendobj\n`
  }
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  return Buffer.from(
    `${out}xref\n0 ${places.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${places.length + 1} /Root 1 0 R >>\nstartxref\n${out.length}\n%%EOF\n`,
    'latin1',
  )
}

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
