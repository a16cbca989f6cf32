/** Makes the PDF of a restore test that ended: outside a transaction, from a row that does not change any more. Made twice it is the same file. */
import { Readable } from 'node:stream'
import * as z from 'zod'
import { Id } from '#platform/contract.ts'
import { tagOf, translator } from '#platform/i18n.ts'
import { type Context, job } from '#platform/room.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { findItem } from '#record/items/items.ts'
import { organisationById } from '#record/people/people.ts'
import { type BackupRow, type Db, endRun, type RunRow, readBackup, readRun } from '../store.ts'
import { type Sheet, sheetPdf } from './adapters/pdf.ts'
import { backupProven } from './contract.ts'

const mostBytes = 64 * 1024 * 1024
export const makeProof = job({
  name: 'monitoring.backups.proof',
  payload: z.object({ runId: Id }),
  async run({ runId }, app) {
    const sheet = await app.asSystem(async (ctx) => {
      const run = await readRun(ctx.db as Db, runId)
      const backup = run && (await readBackup(ctx.db as Db, run.backupId))
      return run?.counts && backup && run.pdfHash === null ? sheetOf(ctx, backup, run) : undefined
    })
    if (!sheet) return
    const { hash } = await app.files.put(Readable.from([Buffer.from(await sheetPdf(sheet))]), mostBytes)
    await app.asSystem(async (ctx) => {
      const run = await readRun(ctx.db as Db, runId)
      if (!run || run.pdfHash !== null || run.state === 'running' || run.state === 'crashed') return
      await endRun(ctx.db as Db, runId, { pdfHash: hash })
      const { backupId, organisationId, state } = run
      await ctx.emit(backupProven, { about: `backupRun/${runId}`, organisationId, data: { backupId, runId, state, sha256: hash } })
    })
  },
})

async function sheetOf(ctx: Context, backup: BackupRow, run: RunRow): Promise<Sheet> {
  const organisation = await organisationById(ctx, backup.organisationId)
  const locale = organisation?.locale ?? 'nl'
  const t = translator(ctx.app.texts, locale)
  const moment = (at: Date | string) =>
    new Intl.DateTimeFormat(tagOf(locale), {
      dateStyle: 'long',
      timeStyle: 'medium',
      timeZone: organisation?.timeZone ?? 'UTC',
    }).format(new Date(at))
  const item = await findItem(ctx, backup.itemId)
  const word = (name: string) => t(`monitoring.backups.proof.${name}`)
  const { counts, copy, whole, compared } = run
  const endedAt = run.endedAt ?? run.startedAt
  const seconds = Math.round((new Date(endedAt).getTime() - new Date(run.startedAt).getTime()) / 1000)
  const number = new Intl.NumberFormat(tagOf(locale))
  return {
    ...{ locale, organisation: organisation?.name ?? '', title: `${word('title')}: ${backup.name}`, good: run.state === 'good' },
    result: word(`result.${run.state}`),
    facts: [
      [word('item'), item ? `${numberOfItem(item.number)} ${item.name}` : ''],
      [word('kind'), t(`monitoring.backups.kind.${backup.kind}`)],
      [word('place'), backup.place],
      [word('copy'), copy ? `${copy.id}, ${moment(copy.at)}` : ''],
      [word('testedAt'), moment(run.startedAt)],
      [word('duration'), `${number.format(seconds)} s`],
      [word('restored'), `${word(whole ? 'whole' : 'choice')}, ${number.format(counts?.bytes ?? 0)} B`],
      [word('compared'), t(`monitoring.backups.compared.${compared ?? 'listing'}`)],
      [
        word('counts'),
        t('monitoring.backups.proof.counted', { ok: counts?.ok, missing: counts?.missing, different: counts?.different, extra: counts?.extra }),
      ],
    ],
    why: run.why.map(({ code, given }) => t(`monitoring.backups.reason.${code}`, { ...given })),
    ...{ problemsTitle: word('problems'), problems: run.problems, verify: word('verify'), page: word('page') },
    at: new Date(endedAt).toISOString(),
  }
}
