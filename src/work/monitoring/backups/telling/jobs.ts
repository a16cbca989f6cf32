/** How a back-up stands goes to the record: facts of the item (so norms can ask for it) and samples (so it can be drawn). */
import * as z from 'zod'
import { Id } from '#platform/contract.ts'
import { translator } from '#platform/i18n.ts'
import { type App, type Context, job } from '#platform/room.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { findItem, forgetFacts, observeItems } from '#record/items/items.ts'
import { organisationById } from '#record/people/people.ts'
import { appendSamples } from '#record/series/series.ts'
import { backupMoved } from '../contract.ts'
import { standing } from '../rules.ts'
import { type BackupRow, type CopyRow, changeBackup, copiesOf, type Db, listBackups, readBackup } from '../store.ts'
import { factsOf, type Standing, samplesOf } from './rules.ts'

const source = 'backup'
/** As it stands now, with what time makes of it. */
export function standingOf(row: BackupRow, newest: CopyRow | undefined, now: Date) {
  const { found, lookedAt, createdAt, mostAgeHours } = row
  const at = newest ? new Date(newest.at) : null
  return standing({ found, newest: at, lookedAt: lookedAt === null ? null : new Date(lookedAt), createdAt: new Date(createdAt), mostAgeHours }, now)
}

export async function tellStanding(app: App, backupId: string): Promise<void> {
  const told = await app.asSystem(async (ctx) => {
    const row = await readBackup(ctx.db as Db, backupId, true)
    return row && { row, ...(await told_(ctx, row)) }
  })
  if (!told?.item) return
  const { row, item, mine } = told
  const labels = { item: numberOfItem(item.number), backup: row.key }
  const at = app.now().getTime()
  const samples = mine ? samplesOf(mine, app.now()).map(([name, value]) => ({ labels: { __name__: name, ...labels }, at, value })) : []
  // Where another process keeps the series, facts still tell.
  await app
    .asSystem((ctx) => appendSamples(ctx, { organisationId: row.organisationId, name: `backup/${row.id}`, itemId: row.itemId }, samples))
    .catch((error: Error) => app.log.debug({ at: 'monitoring backups', error: error.message }))
}
async function told_(ctx: Context, row: BackupRow) {
  const { state } = standingOf(row, (await copiesOf(ctx.db as Db, [row.id], 1)).get(row.id)?.[0], ctx.now)
  if (state !== row.state) {
    await changeBackup(ctx.db as Db, row.id, { state })
    await ctx.emit(backupMoved, {
      about: `backup/${row.id}`,
      organisationId: row.organisationId,
      data: { backupId: row.id, from: row.state, to: state },
    })
  }
  const mine = (await observed(ctx, row)).find(({ key }) => key === row.key)
  return { mine, item: await findItem(ctx, row.itemId) }
}
/** All back-ups of the item together. */
async function observed(ctx: Context, { itemId, organisationId }: Pick<BackupRow, 'itemId' | 'organisationId'>): Promise<Standing[]> {
  const rows = (await listBackups(ctx.db as Db, [organisationId], itemId)).filter(({ active }) => active)
  const copies = await copiesOf(
    ctx.db as Db,
    rows.map(({ id }) => id),
    1,
  )
  const t = translator(ctx.app.texts, (await organisationById(ctx, organisationId))?.locale ?? 'nl')
  const all = rows.map((row): Standing => {
    const newest = copies.get(row.id)?.[0]
    const { state, why } = standingOf(row, newest, ctx.now)
    const wrong = state === 'wrong' ? why.map(({ code, given }) => t(`monitoring.backups.reason.${code}`, { ...given })).join('; ') : ''
    return {
      ...{ name: row.name, key: row.key, state, wrong, at: newest ? new Date(newest.at) : null, bytes: newest?.bytes ?? null },
      ...{ restoredAt: row.restoredAt === null ? null : new Date(row.restoredAt), restoredOk: row.testedOk },
    }
  })
  const facts = [...factsOf(all, ctx.now)]
  await observeItems(ctx, [{ itemId, organisationId, source, facts: facts.flatMap(([key, fact]) => (fact ? [{ key, ...fact }] : [])) }])
  const unknown = facts.flatMap(([key, fact]) => (fact ? [] : [key]))
  if (unknown.length > 0) await forgetFacts(ctx, { itemId, organisationId, source, keys: unknown })
  return all
}
/** After one was removed or switched off: what it said goes, what the others say stays. */
export const tellWithout = job({
  name: 'monitoring.backups.tellWithout',
  payload: z.object({ itemId: Id, organisationId: Id }),
  run: (item, app) =>
    app.asSystem(async (ctx) => {
      if (!(await findItem(ctx, item.itemId))) return
      await forgetFacts(ctx, { ...item, source })
      await observed(ctx, item)
    }),
})
