/** What changed of an item, by whom and why: kept field by field, told in words, also to who was too late. */
import { type Context, Problem } from '#platform/room.ts'
import { peopleByIds } from '#record/people/people.ts'
import type { ChangedItem, ItemConflict, Money } from '../contract.ts'
import type { Filled } from '../filling/filling.ts'
import type { Attribute, KnownKind } from '../kinds/contract.ts'
import { kindsOf, stateOf, wordIn } from '../kinds/kinds.ts'
import { type Change, type ChangeRow, changesBefore, changesSince, type Db, type ItemRow, readRefs } from '../store.ts'
import type { ToldChange } from './contract.ts'

const tracked = [
  ...(['name', 'code', 'state', 'note', 'ownerId', 'locationId', 'availability', 'integrity', 'confidentiality', 'tags', 'purchasedOn'] as const),
  ...(['supplier', 'contract', 'warrantyUntil', 'depreciationMonths', 'residualValue'] as const),
] satisfies readonly (keyof ItemRow)[]
const same = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
const sorted = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value
const money = ({ price, currency }: ItemRow): Money | null => (price === null ? null : { amount: price, currency: currency ?? 'EUR' })

type Whole = Pick<Filled, 'row' | 'userIds'>
/** Every field that is different, in a fixed order. */
export function changesBetween(before: Whole, after: Whole): Change[] {
  const pairs: Change[] = tracked.map((field) => ({ field, from: before.row[field], to: after.row[field] }))
  pairs.push({ field: 'price', from: money(before.row), to: money(after.row) })
  pairs.push({ field: 'userIds', from: [...before.userIds].sort(), to: [...after.userIds].sort() })
  const keys = new Set([...Object.keys(before.row.attributes), ...Object.keys(after.row.attributes)])
  for (const key of [...keys].sort())
    pairs.push({ field: `attributes.${key}`, from: before.row.attributes[key] ?? null, to: after.row.attributes[key] ?? null })
  return pairs.filter(({ from, to }) => !same(sorted(from), sorted(to)))
}

/** What would make these changes undone. */
export function undoingOf(changes: readonly Change[]): Partial<Omit<ChangedItem, 'version'>> {
  const fields = changes.filter(({ field }) => !field.startsWith('attributes.')).map(({ field, from }) => [field, from])
  const attributes = changes.flatMap(({ field, from }) =>
    field.startsWith('attributes.') ? [[field.slice('attributes.'.length), from ?? null]] : [],
  )
  return { ...Object.fromEntries(fields), ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }) }
}

/** What is different from an older version, one line a field, as a refusal. */
export async function conflict(ctx: Context, now: ItemRow, version: number): Promise<Problem> {
  const since = await changesSince(ctx.db as Db, now.id, version)
  const merged = new Map<string, Change>()
  for (const { changes } of since)
    for (const change of changes) merged.set(change.field, { ...change, from: (merged.get(change.field) ?? change).from })
  const by = since.at(-1)?.changedBy ?? null
  const different = [...merged.values()].filter(({ from, to }) => !same(from, to))
  const [words] = await inWords(ctx, now, [different])
  const names = await peopleByIds(ctx, by ? [by] : [])
  const data: ItemConflict = {
    version: now.version,
    changedBy: by ? { id: by, name: names.get(by)?.name ?? ctx.t('cases.someone') } : null,
    changedAt: now.updatedAt,
    changes: words ?? [],
  }
  return new Problem('items.changed', 409, data)
}

/** The changes of an item, newest first, before a version. */
/** From which state it came into the one it is in, and whether who uses it changed since. Undefined: it was registered in it, or that is long ago. */
export async function cameFrom(ctx: Context, row: ItemRow): Promise<{ state: string; sameUsers: boolean } | undefined> {
  let sameUsers = true
  for (const { changes } of await changesBefore(ctx.db as Db, row.id, row.version + 1, 50)) {
    const moved = changes.find(({ field }) => field === 'state')
    if (changes.some(({ field }) => field === 'userIds')) sameUsers = false
    if (moved) return { state: String(moved.from), sameUsers }
  }
  return undefined
}

export async function historyOf(ctx: Context, row: ItemRow, before: number, limit: number): Promise<{ rows: ChangeRow[]; told: ToldChange[][] }> {
  const rows = await changesBefore(ctx.db as Db, row.id, before, limit)
  return {
    rows,
    told: await inWords(
      ctx,
      row,
      rows.map(({ changes }) => changes),
    ),
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const idsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.flatMap(idsIn) : typeof value === 'string' && uuid.test(value) ? [value] : []

/** Values as people say them, in the language of the actor. What they may not see of others is 'somebody' or nothing. */
async function inWords(ctx: Context, row: ItemRow, all: readonly (readonly Change[])[]): Promise<ToldChange[][]> {
  const ids = all.flat().flatMap(({ from, to }) => [...idsIn(from), ...idsIn(to)])
  const [kinds, people, refs] = await Promise.all([kindsOf(ctx, row.organisationId), peopleByIds(ctx, ids), readRefs(ctx.db as Db, ids)])
  const kind = kinds.get(row.kind)
  const lookUp: Names = {
    person: (id) => people.get(id)?.name ?? ctx.t('cases.someone'),
    item: (id) => refs.get(id)?.name ?? ctx.t('items.someItem'),
  }
  const one = ({ field, from, to }: Change): ToldChange => {
    const attribute = field.startsWith('attributes.') ? kind?.attributes.find(({ key }) => `attributes.${key}` === field) : undefined
    const name = attribute
      ? wordIn(attribute.names, ctx.locale)
      : field.startsWith('attributes.')
        ? field.slice('attributes.'.length)
        : ctx.t(`items.field.${field}`)
    const word = (value: unknown) => {
      if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return null
      return attribute ? valueInWords(ctx, attribute, value, lookUp) : fieldInWords(ctx, kind, field, value, lookUp)
    }
    return { field, name, from: word(from), to: word(to) }
  }
  return all.map((changes) => changes.map(one))
}

export interface Names {
  person(id: string): string
  item(id: string): string
}
const number = (ctx: Context, value: unknown) => Number(value).toLocaleString(ctx.locale === 'nl' ? 'nl-NL' : 'en-GB')
const inMoney = (ctx: Context, { amount, currency }: Money) =>
  new Intl.NumberFormat(ctx.locale === 'nl' ? 'nl-NL' : 'en-GB', { style: 'currency', currency }).format(amount)

/** The value of an attribute as people say it. */
export function valueInWords(ctx: Context, attribute: Attribute, value: unknown, names: Names): string {
  const { type, unit, choices = [] } = attribute
  if (type === 'number') return unit ? `${number(ctx, value)} ${unit}` : number(ctx, value)
  if (type === 'choice') {
    const choice = choices.find(({ key }) => key === value)
    return choice ? wordIn(choice.names, ctx.locale) : String(value)
  }
  if (type === 'person') return names.person(String(value))
  if (type === 'item') return names.item(String(value))
  return plain(ctx, value)
}
/** By its look alone: of an attribute that the kind has no longer. */
export function plain(ctx: Context, value: unknown): string {
  if (value !== null && typeof value === 'object') {
    if ('amount' in value) return inMoney(ctx, value as Money)
    return Object.values(value).filter(Boolean).join(', ')
  }
  return String(value)
}
function fieldInWords(ctx: Context, kind: KnownKind | undefined, field: string, value: unknown, names: Names): string {
  if (field === 'state') {
    const state = stateOf(kind, String(value))
    return state ? wordIn(state.names, ctx.locale) : String(value)
  }
  if (field === 'ownerId') return names.person(String(value))
  if (field === 'userIds') return (value as string[]).map(names.person).join(', ')
  if (field === 'locationId') return names.item(String(value))
  if (field === 'tags') return (value as string[]).join(', ')
  if (field === 'price') return inMoney(ctx, value as Money)
  if (['availability', 'integrity', 'confidentiality'].includes(field)) return ctx.t(`cases.criticality.${String(value)}`)
  if (field === 'residualValue' || field === 'depreciationMonths') return number(ctx, value)
  return String(value)
}
