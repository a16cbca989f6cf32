/** From what somebody filled in to what is kept: fits it to the kind, and names everything that is not right at once. */
import { randomUUID } from 'node:crypto'
import { type Context, Problem } from '#platform/room.ts'
import { peopleIn } from '#record/people/people.ts'
import type { ChangedItem, NewItem } from '../contract.ts'
import type { Kind } from '../kinds/contract.ts'
import { type Kinds, stateOf } from '../kinds/kinds.ts'
import { importanceOf, missing, type Wrong, withChanges } from '../rules.ts'
import { type Db, type ItemRow, type Ref, readRefs } from '../store.ts'

export interface Filled {
  row: ItemRow
  userIds: string[]
  wrong: Wrong[]
}

const empty = {
  code: null,
  note: '',
  ownerId: null,
  locationId: null,
  availability: null,
  integrity: null,
  confidentiality: null,
  tags: [],
  purchasedOn: null,
  price: null,
  currency: null,
  supplier: null,
  contract: null,
  warrantyUntil: null,
  depreciationMonths: null,
  residualValue: null,
} as const

type Fields = Partial<Omit<ChangedItem, 'version' | 'attributes' | 'state' | 'userIds' | 'why'>>
/** The fields of every item as they are kept: money in two columns, tags once each, the greatest importance beside the three. */
function kept(before: ItemRow, { price, tags, ...fields }: Fields): ItemRow {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  const row: ItemRow = { ...before, ...given }
  if (tags) row.tags = [...new Set(tags)].sort()
  if (price !== undefined) Object.assign(row, { price: price?.amount ?? null, currency: price?.currency ?? null })
  return { ...row, importance: importanceOf(row) }
}

function filledIn(kind: Kind, before: ItemRow, wish: Omit<ChangedItem, 'version' | 'why'>, userIds: readonly string[]): Filled {
  const { attributes: changes = {}, state: to = before.state, userIds: users, ...fields } = wish
  const { attributes, wrong } = withChanges(kind, before.attributes, changes)
  const state = stateOf(kind, to)
  const row = { ...kept(before, fields), attributes, state: to, class: state?.class ?? before.class }
  if (!state) wrong.push({ field: 'state', code: 'items.value.state' })
  else {
    // What was not filled in before is no reason to refuse a change of something else.
    const excused = to === before.state && before.version > 0 ? missing(state, { ...before }, before.attributes) : []
    for (const field of missing(state, { ...row }, attributes))
      if (!excused.includes(field) && !wrong.some((one) => one.field === field)) wrong.push({ field, code: 'items.value.required' })
  }
  return { row, userIds: users ? [...new Set(users)] : [...userIds], wrong }
}

const blank = (ctx: Context, organisationId: string, kind: string, state: string, id: string = randomUUID()): ItemRow => ({
  ...empty,
  tags: [],
  id,
  number: 0,
  organisationId,
  kind,
  state,
  class: 'planned',
  name: '',
  importance: 0,
  attributes: {},
  createdAt: ctx.now.toISOString(),
  updatedAt: ctx.now.toISOString(),
  changedBy: ctx.actor.personId,
  version: 0,
})

/** Items that are written together with these, and so may be named by them already. */
export type Coming = ReadonlyMap<string, Pick<Ref, 'organisationId' | 'kind'>>

/** New items of one organisation, each with what is not right about it; nothing is written. Numbers are given when they are. */
export async function fillNew(
  ctx: Context,
  organisationId: string,
  kinds: Kinds,
  wishes: readonly (Omit<NewItem, 'organisationId'> & { id?: string })[],
  coming?: Coming,
): Promise<Filled[]> {
  const filled = wishes.map(({ kind: key, id, ...wish }): Filled => {
    const kind = kinds.get(key)
    const before = blank(ctx, organisationId, key, kind?.states[0]?.key ?? '', id)
    if (!kind?.active) return { row: before, userIds: [], wrong: [{ field: 'kind', code: 'items.value.kind' }] }
    const one = filledIn(kind, before, wish, [])
    const state = stateOf(kind, one.row.state)
    // What is in use is registered as it is found. That it was wiped or is ready for somebody is proven, or said by who decides.
    if (state?.proven && state.class !== 'inUse' && !setsRight(ctx, organisationId)) one.wrong.push({ field: 'state', code: 'items.value.proven' })
    return { ...one, row: { ...one.row, version: 1 } }
  })
  await checkOthers(
    ctx,
    organisationId,
    kinds,
    filled.map((one) => ({ ...one, before: undefined, known: [] })),
    coming,
  )
  return filled
}

/** How an item gets its state: by hand, by an undo (from any state to any other), or by the step that proves what a proven state asks. */
export type Way = 'byHand' | 'back' | 'proven'
/** Why this kind does not go from one state to another in this way; undefined: it does. A state that is not there is another fault. */
export function refusedMove(
  kind: Kind | undefined,
  from: string,
  to: string | undefined,
  way: Way,
): 'items.moveNotAllowed' | 'items.moveProven' | undefined {
  const state = to === undefined || to === from ? undefined : stateOf(kind, to)
  if (!state) return undefined
  if (way !== 'back' && !stateOf(kind, from)?.to.includes(state.key)) return 'items.moveNotAllowed'
  // An undo proves nothing: what hung on the way here (a receipt, a case) would be left behind.
  return state.proven && way !== 'proven' ? 'items.moveProven' : undefined
}
/** Who decides may set right what only a step that proves it does otherwise; Spil itself acts for such a step. */
const setsRight = ({ actor }: Context, organisationId: string): boolean =>
  actor.kind === 'system' || (actor.permissions.get('items.configure')?.includes(organisationId) ?? false)
/** Who uses what is in use by a proven state changes by handing out and taking back, not by hand or by a file. */
export const refusedUsers = (ctx: Context, kind: Kind | undefined, { before, change, userIds }: Changing): boolean => {
  const state = stateOf(kind, before.state)
  if (!state?.proven || state.class !== 'inUse' || change.userIds === undefined || setsRight(ctx, before.organisationId)) return false
  return new Set([...change.userIds, ...userIds]).size !== userIds.length || change.userIds.length !== userIds.length
}

/** An item as it becomes, with what is not right about that. `userIds`: who use it now. */
export async function fillChange(
  ctx: Context,
  before: ItemRow,
  kinds: Kinds,
  wish: Omit<ChangedItem, 'version'>,
  { userIds, way }: { userIds: readonly string[]; way: Way },
): Promise<Filled> {
  const kind = kinds.get(before.kind)
  const { why: _, ...change } = wish
  const refused = refusedMove(kind, before.state, change.state, way)
  if (refused) throw new Problem(refused, 409, { from: before.state, to: change.state ?? '' })
  if (way === 'byHand' && refusedUsers(ctx, kind, { before, change, userIds })) throw new Problem('items.usersProven', 409)
  const [filled] = await fillChanges(ctx, before.organisationId, kinds, [{ before, change, userIds }])
  if (!filled) throw new Error('nothing was filled in')
  return filled
}

export interface Changing {
  before: ItemRow
  change: Omit<ChangedItem, 'version' | 'why'>
  /** Who use it now. */
  userIds: readonly string[]
}
/** Items of one organisation as they become, from any state to any other. */
export async function fillChanges(ctx: Context, organisationId: string, kinds: Kinds, all: readonly Changing[], coming?: Coming): Promise<Filled[]> {
  const filled = all.map(({ before, change, userIds }): Filled => {
    const kind = kinds.get(before.kind)
    if (kind) return filledIn(kind, before, change, userIds)
    return { row: before, userIds: [...userIds], wrong: [{ field: 'kind', code: 'items.value.kind' }] }
  })
  await checkOthers(
    ctx,
    organisationId,
    kinds,
    filled.map((one, at) => ({ ...one, before: all[at]?.before, known: all[at]?.userIds ?? [] })),
    coming,
  )
  return filled
}

type Checked = Filled & { before: ItemRow | undefined; known: readonly string[] }
/** People, items and locations that are named must be there, in the same organisation. What stood there already is not looked at again. */
async function checkOthers(ctx: Context, organisationId: string, kinds: Kinds, all: readonly Checked[], coming: Coming = new Map()): Promise<void> {
  const asked = all.map(({ row, userIds, before, known }) => {
    const attributes = kinds.get(row.kind)?.attributes ?? []
    const fresh = (key: string) => row.attributes[key] !== undefined && row.attributes[key] !== before?.attributes[key]
    const of = (type: 'person' | 'item') =>
      attributes
        .filter((one) => one.type === type && fresh(one.key))
        .map((one) => ({ field: one.key, id: String(row.attributes[one.key]), kind: one.kind }))
    return {
      people: [
        ...(row.ownerId && row.ownerId !== before?.ownerId ? [{ field: 'ownerId', id: row.ownerId }] : []),
        ...userIds.filter((id) => !known.includes(id)).map((id) => ({ field: 'userIds', id })),
        ...of('person'),
      ],
      items: of('item'),
      location: row.locationId !== before?.locationId ? row.locationId : null,
    }
  })
  const [people, refs] = await Promise.all([
    peopleIn(
      ctx,
      asked.flatMap(({ people }) => people.map(({ id }) => id)),
      organisationId,
    ),
    readRefs(
      ctx.db as Db,
      asked.flatMap(({ items, location }) => [...items.map(({ id }) => id), ...(location ? [location] : [])]),
    ),
  ])
  const refOf = (id: string) => coming.get(id) ?? refs.get(id)
  all.forEach(({ wrong }, at) => {
    const { people: named = [], items = [], location = null } = asked[at] ?? {}
    for (const { field, id } of named) if (!people.has(id)) wrong.push({ field, code: 'items.value.person' })
    for (const { field, id, kind } of items) {
      const found = refOf(id)
      if (found?.organisationId !== organisationId || (kind && found.kind !== kind)) wrong.push({ field, code: 'items.value.item' })
    }
    const where = location ? refOf(location) : undefined
    if (location && (where?.organisationId !== organisationId || where.kind !== 'location'))
      wrong.push({ field: 'locationId', code: 'items.value.location' })
  })
}

/** Refuses what is not right, each at its field. */
export function refuseWrong(ctx: Context, wrong: readonly Wrong[], kind: Kind | undefined): void {
  if (wrong.length === 0) return
  const isAttribute = (field: string) => kind?.attributes.some(({ key }) => key === field)
  const errors = wrong.map(({ field, code }) => ({
    pointer: isAttribute(field) || code === 'items.value.unknown' ? `/body/attributes/${field}` : `/body/${field}`,
    code,
    detail: ctx.t(code),
  }))
  throw new Problem('items.notFilledIn', 400, undefined, errors)
}
