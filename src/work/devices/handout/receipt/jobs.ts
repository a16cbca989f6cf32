/** Makes the receipt of what was signed: outside a transaction, from rows that do not change any more. Made twice it is the same file. */
import { Readable } from 'node:stream'
import * as z from 'zod'
import { Id } from '#platform/contract.ts'
import { job } from '#platform/room.ts'
import * as store from '../store.ts'
import { receiptPdf } from './adapters/pdf.ts'
import { receiptMade } from './contract.ts'
import { receiptOf, withPhotos } from './reads.ts'

const mostBytes = 512 * 1024 * 1024
export const makeReceipt = job({
  name: 'devices.receipt.make',
  payload: z.object({ handoutId: Id }),
  async run({ handoutId }, app) {
    const receipt = await app.asSystem(async (ctx) => {
      const row = await store.readHandout(ctx.db as store.Db, handoutId)
      return row && row.signedAt !== null && row.receiptHash === null ? receiptOf(ctx, row) : undefined
    })
    if (!receipt) return
    const pdf = await receiptPdf(await withPhotos(app, receipt))
    const { hash, size } = await app.files.put(Readable.from([Buffer.from(pdf)]), mostBytes)
    await app.asSystem(async (ctx) => {
      const db = ctx.db as store.Db
      const row = await store.readHandout(db, handoutId)
      if (!row || !(await store.keepReceipt(db, handoutId, { hash, size, at: ctx.now }))) return
      const { number, receiverId, organisationId, issuedBy } = row
      await ctx.emit(receiptMade, {
        ...{ about: `handout/${handoutId}`, organisationId, people: [...new Set([receiverId, ...(issuedBy ? [issuedBy] : [])])] },
        data: { handoutId, number, receiverId, sha256: hash },
      })
    })
  },
})
