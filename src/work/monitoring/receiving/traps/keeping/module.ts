/** Traps as they are kept, understood and counted. */
import { createHash } from 'node:crypto'
import type { App, Context } from '#platform/room.ts'
import { itemsAt } from '#record/items/items.ts'
import { appendSamples } from '#record/series/series.ts'
import { type ReadTrap, type TrapUser, trapReader } from '../../adapters/trap.ts'
import type { Allowed } from '../../allowing/module.ts'
import { type Db, dropTraps, insertTraps, mostRaw, settleTraps, trimTrapsOf, type UnderstoodTrap, waitingTraps } from '../../store.ts'

export interface Came {
  id: string
  organisationId: string
  address: string
  raw: Buffer
  network: Allowed
  port: number
}
type Sender = Pick<Came, 'organisationId' | 'address'>
type Read = Pick<Came, 'id' | 'organisationId' | 'address'> & { read: ReadTrap }
const mostCounted = 20_000
/** Stands for all that was too many to be kept. */
const tooMany = 'tooMany'
/** Stands for all that have no name here: an OID is made up as easily as an address. */
const other = 'other'
/** After so many more of an organisation it is looked whether there are too many. */
const trimEvery = 1000

export interface Keeper {
  /** Kept, then understood: what is answered to whom. */
  keep(batch: readonly Came[]): Promise<[Came, Buffer][]>
  /** One too many: it is counted with those that are kept next. */
  shouted(from: Sender): void
  /** Those that another process kept, and did not come to. */
  left(): Promise<void>
}
export function keeperOf(app: App): Keeper {
  const readers = readersOf(app)
  const counter = counterOf()
  const more = new Map<string, number>()
  const insert = async (ctx: Context, batch: readonly Came[]) => {
    await insertTraps(ctx.db as Db, batch, ctx.now)
    for (const [organisationId, { length }] of Map.groupBy(batch, (one) => one.organisationId)) {
      const kept = (more.get(organisationId) ?? trimEvery) + length
      if (kept >= trimEvery) await trimTrapsOf(ctx.db as Db, organisationId)
      more.set(organisationId, kept >= trimEvery ? 0 : kept)
    }
  }
  const shouting: (Sender & { name: string; itemId: null })[] = []
  return {
    async keep(batch) {
      await app.asSystem((ctx) => insert(ctx, batch))
      const read = batch.map((one) => ({ ...one, read: readers(one.network, one.raw) }))
      const loud = shouting.splice(0)
      await app.asSystem(async (ctx) => counter(ctx, [...(await understand(ctx, read)), ...loud]))
      return read.flatMap((one): [Came, Buffer][] => (one.read.answer ? [[one, one.read.answer]] : []))
    },
    shouted({ organisationId, address }) {
      if (shouting.length < mostCounted) shouting.push({ organisationId, address, name: tooMany, itemId: null })
    },
    async left() {
      const read = trapReader(engineOf(''), undefined)
      await app.asSystem(async (ctx) => {
        const rows = await waitingTraps(ctx.db as Db, new Date(ctx.now.getTime() - 60_000))
        await counter(
          ctx,
          await understand(
            ctx,
            rows.map((one) => ({ ...one, read: cutOr(one.raw, read(one.raw)) })),
          ),
        )
      })
    },
  }
}

/** Of one that was larger only the beginning was kept, which nobody can make sense of. */
const cutOr = (raw: Buffer, read: ReadTrap): ReadTrap => (read.why === 'nonsense' && raw.length >= mostRaw ? { ...read, why: 'cut' } : read)

interface Counted extends Sender {
  name: string
  itemId: string | null
}
async function understand(ctx: Context, came: readonly Read[]): Promise<Counted[]> {
  if (came.length === 0) return []
  const heard = came.filter(({ read }) => read.trap ?? read.why)
  const items = new Map<string, string>()
  for (const [organisationId, all] of Map.groupBy(heard, (one) => one.organisationId)) {
    const addresses = [...new Set(all.map(({ address }) => address))]
    for (const [address, id] of await itemsAt(ctx, organisationId, addresses)) items.set(`${organisationId} ${address}`, id)
  }
  const rows = heard.map(({ id, organisationId, address, read: { trap, why } }): UnderstoodTrap & Sender => ({
    ...{ id, organisationId, address, reason: trap ? null : (why ?? null), itemId: items.get(`${organisationId} ${address}`) ?? null },
    ...{ version: trap?.version ?? null, oid: trap?.oid ?? null, name: trap?.name ?? null, told: trap?.told ?? [] },
  }))
  await settleTraps(ctx.db as Db, rows)
  // It asked who we are: part of a conversation, and no trap.
  const asked = came.filter(({ read }) => !read.trap && !read.why)
  await dropTraps(
    ctx.db as Db,
    asked.map(({ id }) => id),
  )
  return rows.flatMap(({ name, ...row }) => (name === null ? [] : [{ ...row, name: name === row.oid ? other : name }]))
}

/** Each trap of an address, how often: a counter, which begins at zero so that the first one is seen to come. */
function counterOf() {
  const counts = new Map<string, number>()
  return async (ctx: Context, came: readonly Counted[]): Promise<void> => {
    for (const [key, all] of Map.groupBy(came, ({ organisationId, address, name }) => `${organisationId} ${address} ${name}`)) {
      const [one] = all
      if (!one) continue
      if (counts.size > mostCounted) counts.clear()
      const before = counts.get(key)
      const now = (before ?? 0) + all.length
      counts.set(key, now)
      const labels = { __name__: 'snmp_traps_total', trap: one.name, instance: one.address }
      const at = ctx.now.getTime()
      const samples = [...(before === undefined ? [{ labels, at: at - 1000, value: 0 }] : []), { labels, at, value: now }]
      await appendSamples(ctx, { organisationId: one.organisationId, name: 'traps', itemId: one.itemId }, samples)
    }
  }
}

/** One reader for each network, made anew when its user changes. */
function readersOf(app: App) {
  const readers = new Map<string, { of: string; read: ReturnType<typeof trapReader> }>()
  return (network: Allowed, raw: Buffer): ReadTrap => {
    const of = `${network.userName} ${network.credentials ?? ''}`
    const there = readers.get(network.id)
    if (there?.of === of) return there.read(raw)
    const read = trapReader(engineOf(network.organisationId), userOf(app, network))
    readers.set(network.id, { of, read })
    return read(raw)
  }
}
/** Always the same for an organisation, so that who informs need not ask again (RFC 3411, 5: five bytes say how it was made). */
const engineOf = (organisationId: string): Buffer =>
  Buffer.concat([Buffer.from('8000b98380', 'hex'), createHash('sha256').update(`spil ${organisationId}`).digest().subarray(0, 12)])
function userOf(app: App, { id, userName: name, authProtocol, privProtocol, credentials }: Allowed): TrapUser | undefined {
  if (name === '') return undefined
  try {
    const secret = credentials === null ? {} : (JSON.parse(app.secrets.open(`traps ${id}`, credentials)) as Pick<TrapUser, 'auth' | 'priv'>)
    return { name, authProtocol, privProtocol, ...secret }
  } catch {
    // Sealed under another key: it must be given again, and until then such traps are not understood.
    return undefined
  }
}
