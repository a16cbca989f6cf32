/** The day after its last one, what was attested is unknown again. */
import * as z from 'zod'
import { type Context, job } from '#platform/room.ts'
import { forgetFacts } from '#record/items/items.ts'
import { attested } from './contract.ts'
import { type AttestationRow, type Db, endAttestation } from './store.ts'

export const attestedBy = 'attested'

/** The fact goes, and with it whatever relied on it. */
export async function ended(ctx: Context, { id, itemId, organisationId, key }: AttestationRow, what: 'withdrawn' | 'ended'): Promise<void> {
  await forgetFacts(ctx, { itemId, organisationId, source: attestedBy, keys: [key] })
  await ctx.emit(attested, { about: `item/${itemId}`, organisationId, data: { attestationId: id, itemId, key, what } })
}
export const attestationEnds = job({
  name: 'devices.requirements.ends',
  payload: z.object({ attestationId: z.uuid() }),
  async run({ attestationId }, app) {
    await app.asSystem(async (ctx) => {
      for (const row of await endAttestation(ctx.db as Db, { id: attestationId }, { at: ctx.now, by: null })) await ended(ctx, row, 'ended')
    })
  },
})
