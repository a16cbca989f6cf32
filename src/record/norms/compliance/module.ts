import { Readable } from 'node:stream'
import * as z from 'zod'
import { Id } from '#platform/contract.ts'
import { csvOf } from '#platform/csv.ts'
import { pages } from '#platform/paging.ts'
import { job, roomFor } from '#platform/room.ts'
import { numberOfItem } from '../../items/contract.ts'
import type { Counts } from '../contract.ts'
import type { normsTexts } from '../texts.ts'
import { firstShown, keepDay, tableOf, today } from './compliance.ts'
import { type ComplianceRow, normsCompliance } from './contract.ts'
import { agesOf, listRows, perExpectation, perGroup, type Row, trend } from './store.ts'
import { complianceTexts } from './texts.ts'

const rowsBy = pages(z.int32(), Id)

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
const keepDays = job({
  name: 'norms.keepDay',
  payload: z.object({}),
  cron: '55 * * * *',
  run: (_, app) => app.asSystem(keepDay),
})

export default roomFor<Record<never, never>>()({
  name: 'norms.compliance',
  contract: normsCompliance,
  texts: complianceTexts as typeof complianceTexts & typeof normsTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [keepDays],
  handlers: {
    async compliance({ query }, ctx) {
      const [rows, ages, days] = await Promise.all([
        perExpectation(ctx.db, query),
        agesOf(ctx.db, query, ctx.now),
        trend(ctx.db, query, firstShown(ctx)),
      ])
      const counts = sum(rows)
      const evidence = rows.flatMap(({ evidenceAt }) => evidenceAt ?? [])
      return {
        counts,
        ages,
        evidenceAt: evidence.sort()[0] ?? null,
        expectations: rows.map(({ id, title, severity, evidenceAt, ...row }) => ({ id, title, severity, evidenceAt, counts: countsOf(row) })),
        // Of today what is so now, and not what was written down an hour ago.
        trend: [
          ...days.filter(({ day }) => day < today(ctx)).map(({ day, ...row }) => ({ day, counts: countsOf(row) })),
          { day: today(ctx), counts },
        ],
      }
    },
    async complianceGroups({ query: { by, ...filter } }, ctx) {
      const rows = await perGroup(ctx.db, filter, by)
      return { items: rows.map(({ id, name, evidenceAt, ...row }) => ({ id, name, evidenceAt, counts: countsOf(row) })) }
    },
    async complianceItems({ query }, ctx) {
      const { limit, after, ...filter } = query
      const found = await listRows(ctx.db, filter, rowsBy.after(after), limit + 1)
      const { rows, next } = rowsBy.of(found, limit, ({ number, expectationId }) => [number, expectationId])
      return { items: rows.map(shown), next }
    },
    async complianceExport({ query }, ctx) {
      const rows = await tableOf(ctx, query)
      return {
        stream: Readable.from([Buffer.from(csvOf(ctx.locale, rows))]),
        type: 'text/csv; charset=utf-8',
        name: `${ctx.t('norms.export.file')}.csv`,
      }
    },
  },
})
