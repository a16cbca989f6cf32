/** An Excel file with one sheet, row by row as they come: a zip of XML, by fflate. Text is always text in it, so that nothing is taken for a formula. */
import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import type { Value } from './csv.ts'

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Style 1: a day. Style 2: the header. */
const parts: Readonly<Record<string, string>> = {
  '[Content_Types].xml': `${xml}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/></Types>`,
  '_rels/.rels': `${xml}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `${xml}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Items" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `${xml}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': `${xml}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="14" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`,
}

/** What XML cannot hold is written as _x000D_, and what looks like that as well. */
const escaped = (text: string) =>
  text
    .replace(/_x(?=[0-9A-F]{4}_)/g, '_x005F_x')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
    .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')

const serialOf = (day: string) => Date.parse(day) / 86_400_000 + 25_569
function cellOf(value: Value, header: boolean): string {
  if (value === null || value === '') return '<c/>'
  if (typeof value === 'number') return `<c><v>${value}</v></c>`
  // Excel has no days before 1900.
  if (typeof value === 'object' && value.day >= '1900-03-01') return `<c s="1"><v>${serialOf(value.day)}</v></c>`
  const text = typeof value === 'object' ? value.day : value
  return `<c t="inlineStr"${header ? ' s="2"' : ''}><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
}
const rowOf = (values: readonly Value[], header = false) => `<row>${values.map((value) => cellOf(value, header)).join('')}</row>`

/** Each piece of the file as soon as it is there. `rows`: in parts, as they are asked. */
export async function* xlsxOf(header: readonly string[], rows: AsyncIterable<readonly (readonly Value[])[]>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = []
  let failed: Error | null = null
  const zip = new Zip((error, piece) => {
    failed ??= error
    ready.push(piece)
  })
  for (const [name, text] of Object.entries(parts)) {
    const part = new ZipPassThrough(name)
    zip.add(part)
    part.push(strToU8(text), true)
  }
  const sheet = new ZipDeflate('xl/worksheets/sheet1.xml', { level: 6 })
  zip.add(sheet)
  const view =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
  sheet.push(strToU8(`${xml}<worksheet xmlns="${main}">${view}<sheetData>${rowOf(header, true)}`))
  for await (const some of rows) {
    sheet.push(strToU8(some.map((row) => rowOf(row)).join('')))
    if (failed) throw failed
    yield* ready.splice(0)
  }
  sheet.push(strToU8('</sheetData></worksheet>'), true)
  zip.end()
  if (failed) throw failed
  yield* ready.splice(0)
}
