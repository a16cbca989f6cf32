/** Makes what is due, each period once; and the PDF of what was made, outside a transaction, from figures that do not change any more. */
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import * as z from 'zod'
import { Id } from '#platform/contract.ts'
import { translator } from '#platform/i18n.ts'
import { sendMail } from '#platform/mail/mail.ts'
import { type App, type Context, job } from '#platform/room.ts'
import { type Period, periodNamed } from '../availability/periods/rules.ts'
import { reportPdf } from './adapters/pdf.ts'
import { reportMade } from './contract.ts'
import { dueAfter, figuresOver, zoneOf } from './reads.ts'
import { sheetOf } from './rules.ts'
import { type Db, insertMade, keepPdf, type MadeRow, nextDueReport, type ReportRow, readMade, setDue } from './store.ts'

const mostBytes = 256 * 1024 * 1024
const fileOf = ({ name, period }: MadeRow) => `${name.replace(/[^\p{L}\p{N} ._-]+/gu, '').trim() || 'report'} ${period}.pdf`

/** The bytes of its PDF. */
async function drawn(app: App, row: MadeRow): Promise<Uint8Array> {
  const t = translator(app.texts, row.locale)
  return reportPdf({
    ...sheetOf(row.name, row.figures, row.locale, t),
    ...{ locale: row.locale, organisation: row.figures.organisation, at: new Date(row.madeAt).toISOString() },
    words: { page: t('monitoring.reports.page'), verify: t('monitoring.reports.verify') },
  })
}
async function mail(ctx: Context, row: MadeRow, hash: string): Promise<void> {
  const t = translator(ctx.app.texts, row.locale)
  const { name, period, figures, recipients, organisationId } = row
  const given = { name, period, organisation: figures.organisation, url: `${ctx.app.config.url}/monitoring/reports/made/${row.id}` }
  for (const address of recipients)
    await sendMail(ctx, {
      ...{ to: [{ name: '', address }], subject: t('monitoring.reports.mail.subject', given), text: t('monitoring.reports.mail.text', given) },
      ...{ about: `report/${row.id}`, organisationId, attachments: [{ hash, name: fileOf(row), type: 'application/pdf' }] },
    })
}
export const drawReport = job({
  name: 'monitoring.reports.draw',
  payload: z.object({ madeId: Id }),
  async run({ madeId }, app) {
    const row = await app.asSystem((ctx) => readMade(ctx.db as Db, madeId))
    if (!row || row.hash !== null) return
    const { hash, size } = await app.files.put(Readable.from([Buffer.from(await drawn(app, row))]), mostBytes)
    await app.asSystem(async (ctx) => {
      if (!(await keepPdf(ctx.db as Db, madeId, hash, size))) return
      const { organisationId, reportId, period } = row
      await ctx.emit(reportMade, { about: `report/${madeId}`, organisationId, data: { madeId, reportId, organisationId, period, sha256: hash } })
      await mail(ctx, row, hash)
    })
  },
})

/** Counts it and has its PDF made, in this transaction. Undefined: this period was made by itself already. */
export async function make(
  ctx: Context,
  report: ReportRow,
  period: Period,
  by: { personId: string | null; mail: boolean },
): Promise<MadeRow | undefined> {
  const figures = await figuresOver(ctx, report.organisationId, report.body, period)
  const row: MadeRow = {
    ...{ id: randomUUID(), reportId: report.id, organisationId: report.organisationId, name: report.name, period: period.name, figures },
    ...{ locale: report.body.locale, recipients: by.mail ? report.body.recipients : [] },
    ...{ madeAt: ctx.now.toISOString(), madeBy: by.personId, hash: null, size: null },
  }
  if (!(await insertMade(ctx.db as Db, row))) return undefined
  await ctx.enqueue(drawReport, { madeId: row.id })
  return row
}

async function nextOne(ctx: Context): Promise<boolean> {
  const report = await nextDueReport(ctx.db as Db, ctx.now)
  if (!report) return false
  const { timeZone } = await zoneOf(ctx, report.organisationId)
  const period = periodNamed(report.duePeriod ?? '', timeZone)
  if (period) await make(ctx, report, period, { personId: null, mail: true })
  const due = dueAfter(report.body, timeZone, period ?? { length: report.body.length, name: '', from: 0, until: ctx.now.getTime() })
  if (due) await setDue(ctx.db as Db, report.id, due)
  return due !== null
}
export const makeDueReports = job({
  name: 'monitoring.reports.makeDue',
  payload: z.object({}),
  cron: '* * * * *',
  async run(_, app, signal) {
    while (!signal.aborted && (await app.asSystem(nextOne))) {
      // Each in a transaction of its own.
    }
  },
})
