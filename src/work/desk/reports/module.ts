import { Readable } from 'node:stream'
import { csvOf } from '#platform/csv.ts'
import { type Context, Problem, roomFor } from '#platform/room.ts'
import { overriddenOf, overridesOf } from '#record/cases/cases.ts'
import { monthsOf, outcomesOf } from '#record/cases/clocks/reads.ts'
import { numberOf } from '#record/cases/contract.ts'
import type { Overridden } from '#record/cases/priority/contract.ts'
import { organisationById } from '#record/people/people.ts'
import { deskReports } from './contract.ts'
import { instantsOf } from './store.ts'
import { deskReportsTexts } from './texts.ts'

const longest = 400 * 86_400_000
interface Days {
  organisationId: string
  since: string
  until: string
  teamId?: string | undefined
}
/** The period in instants, for who may read the organisation. */
async function periodOf(ctx: Context, { organisationId, since, until, teamId }: Days) {
  if (!ctx.actor.scopes.read.includes(organisationId)) throw new Problem('platform.notFound', 404)
  const length = Date.parse(until) - Date.parse(since)
  if (!(length >= 0 && length < longest)) throw new Problem('desk.reports.period', 400)
  const zone = (await organisationById(ctx, organisationId))?.timeZone ?? 'UTC'
  return { zone, organisationId, teamId, ...(await instantsOf(ctx.db, zone, since, until)) }
}
type Period = Awaited<ReturnType<typeof periodOf>>
const figuresOf = (ctx: Context, period: Period) => {
  const { zone, from, until, ...rest } = period
  return monthsOf(ctx, { ...rest, from: from.toISOString(), until: until.toISOString() }, zone)
}
const download = (ctx: Context, name: string, rows: Parameters<typeof csvOf>[1]) => ({
  stream: Readable.from([Buffer.from(csvOf(ctx.locale, rows))]),
  type: 'text/csv; charset=utf-8',
  name: `${name}.csv`,
})

export default roomFor<Record<never, never>>()({
  name: 'desk.reports',
  contract: deskReports,
  texts: deskReportsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async clocks({ query }, ctx) {
      return { items: await figuresOf(ctx, await periodOf(ctx, query)) }
    },
    async clockCases({ query: { limit, after, agreementId, key, outcome, ...days } }, ctx) {
      const { organisationId, teamId, from, until } = await periodOf(ctx, days)
      const period = { organisationId, teamId, from: from.toISOString(), until: until.toISOString(), agreementId, key, outcome }
      const { rows, next } = await outcomesOf(ctx, period, { limit, after })
      return { items: rows.map((row) => ({ ...row, number: numberOf(row.number) })), next }
    },
    async clocksCsv({ query }, ctx) {
      const heads = (['month', 'agreement', 'target', 'met', 'missed'] as const).map((head) => ctx.t(`desk.reports.csv.${head}`))
      const rows = (await figuresOf(ctx, await periodOf(ctx, query))).map(({ month, agreement, name, target, met, missed }) => [
        month,
        agreement ?? ctx.t('desk.reports.csv.first'),
        name ?? ctx.t(`desk.reports.target.${target}`),
        met,
        missed,
      ])
      return download(ctx, `${query.since}-${query.until}-clocks`, [heads, ...rows])
    },
    overrides: async ({ query }, ctx) => overridesOf(ctx, await periodOf(ctx, query)),
    async overridden({ query: { limit, after, from, to, reason, ...days } }, ctx) {
      const move = from && to ? { from, to } : undefined
      const { rows, next } = await overriddenOf(ctx, { ...(await periodOf(ctx, days)), move, reason }, { limit, after })
      return { items: rows, next }
    },
    async overridesCsv({ query }, ctx) {
      const heads = (['number', 'title', 'from', 'to', 'reason', 'openedAt'] as const).map((head) => ctx.t(`desk.reports.csv.${head}`))
      const { rows } = await overriddenOf(ctx, await periodOf(ctx, query), { limit: 10_000 })
      const row = ({ number, title, from, to, reason, openedAt }: Overridden) => [
        number,
        title,
        ctx.t(`cases.priority.${from}`),
        ctx.t(`cases.priority.${to}`),
        reason,
        openedAt,
      ]
      return download(ctx, `${query.since}-${query.until}-priorities`, [heads, ...rows.map(row)])
    },
  },
})
