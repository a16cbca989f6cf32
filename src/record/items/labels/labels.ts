/** From what a camera or a hand scanner read to the item it stands on. */
import { sql } from 'kysely'
import type { Context } from '#platform/room.ts'
import { readScan } from './rules.ts'

const largest = 2_147_483_647
/** Ids of the items with these numbers, as far as the actor may see them. */
export async function idsOfNumbers(ctx: Context, numbers: readonly number[]): Promise<string[]> {
  const fitting = numbers.filter((one) => one <= largest)
  const { rows } = await sql<{ id: string }>`select id from item where number = any (${fitting}::int[])`.execute(ctx.db)
  return rows.map(({ id }) => id)
}

/** What a text means, for who looks at the answer: what has this code, else what has this number. */
export async function idsOfScan(ctx: Context, text: string): Promise<string[]> {
  const read = readScan(text, [ctx.app.config.url])
  if ('number' in read) return idsOfNumbers(ctx, [read.number])
  const { rows } = await sql<{ id: string }>`select id from item where code is not null and spil_fold(code) = spil_fold(${read.code})
    order by number limit 20`.execute(ctx.db)
  if (rows.length > 0 || !/^\d{1,9}$/.test(read.code)) return rows.map(({ id }) => id)
  return idsOfNumbers(ctx, [Number(read.code)])
}

/** What texts mean within one organisation, for counting: only an exact code, or a number that says that it is one. By the text. */
export async function itemsOfScans(ctx: Context, organisationId: string, texts: readonly string[]): Promise<Map<string, string>> {
  const read = texts.map((text) => ({ text, ...readScan(text, [ctx.app.config.url]) }))
  const { rows } = await sql<{ text: string; id: string }>`
    select s.text, i.id from unnest(${read.map(({ text }) => text)}::text[], ${read.map((one) => ('number' in one ? Math.min(one.number, largest) : null))}::int[],
      ${read.map((one) => ('code' in one ? one.code : null))}::text[]) s (text, number, code)
    join item i on i.organisation_id = ${organisationId} and (i.number = s.number or (i.code is not null and spil_fold(i.code) = spil_fold(s.code)))`.execute(
    ctx.db,
  )
  return new Map(rows.map(({ text, id }) => [text, id]))
}
