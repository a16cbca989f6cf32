import { randomUUID } from 'node:crypto'
import { dayIn } from '#platform/clock.ts'
import { type Context, mayIn, on, Problem, roomFor } from '#platform/room.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { cameFrom, changeItem, findItem, type ItemRow, itemFor, itemsFor, kindsOf } from '#record/items/items.ts'
import { namesIn, stateOf } from '#record/items/kinds/kinds.ts'
import { organisationById, peopleByIds, personIn } from '#record/people/people.ts'
import { handoutLost, numberOfHandout, takenBack } from '../handout/contract.ts'
import { findHandout, handOut, holdersOf, receiptNumbers } from '../handout/reads.ts'
import { devicesLoans, type LoanItem, lendingChanged, type Reservation, reservationChanged } from './contract.ts'
import { rightDays } from './rules.ts'
import {
  type Db,
  insertReservation,
  isReserved,
  issuedWith,
  type LoanTables,
  lentItem,
  listLent,
  listReservations,
  type ReservationRow,
  readReservation,
  removeLent,
  saveLent,
  setState,
} from './store.ts'
import { devicesLoansTexts } from './texts.ts'

const notFound = () => new Problem('platform.notFound', 404)
function demandIn(ctx: Context, may: string, organisationId: string): void {
  if (!mayIn(ctx, may, organisationId)) throw notFound()
}
async function reservationHere(ctx: Context, id: string): Promise<ReservationRow> {
  const row = await readReservation(ctx.db as Db, id)
  if (!row) throw notFound()
  demandIn(ctx, 'devices.work', row.organisationId)
  if (row.state !== 'reserved') throw new Problem('devices.loans.notReserved', 409)
  return row
}

function refuseTaken(error: { code?: string }): never {
  throw error.code === '23P01' ? new Problem('devices.loans.taken', 409) : error
}
const todayAt = async (ctx: Context, organisationId: string) => dayIn((await organisationById(ctx, organisationId))?.timeZone ?? 'UTC', ctx.now)

async function loanItems(ctx: Context, organisationId: string, free: { from: string; until: string } | undefined): Promise<LoanItem[]> {
  const lent = await listLent(ctx.db as Db, organisationId, free)
  const ids = lent.map(({ itemId }) => itemId)
  const [rows, holders, kinds] = await Promise.all([itemsFor(ctx, ids), holdersOf(ctx, ids), kindsOf(ctx, organisationId)])
  const wipes = new Map(lent.map((one) => [one.itemId, one.wipes]))
  const today = await todayAt(ctx, organisationId)
  // Out with somebody by a hand-out of its own: not free before it is due, nor while it is overdue.
  const isOut = (row: ItemRow, from: string) => {
    const holder = holders.get(row.id)
    return holder !== undefined && (holder.dueOn === null || from <= holder.dueOn || from <= today)
  }
  return rows
    .filter((row) => free === undefined || !isOut(row, free.from))
    .map((row) => {
      const { kind, state } = namesIn(ctx.locale, kinds.get(row.kind), row)
      const holder = holders.get(row.id)
      return {
        ...{ id: row.id, number: numberOfItem(row.number), name: row.name, code: row.code, kind: kind.name, state: state.name, organisationId },
        wipes: wipes.get(row.id) ?? true,
        out: holder ? { number: numberOfHandout(holder.number), receiver: holder.receiverName } : null,
      }
    })
    .sort((one, other) => one.name.localeCompare(other.name, ctx.locale, { numeric: true }))
}
async function views(ctx: Context, rows: readonly ReservationRow[]): Promise<Reservation[]> {
  const column = <K extends 'itemId' | 'personId' | 'handoutId'>(key: K) => [...new Set(rows.flatMap((row) => row[key] ?? []))]
  const [found, people, receipts] = await Promise.all([
    itemsFor(ctx, column('itemId')),
    peopleByIds(ctx, column('personId')),
    receiptNumbers(ctx, column('handoutId')),
  ])
  const items = new Map(found.map((item) => [item.id, item]))
  return rows.map(({ id, organisationId, itemId, personId, fromDay: from, untilDay: until, purpose, state, handoutId }) => {
    const item = items.get(itemId)
    return {
      ...{ id, organisationId, from, until, purpose, state },
      item: { id: itemId, number: numberOfItem(item?.number ?? 0), name: item?.name ?? '' },
      person: { id: personId, name: people.get(personId)?.name ?? ctx.t('cases.someone') },
      handout: handoutId === null ? null : (receipts.get(handoutId) ?? null),
    }
  })
}
const viewOf = async (ctx: Context, row: ReservationRow) => (await views(ctx, [row]))[0] ?? Promise.reject(notFound())
const tell = (ctx: Context, { id, itemId, personId, organisationId }: ReservationRow, state: ReservationRow['state']) =>
  ctx.emit(reservationChanged, { about: `item/${itemId}`, organisationId, people: [personId], data: { reservationId: id, itemId, personId, state } })

/** The loan ended: its days are free from now on. */
async function ended(ctx: Context, handoutId: string, itemIds: readonly string[]): Promise<void> {
  for (const row of await issuedWith(ctx.db as Db, handoutId)) {
    if (!itemIds.includes(row.itemId)) continue
    await setState(ctx.db as Db, row.id, { state: 'done' })
    await tell(ctx, row, 'done')
  }
}
/** What need not be wiped between loans, and came straight from who had it, is ready for the next one. Where its kind asks for something that is not filled in it waits as it is. */
async function readyAgain(ctx: Context, itemId: string): Promise<void> {
  const lent = await lentItem(ctx.db as Db, itemId)
  const item = lent && !lent.wipes ? await findItem(ctx, itemId, true) : undefined
  const state = item && stateOf((await kindsOf(ctx, item.organisationId)).get(item.kind), item.state)
  if (item?.state !== 'returned' || !state?.to.includes('prepared')) return
  // Not what was lost meanwhile: nobody knows who had it in between.
  if ((await cameFrom(ctx, item))?.state !== 'inUse') return
  try {
    await changeItem(ctx, item.id, { version: item.version, state: 'prepared', why: ctx.t('devices.loans.why.back') }, 'proven')
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
}

export default roomFor<LoanTables>()({
  name: 'devices.loans',
  contract: devicesLoans,
  // What handing out refuses has its words there.
  texts: devicesLoansTexts as typeof devicesLoansTexts &
    Record<`devices.handout.${'receiver' | 'dueOn' | 'notReady' | 'alreadyOut' | 'reserved' | 'notFilledIn' | 'terms'}`, never>,
  grants: {},
  folder: import.meta.dirname,
  on: [
    on(takenBack, 'devices: loan back', async ({ data }, ctx) => {
      await ended(ctx, data.handoutId, data.itemIds)
      if ((await findHandout(ctx, data.handoutId)).kind === 'loan') for (const itemId of data.itemIds) await readyAgain(ctx, itemId)
    }),
    on(handoutLost, 'devices: loan lost', ({ data }, ctx) => ended(ctx, data.handoutId, [data.itemId])),
  ],
  handlers: {
    async loanItems({ query: { organisationId, from, until } }, ctx) {
      demandIn(ctx, 'devices.read', organisationId)
      const free = from !== undefined && until !== undefined ? { from, until } : undefined
      if (free && !rightDays(free)) return ctx.fail('devices.loans.days')
      return { items: await loanItems(ctx, organisationId, free) }
    },
    async lend({ params, body: { lent, wipes } }, ctx) {
      const { id: itemId, organisationId } = await itemFor(ctx, params.id, 'devices.work', true)
      // Who decides says that the next one may get it as the last one left it.
      if (lent && !wipes && !mayIn(ctx, 'devices.configure', organisationId)) return ctx.fail('devices.loans.leadOnly')
      if (lent) await saveLent(ctx.db, { itemId, organisationId, wipes, addedAt: ctx.now, addedBy: ctx.actor.personId })
      else if (await isReserved(ctx.db, itemId)) return ctx.fail('devices.loans.reserved')
      else await removeLent(ctx.db, itemId)
      await ctx.emit(lendingChanged, { about: `item/${itemId}`, organisationId, data: { itemId, lent, wipes } })
      return undefined
    },
    async reservations({ query: { organisationId, from, until, all } }, ctx) {
      demandIn(ctx, 'devices.read', organisationId)
      if (!rightDays({ from, until })) return ctx.fail('devices.loans.days')
      return { items: await views(ctx, await listReservations(ctx.db, organisationId, { from, until }, all)) }
    },
    async reserve({ body: { itemId, personId, from, until, purpose } }, ctx) {
      if (!rightDays({ from, until })) return ctx.fail('devices.loans.days')
      const { organisationId } = await itemFor(ctx, itemId, 'devices.work', true)
      if (!(await lentItem(ctx.db, itemId))) return ctx.fail('devices.loans.notLent')
      if (!(await personIn(ctx, personId, organisationId))) return ctx.fail('devices.loans.person')
      const row: ReservationRow = {
        ...{ id: randomUUID(), organisationId, itemId, personId, fromDay: from, untilDay: until, purpose, state: 'reserved', handoutId: null },
        ...{ madeAt: ctx.now, madeBy: ctx.actor.personId },
      }
      await insertReservation(ctx.db, row).catch(refuseTaken)
      await tell(ctx, row, 'reserved')
      return viewOf(ctx, row)
    },
    async cancel({ params }, ctx) {
      const row = await reservationHere(ctx, params.id)
      await setState(ctx.db, row.id, { state: 'cancelled' })
      await tell(ctx, row, 'cancelled')
      return viewOf(ctx, { ...row, state: 'cancelled' })
    },
    async issue({ params, body: { accessories, condition } }, ctx) {
      const row = await reservationHere(ctx, params.id)
      const given = accessories.map((name) => ({ name, serial: null }))
      const wish = {
        ...{ organisationId: row.organisationId, receiverId: row.personId, kind: 'loan' as const, dueOn: row.untilDay, note: row.purpose },
        items: [{ itemId: row.itemId, accessories: given, condition, photoIds: [] }],
      }
      const handout = await handOut(ctx, wish, row.id)
      const today = await todayAt(ctx, row.organisationId)
      // Who comes early has it from today on.
      const early = today < row.fromDay
      const issued = { state: 'issued', handoutId: handout.id, fromDay: early ? today : row.fromDay } as const
      await setState(ctx.db, row.id, issued).catch(refuseTaken)
      await tell(ctx, row, 'issued')
      return viewOf(ctx, { ...row, ...issued })
    },
  },
})
