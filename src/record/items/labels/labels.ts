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
  const { rows } = await sql<{
    id: string
  }>`select id from item where id = any (array(select id from spil_items_with_codes(${[read.code]}::text[], null)))
    order by number limit 20`.execute(ctx.db)
  if (rows.length > 0 || !/^\d{1,9}$/.test(read.code)) return rows.map(({ id }) => id)
  return idsOfNumbers(ctx, [Number(read.code)])
}

/** What texts mean within one organisation, for counting: only an exact code, or a number that says that it is one. By the text. */
export async function itemsOfScans(ctx: Context, organisationId: string, texts: readonly string[]): Promise<Map<string, string>> {
  const read = texts.map((text) => ({ text, ...readScan(text, [ctx.app.config.url]) }))
  const numbers = read.flatMap((one) => ('number' in one && one.number <= largest ? one.number : []))
  const codes = read.flatMap((one) => ('code' in one ? one.code : []))
  const [numbered, coded] = await Promise.all([
    sql<{
      number: number
      id: string
    }>`select number, id from item where organisation_id = ${organisationId} and number = any (${numbers}::int[])`.execute(ctx.db),
    sql<{ code: string; id: string }>`with found as materialized (select code, id from spil_items_with_codes(${codes}::text[], ${organisationId}))
      select code, id from found where id in (select id from item where id = any (array(select id from found)))`.execute(ctx.db),
  ])
  const byNumber = new Map(numbered.rows.map(({ number, id }) => [number, id]))
  const byCode = new Map(coded.rows.map(({ code, id }) => [code, id]))
  return new Map(
    read.flatMap((one) => {
      const id = 'number' in one ? byNumber.get(one.number) : byCode.get(one.code)
      return id === undefined ? [] : [[one.text, id] as const]
    }),
  )
}
