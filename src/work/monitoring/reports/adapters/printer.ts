/** The other side of pdf.ts: runs in the thread. */
import { parentPort } from 'node:worker_threads'
import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { drawPdf, paper } from '#platform/pdf.ts'
import type { Sheet } from '../rules.ts'
import type { Printed } from './pdf.ts'

const grey = '#555'
function tableOf({ title, columns, rows, total, none }: Sheet['tables'][number]): Content[] {
  const head: Content = { text: title, style: 'head' }
  if (rows.length === 0) return [head, { text: none, color: grey }]
  const cell =
    (bold: boolean) =>
    (text: string, at: number): TableCell => ({ text, bold, fontSize: 8, alignment: columns[at]?.end ? 'right' : 'left' })
  const body = [
    columns.map(({ title: text, end }): TableCell => ({ text, fontSize: 8, color: grey, alignment: end ? 'right' : 'left' })),
    ...rows.map((row) => row.map(cell(false))),
    ...(total ? [total.map(cell(true))] : []),
  ]
  return [
    head,
    {
      table: { headerRows: 1, dontBreakRows: true, widths: columns.map(({ wide }) => (wide ? '*' : 'auto')), body },
      layout: {
        ...{ hLineWidth: () => 0.5, vLineWidth: () => 0, hLineColor: () => '#ccc' },
        ...{ paddingLeft: () => 3, paddingRight: () => 3, paddingTop: () => 2, paddingBottom: () => 2 },
      },
    },
  ]
}

function definitionOf({ title, organisation, locale, at, facts, tables, notes, words }: Printed): TDocumentDefinitions {
  return {
    ...paper(locale, { title, author: organisation, at }),
    pageOrientation: 'landscape',
    footer: (page, pages) => ({
      columns: [{ text: `${organisation} · ${title}` }, { text: `${words.page} ${page} / ${pages}`, alignment: 'right' }],
      ...{ style: 'small', margin: [40, 16, 40, 0] },
    }),
    content: [
      { text: organisation, color: grey },
      { text: title, style: 'title', margin: [0, 2, 0, 8] },
      { table: { widths: [110, '*'], body: facts.map(([label, text]) => [{ text: label, color: grey }, text]) }, layout: 'noBorders' },
      ...tables.flatMap(tableOf),
      ...notes.map((text): Content => ({ text, style: 'small', margin: [0, 8, 0, 0] })),
      { text: words.verify, style: 'small', margin: [0, 12, 0, 0] },
    ],
  }
}

parentPort?.on('message', async (printed: Printed) => {
  parentPort?.postMessage(await drawPdf(definitionOf(printed)))
})
