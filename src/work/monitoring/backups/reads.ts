/** Back-ups and runs as the screens show them. */
import type { Context } from '#platform/room.ts'
import { namesOf } from '#record/items/reads.ts'
import type { Backup, Run, Why } from './contract.ts'
import { isUnknown, type Reason } from './rules.ts'
import { type BackupRow, type CopyRow, copiesOf, type Db, newestManifests, type RunRow } from './store.ts'
import { standingOf } from './telling/jobs.ts'

const iso = (at: Date | string) => new Date(at).toISOString()
const isoOr = (at: Date | string | null | undefined) => (at ? iso(at) : null)
const inWords = (ctx: Context, why: readonly Reason[]): Why[] =>
  why.map((reason) => ({
    code: reason.code,
    says: ctx.t(`monitoring.backups.reason.${reason.code}`, { ...reason.given }),
    unknown: isUnknown(reason),
  }))
const copyOf = ({ copyId, at, bytes, files }: CopyRow) => ({ id: copyId, at: iso(at), bytes, files })

export async function shownBackups(ctx: Context, rows: readonly BackupRow[]): Promise<Backup[]> {
  const ids = rows.map(({ id }) => id)
  const [copies, manifests, names] = [
    await copiesOf(ctx.db as Db, ids, 10),
    await newestManifests(ctx.db as Db, ids),
    await namesOf(ctx, [...new Set(rows.map(({ itemId }) => itemId))]),
  ]
  const items = new Map(names.map(({ id, number, name }) => [id, { id, number, name }]))
  const worst = { wrong: 0, unknown: 1, good: 2 }
  return rows
    .map((row): Backup => {
      const { id, organisationId, name, key, kind, place, mostAgeHours, anomalyPercent, everyMinutes, readDays, testDays, testMegabytes } = row
      const newest = copies.get(id)
      const { state, why } = standingOf(row, newest?.[0], ctx.now)
      return {
        ...{ id, organisationId, name, key, kind, place, mostAgeHours, anomalyPercent, everyMinutes, readDays, testDays, testMegabytes, state },
        ...{
          successWords: row.successWords,
          failureWords: row.failureWords,
          mailFrom: row.mailFrom,
          mailSubject: row.mailSubject,
          active: row.active,
          version: row.version,
        },
        item: items.get(row.itemId) ?? null,
        hasPassword: row.password !== null,
        why: inWords(ctx, why),
        running: row.claimedUntil !== null && new Date(row.claimedUntil) > ctx.now ? row.running : null,
        newest: newest?.[0] ? copyOf(newest[0]) : null,
        sizes: (newest ?? []).map(({ bytes }) => bytes).reverse(),
        ...{ lookedAt: isoOr(row.lookedAt), testedAt: isoOr(row.testedAt), restoredAt: isoOr(row.restoredAt), testedOk: row.testedOk },
        readShare: row.readShare,
        manifestAt: isoOr(manifests.get(id)),
      }
    })
    .sort((a, b) => worst[a.state] - worst[b.state])
}
export async function shownBackup(ctx: Context, row: BackupRow): Promise<Backup> {
  const [one] = await shownBackups(ctx, [row])
  if (!one) throw new Error('the back-up was not shown')
  return one
}
export const shownRun = (ctx: Context, row: RunRow): Run => {
  const { id, backupId, sort, state, copy, counts, whole, compared, problems, pdfHash: pdf } = row
  return {
    ...{ id, backupId, sort, state, copy, counts, whole, compared, problems, pdf },
    ...{ startedAt: iso(row.startedAt), endedAt: isoOr(row.endedAt), why: inWords(ctx, row.why) },
  }
}
