import { Readable } from 'node:stream'
import { proofOf } from '#platform/events/proof.ts'
import { type Context, roomFor } from '#platform/room.ts'
import { numberOfHandout } from '../contract.ts'
import { findHandout } from '../reads.ts'
import type { HandoutRow, HandoutTables } from '../store.ts'
import { receiptPdf } from './adapters/pdf.ts'
import { devicesReceipt, receiptMade } from './contract.ts'
import { makeReceipt } from './jobs.ts'
import { receiptOf, withPhotos } from './reads.ts'
import { devicesReceiptTexts } from './texts.ts'

type Failing = Context & { fail(code: 'devices.receipt.unsigned' | 'devices.receipt.beingMade'): never }
function hashOf(ctx: Failing, row: HandoutRow): string {
  if (row.signedAt === null) return ctx.fail('devices.receipt.unsigned')
  return row.receiptHash ?? ctx.fail('devices.receipt.beingMade')
}
const whole = (text: string, type: string, name: string) => {
  const buffer = Buffer.from(text)
  return { stream: Readable.from([buffer]), type, name, size: buffer.length }
}

export default roomFor<HandoutTables>()({
  name: 'devices.receipt',
  contract: devicesReceipt,
  texts: devicesReceiptTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [makeReceipt],
  handlers: {
    async receipt({ params }, ctx) {
      const row = await findHandout(ctx, params.id)
      return { ...(await ctx.app.files.read(hashOf(ctx, row))), type: 'application/pdf', name: `${numberOfHandout(row.number)}.pdf` }
    },
    async draft({ params }, ctx) {
      const row = await findHandout(ctx, params.id)
      if (row.signedAt !== null) return ctx.fail('devices.receipt.signed')
      const [receipt, word] = [await receiptOf(ctx, row), ctx.t('devices.receipt.word.draft').split(',')[0]?.toLowerCase()]
      // Drawn when it is sent, after this transaction: that takes a while, and nobody waits for it here.
      async function* drawn() {
        yield Buffer.from(await receiptPdf(await withPhotos(ctx.app, receipt)))
      }
      return { stream: Readable.from(drawn()), type: 'application/pdf', name: `${numberOfHandout(row.number)}-${word}.pdf` }
    },
    async proof({ params }, ctx) {
      const row = await findHandout(ctx, params.id)
      const proof = await proofOf(ctx.app, { name: receiptMade.name, about: `handout/${row.id}`, sha256: hashOf(ctx, row) })
      // Signed a moment ago: it gets its place in the logbook within a second.
      if (!proof) return ctx.fail('devices.receipt.beingMade')
      return whole(`${JSON.stringify(proof, null, 1)}\n`, 'application/json', `${numberOfHandout(row.number)}.proof.json`)
    },
  },
})
