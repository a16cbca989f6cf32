import { Readable } from 'node:stream'
import * as z from 'zod'
import { type Context, job, roomFor } from '#platform/room.ts'
import { numberOfItem } from '../../items/contract.ts'
import type { Counts } from '../contract.ts'
import type { deviationsTexts } from '../deviations/texts.ts'
import { type ComplianceRow, normsCompliance } from './contract.ts'
import { csv } from './rules.ts'
import { agesOf, type Filter, listRows, perExpectation, perGroup, type Row, trend, writeDay } from './store.ts'
import { complianceTexts } from './texts.ts'

const ninetyDays = 90 * 86_400_000
const mostRows = 50_000
const sum = (all: readonly Counts[]): Counts => {
  const counts = { met: 0, broken: 0, unknown: 0, excepted: 0 }
  for (const one of all) for (const key of ['met', 'broken', 'unknown', 'excepted'] as const) counts[key] += one[key]
  return counts
}
const countsOf = ({ met, broken, unknown, excepted }: Counts): Counts => ({ met, broken, unknown, excepted })
const shown = ({ itemId, number, name, location, expectationId, title, severity, ...row }: Row): ComplianceRow => ({
  item: { id: itemId, number: numberOfItem(number), name, location },
  expectation: { id: expectationId, title, severity },
  ...row,
})

/** The figures of today, until the day is over; each hour, so that a night without power loses little. */
const keepDay = job({
  name: 'norms.keepDay',
  payload: z.object({}),
  cron: '55 * * * *',
  run: (_, app) => app.asSystem((ctx) => writeDay(ctx.db, ctx.now.toISOString().slice(0, 10))),
})

/** All rows as lines of a table, a page at a time. */
async function table(ctx: Context, filter: Filter): Promise<(string | null)[][]> {
  const head = (['item', 'name', 'location', 'expectation', 'severity', 'verdict', 'since', 'evidence', 'observed'] as const).map((key) =>
    ctx.t(`norms.export.${key}`),
  )
  const lines: (string | null)[][] = [head]
  let after: [number, string] | undefined
  do {
    const rows = await listRows(ctx.db, filter, after, 5000)
    for (const row of rows) {
      const observed = [
        ...row.observed.facts.map(({ key, value, unit }) => `${key}=${value}${unit ? ` ${unit}` : ''}`),
        ...[...row.observed.missing, ...row.observed.stale].map((key) => `${key}=?`),
      ].join('; ')
      const verdict = ctx.t(`norms.verdict.${row.excepted ? 'excepted' : row.verdict}`)
      const about = [numberOfItem(row.number), row.name, row.location, row.title, ctx.t(`norms.severity.${row.severity}`)]
      lines.push([...about, verdict, row.since, row.evidenceAt, observed])
    }
    const last = rows.at(-1)
    after = rows.length === 5000 && last ? [last.number, last.expectationId] : undefined
  } while (after && lines.length < mostRows)
  return lines
}

export default roomFor<Record<never, never>>()({
  name: 'norms.compliance',
  contract: normsCompliance,
  texts: complianceTexts as typeof complianceTexts & typeof deviationsTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [keepDay],
  handlers: {
    async compliance({ query }, ctx) {
      const today = ctx.now.toISOString().slice(0, 10)
      const [rows, ages, days] = await Promise.all([
        perExpectation(ctx.db, query),
        agesOf(ctx.db, query, ctx.now),
        trend(ctx.db, query, new Date(ctx.now.getTime() - ninetyDays).toISOString().slice(0, 10)),
      ])
      const counts = sum(rows)
      const evidence = rows.flatMap(({ evidenceAt }) => evidenceAt ?? [])
      return {
        counts,
        ages,
        evidenceAt: evidence.sort()[0] ?? null,
        expectations: rows.map(({ id, title, severity, evidenceAt, ...row }) => ({ id, title, severity, evidenceAt, counts: countsOf(row) })),
        // Of today what is so now, and not what was written down an hour ago.
        trend: [...days.filter(({ day }) => day < today).map(({ day, ...row }) => ({ day, counts: countsOf(row) })), { day: today, counts }],
      }
    },
    async complianceGroups({ query: { by, ...filter } }, ctx) {
      const rows = await perGroup(ctx.db, filter, by)
      return { items: rows.map(({ id, name, evidenceAt, ...row }) => ({ id, name, evidenceAt, counts: countsOf(row) })) }
    },
    async complianceItems({ query }, ctx) {
      const { limit, after: given, ...filter } = query
      const [number, id] =
        given === undefined ? [] : (/^(\d{1,9}) ([0-9a-f-]{36})$/.exec(Buffer.from(given, 'base64url').toString('utf8')) ?? []).slice(1)
      if (given !== undefined && (number === undefined || id === undefined)) return ctx.fail('norms.deviations.after')
      const rows = await listRows(ctx.db, filter, number && id ? [Number(number), id] : undefined, limit + 1)
      const last = rows[limit - 1]
      const next = rows.length > limit && last ? Buffer.from(`${last.number} ${last.expectationId}`).toString('base64url') : null
      return { items: rows.slice(0, limit).map(shown), next }
    },
    async complianceExport({ query }, ctx) {
      return { stream: Readable.from([csv(await table(ctx, query))]), type: 'text/csv; charset=utf-8', name: `${ctx.t('norms.export.file')}.csv` }
    },
  },
})
