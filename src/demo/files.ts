/** Files of the sample school, made here so that no binary stands in the repository. */
import { strToU8, zipSync } from 'fflate'

/** A PDF of these content streams, one a page. */
export function pdfOf(streams: readonly string[]): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${streams.length} /Kids [${streams.map((_, at) => `${4 + at * 2} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ...streams.flatMap((stream, at) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${5 + at * 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
      `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    ]),
  ]
  let out = '%PDF-1.4\n'
  const places: string[] = []
  for (const [at, body] of objects.entries()) {
    places.push(`${String(out.length).padStart(10, '0')} 00000 n \n`)
    out += `${at + 1} 0 obj\n${body}\nendobj\n`
  }
  const size = objects.length + 1
  const end = `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${out.length}\n%%EOF\n`
  return Buffer.from(out + end, 'latin1')
}

/** A PDF with a title and lines of text on each page. */
export const pdf = (title: string, ...pages: readonly (readonly string[])[]): Buffer =>
  pdfOf(
    pages.map((lines, at) => {
      const said = (text: string) => `(${text.replace(/[()\\]/g, '\\$&')}) Tj`
      const body = lines.map((line) => `0 -20 Td ${said(line)}`).join(' ')
      return `BT /F1 20 Tf 60 770 Td ${said(at === 0 ? title : `${title}, pagina ${at + 1}`)} /F1 12 Tf 0 -12 Td ${body} ET`
    }),
  )

/** A Word file with these paragraphs. */
export const docx = (...paragraphs: readonly string[]): Buffer => {
  const main = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
  const xml = (body: string) => strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${body}`)
  return Buffer.from(
    zipSync({
      '[Content_Types].xml': xml(
        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${main}"/></Types>`,
      ),
      '_rels/.rels': xml(
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
      ),
      'word/document.xml': xml(
        `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${paragraphs.map((one) => `<w:p><w:r><w:t>${one}</w:t></w:r></w:p>`).join('')}</w:body></w:document>`,
      ),
    }),
  )
}
