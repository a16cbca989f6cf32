import { sql } from 'kysely'
import { type Context, roomFor } from '#platform/room.ts'
import { organisations } from '#record/people/people.ts'
import { numberOfItem } from '../contract.ts'
import { kindsOfAll, namesIn } from '../kinds/kinds.ts'
import { type Filter, type ListRow, listItems, searchedWhole } from '../lists/lists.ts'
import { namesOf } from '../reads.ts'
import type { ItemTables } from '../store.ts'
import type { itemsTexts } from '../texts.ts'
import { itemLabels, type LabelChoice, type Labelled } from './contract.ts'
import { idsOfNumbers, idsOfScan } from './labels.ts'
import { addressOf } from './rules.ts'
import { itemLabelsTexts } from './texts.ts'

interface LabelTables extends ItemTables {
  itemLabelChoice: { personId: string; choice: LabelChoice; at: Date }
}

async function labelled(ctx: Context, rows: readonly ListRow[]): Promise<Labelled[]> {
  const [kinds, all] = await Promise.all([
    kindsOfAll(
      ctx,
      rows.map(({ organisationId }) => organisationId),
    ),
    organisations(ctx),
  ])
  const owners = new Map(all.map(({ id, name }) => [id, name]))
  return rows.map((row) => ({
    id: row.id,
    number: numberOfItem(row.number),
    address: addressOf(ctx.app.config.url, row.number),
    text: row.code ?? numberOfItem(row.number),
    name: row.name,
    code: row.code ?? numberOfItem(row.number),
    kind: namesIn(ctx.locale, kinds.get(row.organisationId)?.get(row.kind), row).kind.name,
    location: row.locationName ?? '',
    organisation: owners.get(row.organisationId) ?? '',
  }))
}

export default roomFor<LabelTables>()({
  name: 'items.labels',
  contract: itemLabels,
  texts: itemLabelsTexts as typeof itemLabelsTexts & typeof itemsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async labels({ query }, ctx) {
      const { items: numbers, ...filter } = query
      const asked: Filter =
        numbers === undefined ? await searchedWhole(ctx, filter) : { ids: await idsOfNumbers(ctx, numbers.split(',').map(Number)) }
      const { rows, next } = await listItems(ctx, asked, { limit: 500, sort: 'name' })
      const kept = await ctx.db
        .selectFrom('itemLabelChoice')
        .select('choice')
        .where('personId', '=', ctx.actor.personId ?? '')
        .executeTakeFirst()
      return { items: await labelled(ctx, rows), more: next !== null, choice: kept?.choice ?? null }
    },
    async keepLabelChoice({ body }, ctx) {
      await sql`insert into item_label_choice (person_id, choice, at) values (${ctx.actor.personId}, ${JSON.stringify(body)}::jsonb, ${ctx.now})
        on conflict (person_id) do update set choice = excluded.choice, at = excluded.at`.execute(ctx.db)
      return undefined
    },
    async scanned({ query }, ctx) {
      return { items: await namesOf(ctx, await idsOfScan(ctx, query.text)) }
    },
  },
})
