/** Wakes devices, in the process that collects: it stands in their network, which the one that answers browsers may not. */
import { networkInterfaces } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { Id } from '#platform/contract.ts'
import { type App, type Context, job, type Service } from '#platform/room.ts'
import { sendPackets } from './adapters/wakeOnLan.ts'
import { wakeEnded } from './contract.ts'
import { type Db, type DeedRow, endDeed, heldWaiting } from './store.ts'
import { broadcastsOf, magicPacket } from './waking/rules.ts'

/** Discard (RFC 863): the usual one, because nothing listens there. */
const usualPort = 9
/** Who comes back to a collector that was away does not find every laptop humming at night. */
export const patienceMs = 5 * 60_000

export interface Reach {
  port: number
  addresses: () => readonly string[]
}
const usual: Reach = {
  port: usualPort,
  addresses: () => broadcastsOf(Object.values(networkInterfaces()).flatMap((cards) => cards ?? [])),
}

async function ended(ctx: Context, id: string, wrong: string | null): Promise<void> {
  const row = await endDeed(ctx.db as Db, id, { state: wrong === null ? 'done' : 'failed', reason: wrong })
  if (!row) return
  const { itemId, organisationId } = row
  await ctx.emit(wakeEnded, { about: `item/${itemId}`, organisationId, data: { deedId: id, itemId, sent: wrong === null } })
}

/** Sends what waits, once. Sending takes no time, so it happens inside the transaction: ended halfway, it is sent again, which wakes nobody twice. */
export async function wakeWaiting(app: App, { port, addresses }: Reach = usual): Promise<void> {
  await app.asSystem(async (ctx) => {
    for (const row of await heldWaiting(ctx.db as Db, 50)) {
      const late = ctx.now.getTime() - new Date(row.at).getTime() > patienceMs
      await ended(ctx, row.id, late ? 'late' : await sendPackets(packetsOf(row), addresses(), port))
    }
  })
}
/** Where no process collects at all, somebody else has to say that nothing was sent. */
export const giveUp = job({
  name: 'devices.remote.giveUp',
  payload: z.object({ deedId: Id }),
  run: ({ deedId }, app) => app.asSystem((ctx) => ended(ctx, deedId, 'late')),
})
const packetsOf = ({ macs }: DeedRow): Uint8Array[] => macs.flatMap((mac) => magicPacket(mac) ?? [])

/** Looks every second whether somebody waits. */
export const wakeDevices: Service = {
  name: 'devices.remote.wake',
  role: 'collector',
  async start(app) {
    const stopping = new AbortController()
    const looking = (async () => {
      while (!stopping.signal.aborted) {
        await wakeWaiting(app).catch((error: Error) => app.log.debug({ at: 'devices wake', error: error.message }))
        await sleep(1000, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    })()
    return {
      async stop() {
        stopping.abort()
        await looking
      },
    }
  },
}
