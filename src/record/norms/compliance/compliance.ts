/** How it stands as a table for a spreadsheet, and as it was at the end of each day. */
import type { Context } from '#platform/room.ts'
import { numberOfItem } from '../../items/contract.ts'
import { type Filter, listRows, type Row, writeDay } from './store.ts'

const shownDays = 90
const dayOf = (moment: number) => new Date(moment).toISOString().slice(0, 10)
export const today = (ctx: Context) => dayOf(ctx.now.getTime())
/** The first day of the trend. */
export const firstShown = (ctx: Context) => dayOf(ctx.now.getTime() - shownDays * 86_400_000)
/** How it stands now is how it was today, whatever was kept of today before; what the trend no longer shows is not kept. */
export const keepDay = (ctx: Context): Promise<void> => writeDay(ctx.db, today(ctx), firstShown(ctx))

const columns = ['item', 'name', 'location', 'expectation', 'severity', 'verdict', 'since', 'evidence', 'observed'] as const
function lineOf(ctx: Context, row: Row): string[] {
  const { facts, missing, stale, series = [] } = row.observed
  const observed = [
    ...facts.map(({ key, value, unit }) => `${key}=${value}${unit ? ` ${unit}` : ''}`),
    ...[...missing, ...stale].map((key) => `${key}=?`),
    ...series.map(({ name, value, unit }) => `${name}=${value ?? '?'}${unit ? ` ${unit}` : ''}`),
  ].join('; ')
  const verdict = ctx.t(`norms.verdict.${row.excepted ? 'excepted' : row.verdict}`)
  const about = [numberOfItem(row.number), row.name, row.location ?? '', row.title, ctx.t(`norms.severity.${row.severity}`)]
  return [...about, verdict, row.since, row.evidenceAt ?? '', observed]
}
const pageOf = 5000
/** The first so many rows, a page at a time, under their heads; when there are more the last line says so. */
export async function tableOf(ctx: Context, filter: Filter, most = 50_000): Promise<string[][]> {
  const lines: string[][] = []
  let after: [number, string] | undefined
  do {
    const rows = await listRows(ctx.db, filter, after, Math.min(pageOf, most + 1 - lines.length))
    for (const row of rows) lines.push(lineOf(ctx, row))
    const last = rows.at(-1)
    after = last && [last.number, last.expectationId]
  } while (after && lines.length <= most)
  const cut = lines.length > most ? [[ctx.t('norms.export.cut', { most })]] : []
  return [columns.map((key) => ctx.t(`norms.export.${key}`)), ...lines.slice(0, most), ...cut]
}
