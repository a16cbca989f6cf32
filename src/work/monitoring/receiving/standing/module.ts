/** What was not understood is kept with the reason, within bounds that no sender moves: a beginning of it, once in a while, the newest. */
import { randomUUID } from 'node:crypto'
import type { App, Context } from '#platform/room.ts'
import { notUnderstood, type Way } from '../contract.ts'
import { type Db, keepRefused } from '../store.ts'

const mostBytes = 65_536
/** Of one sender and reason, one in so many ms is kept; others are counted with the next. */
const between = 10_000
const mostSenders = 5000
interface Sender {
  keptAt: number
  since: number
}
const senders = new WeakMap<App, Map<string, Sender>>()

export interface Standing {
  organisationId: string
  /** None where the protocol carries none. */
  key: { keyId: string; name: string } | null
  via: Way
  address: string
  contentType: string
  reason: string
  given?: Readonly<Record<string, string>>
  bytes: Uint8Array
}
export async function keepStanding(ctx: Context, what: Standing): Promise<void> {
  const times = timesOf(ctx.app, `${what.organisationId} ${what.key?.keyId ?? what.address} ${what.via} ${what.reason}`)
  if (times === 0) return
  const id = randomUUID()
  const { organisationId, key, via, address, contentType, reason, given = {}, bytes } = what
  await keepRefused(ctx.db as Db, {
    ...{ id, organisationId, keyId: key?.keyId ?? null, keyName: key?.name ?? null, via, address, reason, given, times },
    contentType: contentType.replace(/[^\x20-\x7e]/g, '').slice(0, 200),
    size: bytes.length,
    body: Buffer.from(bytes.subarray(0, mostBytes)),
    receivedAt: ctx.now,
  })
  await ctx.emit(notUnderstood, { about: `refused/${id}`, organisationId, data: { refusedId: id, via, reason } })
}
/** How often it came since one was kept, with this one; 0: this one is only counted. */
function timesOf(app: App, name: string): number {
  const all = senders.get(app) ?? new Map<string, Sender>()
  senders.set(app, all)
  const now = performance.now()
  const there = all.get(name)
  if (there && now - there.keptAt < between) {
    there.since++
    return 0
  }
  if (all.size >= mostSenders) all.clear()
  all.set(name, { keptAt: now, since: 0 })
  return (there?.since ?? 0) + 1
}
