import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { isZone } from '#platform/clock.ts'
import { Id } from '#platform/contract.ts'
import { proofOf } from '#platform/events/proof.ts'
import { Moment, momentOf, pages } from '#platform/paging.ts'
import { type Context, mayIn, Problem, roomFor } from '#platform/room.ts'
import { peopleByIds } from '#record/people/people.ts'
import { type Period, periodAt, periodNamed } from '../availability/periods/rules.ts'
import { type Made, monitoringReports, type NewReport, type Report, reportChanged, reportMade } from './contract.ts'
import { drawReport, make, makeDueReports } from './jobs.ts'
import { figuresOver, nextDue, zoneOf } from './reads.ts'
import * as store from './store.ts'
import { reportsTexts } from './texts.ts'

const most = 200
const notFound = () => new Problem('platform.notFound', 404)
const iso = (at: string | null) => (at === null ? null : new Date(at).toISOString())

async function find(ctx: Context, id: string, may: string): Promise<store.ReportRow> {
  const row = await store.readReport(ctx.db as store.Db, id)
  if (!row || !mayIn(ctx, may, row.organisationId)) throw notFound()
  return row
}
async function findMade(ctx: Context, id: string): Promise<store.MadeRow> {
  const row = await store.readMade(ctx.db as store.Db, id)
  if (!row || !mayIn(ctx, 'monitoring.read', row.organisationId)) throw notFound()
  return row
}
const view = ({ body, changedAt: _, changedBy: _b, ...row }: store.ReportRow): Report => ({ ...body, ...row, dueAt: iso(row.dueAt) })
async function views(ctx: Context, rows: readonly Omit<store.MadeRow, 'figures'>[]): Promise<Made[]> {
  const people = await peopleByIds(
    ctx,
    rows.flatMap(({ madeBy }) => madeBy ?? []),
  )
  return rows.map(({ hash, madeAt, madeBy, ...row }) => ({
    ...{ id: row.id, reportId: row.reportId, organisationId: row.organisationId, name: row.name, period: row.period, locale: row.locale },
    ...{ recipients: row.recipients, madeAt: new Date(madeAt).toISOString(), sha256: hash, size: row.size },
    madeBy: madeBy === null ? null : { id: madeBy, name: people.get(madeBy)?.name ?? ctx.t('cases.someone') },
  }))
}
/** The row as it would be written, with when it is due. */
async function filled(ctx: Context, organisationId: string, wish: NewReport): Promise<Omit<store.ReportRow, 'id' | 'version'>> {
  const own = wish.schedule?.timeZone
  if (own && !isZone(own)) {
    const code = 'monitoring.reports.zone'
    throw new Problem(code, 400, undefined, [{ pointer: '/body/schedule/timeZone', code, detail: ctx.t(code) }])
  }
  const due = nextDue(wish, (await zoneOf(ctx, organisationId)).timeZone, ctx.now)
  return {
    ...{ organisationId, name: wish.name, body: wish, dueAt: due?.at.toISOString() ?? null, duePeriod: due?.period ?? null },
    ...{ changedAt: ctx.now.toISOString(), changedBy: ctx.actor.personId },
  }
}
/** That was asked for, else the last that is over. Throws for one that has not begun. */
async function periodFor(ctx: Context, report: store.ReportRow, name: string | undefined): Promise<Period> {
  const { timeZone } = await zoneOf(ctx, report.organisationId)
  if (name === undefined) return periodAt(ctx.now, report.body.length, timeZone, 1)
  const period = periodNamed(name, timeZone)
  if (!period || period.from > ctx.now.getTime()) throw new Problem('monitoring.reports.period', 400)
  return period
}
const told = (ctx: Context, { id, organisationId }: Pick<store.ReportRow, 'id' | 'organisationId'>, what: 'added' | 'changed' | 'removed') =>
  ctx.emit(reportChanged, { about: `monitoringReport/${id}`, organisationId, data: { reportId: id, organisationId, what } })

const madeBy = pages(Moment, Id)

export default roomFor<store.ReportTables>()({
  name: 'monitoring.reports',
  contract: monitoringReports,
  texts: reportsTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [drawReport, makeDueReports],
  handlers: {
    async reports({ query }, ctx) {
      return { items: (await store.listReports(ctx.db, query.organisationId)).map(view) }
    },
    async report({ params }, ctx) {
      return view(await find(ctx, params.id, 'monitoring.read'))
    },
    async addReport({ body: { organisationId, ...wish } }, ctx) {
      if (!mayIn(ctx, 'monitoring.configure', organisationId)) throw notFound()
      if ((await store.listReports(ctx.db, organisationId)).length >= most) return ctx.fail('monitoring.reports.tooMany')
      const row = { ...(await filled(ctx, organisationId, wish)), id: randomUUID(), version: 1 }
      await store.insertReport(ctx.db, row)
      await told(ctx, row, 'added')
      return view(row)
    },
    async changeReport({ params, body: { version, ...wish } }, ctx) {
      const before = await find(ctx, params.id, 'monitoring.configure')
      const after = await store.updateReport(ctx.db, { ...(await filled(ctx, before.organisationId, wish)), id: before.id, version })
      if (!after) return ctx.fail('monitoring.reports.changed')
      await told(ctx, after, 'changed')
      return view(after)
    },
    async removeReport({ params }, ctx) {
      const row = await find(ctx, params.id, 'monitoring.configure')
      await store.removeReport(ctx.db, row.id)
      await told(ctx, row, 'removed')
      return undefined
    },
    async figures({ params, query }, ctx) {
      const report = await find(ctx, params.id, 'monitoring.read')
      return figuresOver(ctx, report.organisationId, report.body, await periodFor(ctx, report, query.period))
    },
    async makeReport({ params, body }, ctx) {
      const report = await find(ctx, params.id, 'monitoring.work')
      const made = await make(ctx, report, await periodFor(ctx, report, body.period), { personId: ctx.actor.personId, mail: body.mail })
      const [shown] = made ? await views(ctx, [made]) : []
      if (!shown) throw new Error('what a person makes is always made')
      return shown
    },
    async made({ query: { limit, after, ...filter } }, ctx) {
      const found = await store.listMade(ctx.db, filter, madeBy.after(after), limit + 1)
      const { rows, next } = madeBy.of(found, limit, ({ madeAt, id }) => [momentOf(madeAt), id])
      return { items: await views(ctx, rows), next }
    },
    async madeOne({ params }, ctx) {
      const row = await findMade(ctx, params.id)
      const [shown] = await views(ctx, [row])
      return shown ? { ...shown, figures: row.figures } : ctx.fail('platform.notFound')
    },
    async pdf({ params }, ctx) {
      const row = await findMade(ctx, params.id)
      if (row.hash === null) return ctx.fail('monitoring.reports.beingMade')
      return { ...(await ctx.app.files.read(row.hash)), type: 'application/pdf', name: `${row.name} ${row.period}.pdf` }
    },
    async proof({ params }, ctx) {
      const { id, hash, name, period } = await findMade(ctx, params.id)
      const proof = hash === null ? undefined : await proofOf(ctx.app, { name: reportMade.name, about: `report/${id}`, sha256: hash })
      // Made a moment ago: it gets its place in the logbook within a second.
      if (!proof) return ctx.fail('monitoring.reports.beingMade')
      const bytes = Buffer.from(`${JSON.stringify(proof, null, 1)}\n`)
      return { stream: Readable.from([bytes]), type: 'application/json', name: `${name} ${period}.proof.json`, size: bytes.length }
    },
  },
})
