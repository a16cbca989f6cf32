/** The other side of pdf.ts: runs in the thread. */
import { parentPort } from 'node:worker_threads'
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { drawPdf, paper } from '#platform/pdf.ts'
import type { Sheet } from './pdf.ts'

function definitionOf(sheet: Sheet): TDocumentDefinitions {
  const { locale, organisation, title, at: made, result, good, facts, why, problemsTitle, problems, verify, page } = sheet
  return {
    ...paper(locale, { title, author: organisation, at: made }),
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
  parentPort?.postMessage(await drawPdf(definitionOf(sheet)))
})
