/** The other side of pdf.ts: runs in the thread. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import pdfmake from 'pdfmake'
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js'
import type { Sheet } from './pdf.ts'

const folder = join(dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')), 'fonts', 'Roboto')
const font = (name: string) => join(folder, `Roboto-${name}.ttf`)
pdfmake.setFonts({ Roboto: { normal: font('Regular'), bold: font('Medium'), italics: font('Italic'), bolditalics: font('MediumItalic') } })
// Nothing that a sheet says makes it read or fetch anything.
pdfmake.setUrlAccessPolicy(() => false)
pdfmake.setLocalAccessPolicy((path) => path.startsWith(folder))

function definitionOf(sheet: Sheet): TDocumentDefinitions {
  const { organisation, title, result, good, facts, why, problemsTitle, problems, verify, page } = sheet
  return {
    info: { title, author: organisation, creator: 'Spil', producer: 'Spil', creationDate: new Date(sheet.at) },
    ...{ pageSize: 'A4', pageMargins: [40, 44, 40, 50], language: sheet.locale === 'nl' ? 'nl-NL' : 'en-GB' },
    defaultStyle: { font: 'Roboto', fontSize: 10, lineHeight: 1.15 },
    styles: { title: { fontSize: 18, bold: true }, head: { fontSize: 12, bold: true, margin: [0, 14, 0, 3] }, small: { fontSize: 8, color: '#444' } },
    footer: (at, all) => ({
      columns: [{ text: `${organisation} · ${title}` }, { text: `${page} ${at} / ${all}`, alignment: 'right' }],
      ...{ style: 'small', margin: [40, 16, 40, 0] },
    }),
    content: [
      { text: organisation, color: '#555' },
      { text: title, style: 'title', margin: [0, 2, 0, 8] },
      { text: result, bold: true, fontSize: 12, color: good ? '#1b5e20' : '#b00020', margin: [0, 0, 0, 8] },
      { table: { widths: [140, '*'], body: facts.map(([label, text]) => [{ text: label, color: '#555' }, text]) }, layout: 'noBorders' },
      ...(why.length === 0 ? [] : [{ ul: [...why], margin: [0, 10, 0, 0] as [number, number, number, number] }]),
      ...(problems.length === 0
        ? []
        : [
            { text: problemsTitle, style: 'head' },
            { ul: [...problems], fontSize: 9 },
          ]),
      { text: verify, style: 'small', margin: [0, 16, 0, 0] },
    ],
  }
}
parentPort?.on('message', async (sheet: Sheet) => {
  const pdf = await pdfmake.createPdf(definitionOf(sheet)).getBuffer()
  parentPort?.postMessage(Uint8Array.from(pdf))
})
