/** Protocols without a key: whose a sender is, by the network that it stands in. Who stands in none is only counted. */
import { setInterval as every } from 'node:timers'
import type { App } from '#platform/room.ts'
import { organisations } from '#record/people/people.ts'
import type { Way } from '../contract.ts'
import { networkFor, rangeOf } from '../rules.ts'
import { allNetworks, type Db, type NetworkRow, noteStrangers } from '../store.ts'

/** In ms: a network that was added or removed counts after at most so long. */
const fresh = 5000
const mostStrangers = 1000

export type Allowed = NetworkRow & { range: ReturnType<typeof rangeOf> }
export interface Allowance {
  /** Undefined: nobody of there may send this. It is counted. */
  of(address: string, via: 'zabbix' | 'traps'): Promise<Allowed | undefined>
  stop(): Promise<void>
}
export function allowance(app: App): Allowance {
  let known: { networks: Promise<Allowed[]>; found: Map<string, Allowed | undefined>; until: number } | undefined
  const strangers = new Map<string, { address: string; via: Way; times: number }>()
  const read = (): Promise<Allowed[]> =>
    app.asSystem(async (ctx) => {
      const open = new Set((await organisations(ctx)).map(({ id }) => id))
      const rows = await allNetworks(ctx.db as Db)
      return rows.filter(({ organisationId }) => open.has(organisationId)).map((row) => ({ ...row, range: rangeOf(row.network) }))
    })
  const tell = async () => {
    const seen = [...strangers.values()]
    strangers.clear()
    if (seen.length > 0) await app.asSystem((ctx) => noteStrangers(ctx.db as Db, seen, ctx.now))
  }
  const failed = (error: Error) => app.log.warn({ at: 'monitoring strangers', error: error.message })
  const timer = every(() => void tell().catch(failed), fresh)
  timer.unref()
  return {
    async of(address, via) {
      if (!known || known.until < performance.now()) {
        const networks = read()
        known = { networks, found: new Map(), until: performance.now() + fresh }
        // It is asked again by whoever comes next.
        networks.catch(() => {
          known = undefined
        })
      }
      const { networks, found: looked } = known
      const found = looked.has(address) ? looked.get(address) : networkFor(address, await networks)
      if (looked.size < mostStrangers) looked.set(address, found)
      if (found?.[via]) return found
      const name = `${via} ${address}`
      const stranger = strangers.get(name)
      if (stranger) stranger.times++
      else if (strangers.size < mostStrangers) strangers.set(name, { address, via, times: 1 })
      return undefined
    },
    async stop() {
      clearInterval(timer)
      await tell().catch(failed)
    },
  }
}
