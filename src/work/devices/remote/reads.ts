/** Links and what was done, as the screens show them. */
import type { Context } from '#platform/room.ts'
import { casesOf } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { factsOf, type ItemRow } from '#record/items/items.ts'
import { peopleByIds } from '#record/people/people.ts'
import { type Deed, placeholders, type Template, type Way } from './contract.ts'
import { type Filled, fillTemplate, parseTemplate, valuesOf } from './links/rules.ts'
import { shippedTemplates } from './shipped/rules.ts'
import { type Db, type DeedRow, listTemplates } from './store.ts'

/** Those that come with Spil, as the organisation wrote them where it did, and its own after them. */
export async function templatesOf(ctx: Context, organisationId: string): Promise<Template[]> {
  const rows = new Map((await listTemplates(ctx.db as Db, organisationId)).map((row) => [row.key, row]))
  const shipped = Object.entries(shippedTemplates).map(([key, { name, kinds, url, active }]): Template => {
    const row = rows.get(key)
    rows.delete(key)
    const { version = 0, ...own } = row ?? { name: name[ctx.locale], kinds, url, active }
    return { key, name: own.name, kinds: [...own.kinds], url: own.url, active: own.active, shipped: true, own: row !== undefined, version }
  })
  const others = [...rows.values()].map(({ organisationId: _, ...row }): Template => ({ ...row, shipped: false, own: true }))
  return [...shipped, ...others]
}

const nameOf = (ctx: Context, placeholder: string): string => {
  const known = placeholders.find((one) => one === placeholder)
  return known ? ctx.t(`devices.remote.placeholder.${known}`) : placeholder.slice(placeholder.indexOf(':') + 1)
}
interface Offered {
  template: Template
  scheme: string
  filled: Filled
}
/** What is offered for this item, each filled in with what is known of it. */
export async function offeredFor(ctx: Context, item: ItemRow): Promise<Offered[]> {
  const { id, organisationId } = item
  const facts = (await factsOf(ctx, [{ id, organisationId }])).get(id) ?? new Map()
  const known = valuesOf({ ...item, number: numberOfItem(item.number) }, facts)
  return (await templatesOf(ctx, organisationId)).flatMap((template) => {
    const parsed = parseTemplate(template.url)
    if (!template.active || typeof parsed === 'string' || (template.kinds.length > 0 && !template.kinds.includes(item.kind))) return []
    return [{ template, scheme: parsed.scheme, filled: fillTemplate(parsed, known) }]
  })
}
/** In words; null when it can be used. */
export const whyNot = (ctx: Context, filled: Filled): string | null =>
  'url' in filled ? null : ctx.t(`devices.remote.${filled.why}`, { what: nameOf(ctx, filled.placeholder) })
export const shownWay = (ctx: Context, { template: { key, name }, scheme, filled }: Offered): Way => ({ key, name, scheme, why: whyNot(ctx, filled) })

export async function shownDeeds(ctx: Context, rows: readonly DeedRow[]): Promise<Deed[]> {
  const [people, cases] = await Promise.all([
    peopleByIds(
      ctx,
      rows.map(({ byId }) => byId),
    ),
    casesOf(ctx, [...new Set(rows.flatMap(({ caseId }) => caseId ?? []))]),
  ])
  const numbers = new Map(cases.map(({ id, number }) => [id, numberOf(number)]))
  const number = (caseId: string | null) => (caseId === null ? undefined : numbers.get(caseId))
  return rows.map(({ id, kind, way, why, minutes, at, byId, caseId, state, reason }) => ({
    ...{ id, kind, way, why, minutes, at: new Date(at).toISOString(), state },
    by: { id: byId, name: people.get(byId)?.name ?? ctx.t('cases.someone') },
    case: caseId !== null && number(caseId) !== undefined ? { id: caseId, number: number(caseId) ?? '' } : null,
    reason: reason === null ? null : reason === 'late' ? ctx.t('devices.remote.late') : ctx.t('devices.remote.notSent', { what: reason }),
  }))
}
