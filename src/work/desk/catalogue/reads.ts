/** Items as the screens show them, and who may ask for which. */
import type { Context } from '#platform/room.ts'
import { wordIn } from '#record/cases/priority/rules.ts'
import { peopleByIds } from '#record/people/people.ts'
import type { Form, Item, Offer } from './contract.ts'
import * as store from './store.ts'

export const offerOf = (ctx: Context, { id, organisationId, definition }: store.ItemRow): Offer => ({
  id,
  organisationId,
  kind: definition.kind,
  name: wordIn(definition.name, ctx.locale),
  description: wordIn(definition.description, ctx.locale),
})
export const formOf = (ctx: Context, row: store.ItemRow): Form => ({
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

/** Active items in whose audience the actor is, in order. */
export async function offered(ctx: Context, only?: string): Promise<store.ItemRow[]> {
  const db = ctx.db as store.Db
  const { member } = ctx.actor.scopes
  const one = only === undefined ? undefined : await store.readItem(db, only)
  const rows = (only === undefined ? await store.listItems(db, { active: true }) : one ? [one] : []).filter(
    (row) => row.active && member.includes(row.organisationId),
  )
  const narrow = rows.filter(({ definition: { audience } }) => audience.roles.length + audience.teamIds.length > 0)
  if (narrow.length === 0) return rows
  const { roles, teams } = await store.mine(db, [...new Set(narrow.map(({ organisationId }) => organisationId))])
  return rows.filter(({ organisationId, definition: { audience } }) => {
    if (audience.roles.length + audience.teamIds.length === 0) return true
    return audience.roles.some((role) => roles.get(organisationId)?.includes(role)) || audience.teamIds.some((id) => teams.has(id))
  })
}
