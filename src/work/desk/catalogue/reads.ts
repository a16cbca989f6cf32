/** Items as the screens show them, and who may ask for which. */
import type { Context } from '#platform/room.ts'
import { type Criticality, criticalities, type Service } from '#record/cases/priority/contract.ts'
import { wordIn } from '#record/cases/priority/rules.ts'
import { peopleByIds } from '#record/people/people.ts'
import type { Form, Item, Offer } from './contract.ts'
import * as store from './store.ts'

export const offerOf = (ctx: Context, { id, askedIn, definition }: OfferedRow): Offer => ({
  id,
  organisationId: askedIn,
  kind: definition.kind,
  name: wordIn(definition.name, ctx.locale),
  description: wordIn(definition.description, ctx.locale),
})
export const formOf = (ctx: Context, row: OfferedRow): Form => ({
  ...offerOf(ctx, row),
  version: row.version,
  fields: row.definition.fields,
  access: row.definition.access,
  approval: (row.definition.approval?.steps ?? []).map(
    ({ name, deciders }) => wordIn(name, ctx.locale) || deciders.map(({ kind }) => ctx.t(`desk.approvals.decider.${kind}`)).join(', '),
  ),
})

export async function itemsOf(ctx: Context, rows: readonly store.ItemRow[]): Promise<Item[]> {
  const names = await peopleByIds(
    ctx,
    rows.map(({ changedBy }) => changedBy).filter((id) => id !== null),
  )
  return rows.map(({ changedBy, ...row }) => ({
    ...row,
    changedBy: changedBy === null ? null : { id: changedBy, name: names.get(changedBy)?.name ?? ctx.t('cases.someone') },
  }))
}

/** An item that somebody can ask for, and in which organisation: its own where they belong to it, else the first to which it is offered. */
export interface OfferedRow extends store.ItemRow {
  askedIn: string
}
/** Active items in whose audience the actor is, in order. */
export async function offered(ctx: Context, only?: string): Promise<OfferedRow[]> {
  const db = ctx.db as store.Db
  const { member } = ctx.actor.scopes
  const one = only === undefined ? undefined : await store.readItem(db, only)
  const rows = (only === undefined ? await store.listItems(db, { active: true }) : one ? [one] : []).flatMap((row): OfferedRow[] => {
    const askedIn = [row.organisationId, ...row.offeredTo].find((id) => member.includes(id))
    return row.active && askedIn !== undefined ? [{ ...row, askedIn }] : []
  })
  const narrow = rows.filter(({ definition: { audience } }) => audience.roles.length + audience.teamIds.length > 0)
  if (narrow.length === 0) return rows
  const { roles, teams } = await store.mine(db, [...new Set(narrow.map(({ askedIn }) => askedIn))])
  return rows.filter(({ askedIn, definition: { audience } }) => {
    if (audience.roles.length + audience.teamIds.length === 0) return true
    return audience.roles.some((role) => roles.get(askedIn)?.includes(role)) || audience.teamIds.some((id) => teams.has(id))
  })
}

/** The services that the catalogue of this organisation knows, by name; where several items are about one, the greatest importance counts. */
export async function servicesOf(ctx: Context, organisationId: string): Promise<{ name: string; criticality: Criticality }[]> {
  const rows = (await store.listItems(ctx.db as store.Db, { active: true })).filter((row) =>
    [row.organisationId, ...row.offeredTo].includes(organisationId),
  )
  const found = new Map<string, Criticality>()
  for (const { definition } of rows) {
    const { serviceKey: name, criticality } = definition
    const known = found.get(name)
    if (name !== '' && (known === undefined || criticalities.indexOf(criticality) > criticalities.indexOf(known))) found.set(name, criticality)
  }
  return [...found].map(([name, criticality]) => ({ name, criticality })).sort((one, other) => one.name.localeCompare(other.name))
}
/** As what a case concerns; undefined when there is no such service. */
export async function serviceNamed(ctx: Context, organisationId: string, name: string): Promise<Service | undefined> {
  const found = (await servicesOf(ctx, organisationId)).find((one) => one.name === name)
  return found && { id: null, name: { nl: name, en: name }, criticality: found.criticality }
}
/** Names of the items of which the cases get this agreement. */
export async function itemsUnder(ctx: Context, organisationId: string, agreementId: string): Promise<string[]> {
  const rows = await store.listItems(ctx.db as store.Db, { organisationId })
  return rows.filter(({ definition }) => definition.agreementId === agreementId).map(({ definition }) => wordIn(definition.name, ctx.locale))
}
