/** Wakes devices, in the process that collects: it stands in their network, which the one that answers browsers may not. */
import { networkInterfaces } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App, Service } from '#platform/room.ts'
import { sendPackets } from './adapters/wakeOnLan.ts'
import { wakeEnded } from './contract.ts'
import { type Db, type DeedRow, endDeed, heldWaiting } from './store.ts'
import { broadcastsOf, magicPacket } from './waking/rules.ts'

/** Discard (RFC 863): the usual one, because nothing listens there. */
const usualPort = 9
/** Who comes back to a collector that was away does not find every laptop humming at night. */
const patienceMs = 5 * 60_000

export interface Reach {
  port: number
  addresses: () => readonly string[]
}
const usual: Reach = {
  port: usualPort,
  addresses: () => broadcastsOf(Object.values(networkInterfaces()).flatMap((cards) => cards ?? [])),
}

/** Sends what waits, once. Sending takes no time, so it happens inside the transaction: ended halfway, it is sent again, which wakes nobody twice. */
export async function wakeWaiting(app: App, { port, addresses }: Reach = usual): Promise<void> {
  await app.asSystem(async (ctx) => {
    for (const row of await heldWaiting(ctx.db as Db, 50)) {
      const late = ctx.now.getTime() - new Date(row.at).getTime() > patienceMs
      const wrong = late ? null : await sendPackets(packetsOf(row), addresses(), port)
      const sent = !late && wrong === null
      await endDeed(ctx.db as Db, row.id, { state: sent ? 'done' : 'failed', reason: late ? 'late' : wrong })
      const { id: deedId, itemId, organisationId } = row
      await ctx.emit(wakeEnded, { about: `item/${itemId}`, organisationId, data: { deedId, itemId, sent } })
    }
  })
}
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
