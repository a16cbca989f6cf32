import { Readable } from 'node:stream'
import { roomFor } from '#platform/room.ts'
import type { itemsTexts } from '../texts.ts'
import { byteOrderMark, lineOf, type Value } from './adapters/csv.ts'
import { xlsxOf } from './adapters/xlsx.ts'
import { itemExports } from './contract.ts'
import { exported } from './exporting.ts'
import { itemExportsTexts } from './texts.ts'

async function* csvOf(header: readonly string[], rows: AsyncIterable<Value[][]>, comma: boolean): AsyncGenerator<string> {
  yield byteOrderMark + lineOf(header, comma)
  for await (const some of rows) yield some.map((row) => lineOf(row, comma)).join('')
}

export default roomFor<Record<never, never>>()({
  name: 'items.exporting',
  contract: itemExports,
  texts: itemExportsTexts as typeof itemExportsTexts & typeof itemsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async exportCsv({ query }, ctx) {
      const { header, rows } = await exported(ctx, query)
      const stream = Readable.from(csvOf(header, rows, ctx.locale === 'nl'))
      return { stream, type: 'text/csv; charset=utf-8', name: `${ctx.t('items.exporting.file')}.csv` }
    },
    async exportXlsx({ query }, ctx) {
      const { header, rows } = await exported(ctx, query)
      const stream = Readable.from(xlsxOf(header, rows), { objectMode: false })
      return { stream, type: itemExports.exportXlsx.produces, name: `${ctx.t('items.exporting.file')}.xlsx` }
    },
  },
})
