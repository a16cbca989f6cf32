import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Id } from '#platform/contract.ts'
import { Moment, momentOf, pages } from '#platform/paging.ts'
import { type Context, mayIn, Problem, roomFor } from '#platform/room.ts'
import { itemFor } from '#record/items/items.ts'
import { addBaseline } from '#record/norms/baselines/baselines.ts'
import { Rule } from '#record/norms/contract.ts'
import { addExpectation } from '#record/norms/norms.ts'
import { freshSecret, hashOf, organisationById, ownWhere } from '#record/people/people.ts'
import { passwordPurpose } from './adapters/source.ts'
import { type BackupKind, backupChanged, monitoringBackups } from './contract.ts'
import { lookAtBackups } from './jobs.ts'
import { shownBackup, shownBackups, shownRun } from './reads.ts'
import { isBelow, keyOf, placeOf } from './rules.ts'
import { shipped, shippedKinds, shippedName } from './shipped/rules.ts'
import * as store from './store.ts'
import { tellWithout } from './telling/jobs.ts'
import { monitoringBackupsTexts } from './texts.ts'

const mostBackups = 2000
const notFound = () => new Problem('platform.notFound', 404)
const newToken = () => freshSecret('spil-backup-')

/**
 * Where it is, as it is written; refused where it may not be read. What is really there, whoever looks finds out. Who arranges our own organisation
 * may name any place; of a customer, only those below a folder with the id of that organisation, and nothing elsewhere that our own key of SSH opens.
 */
async function checkPlace(ctx: Context, organisationId: string, kind: BackupKind, text: string): Promise<string> {
  if (kind === 'vendor') return ''
  const place = placeOf(kind, text)
  if (!place) throw new Problem('monitoring.backups.place', 422)
  const { backupRoots } = ctx.app.config
  const any = (await ownWhere(ctx, 'monitoring.configure')) !== undefined
  const outside = () => new Problem('monitoring.backups.outside', 422)
  if (place.at === 'remote') {
    if (!any) throw outside()
    return text
  }
  if (!isBelow(place.path, any ? backupRoots : backupRoots.map((root) => join(root, organisationId)))) throw outside()
  return place.path
}
const sealed = (ctx: Context, id: string, password: string) => ctx.app.secrets.seal(passwordPurpose(id), password)
/** Held, for who holds this permission in its organisation. */
async function mine(ctx: Context, id: string, may: string, lock = true): Promise<store.BackupRow> {
  const row = await store.readBackup(ctx.db as store.Db, id, lock)
  if (!row || !mayIn(ctx, may, row.organisationId)) throw notFound()
  return row
}
const tell = (ctx: Context, { id, organisationId }: store.BackupRow, what: 'added' | 'changed' | 'removed' | 'tokenRenewed') =>
  ctx.emit(backupChanged, { about: `backup/${id}`, organisationId, data: { backupId: id, what } })

type Soon = Context & { fail(code: 'monitoring.backups.notActive'): never }
async function soon(ctx: Soon, row: store.BackupRow, set: Partial<store.BackupTable>) {
  if (!row.active) return ctx.fail('monitoring.backups.notActive')
  return shownBackup(ctx, (await store.changeBackup(ctx.db as store.Db, row.id, set)) ?? row)
}
const runsBy = pages(Moment, Id)

export default roomFor<store.BackupTables>()({
  name: 'monitoring.backups',
  contract: monitoringBackups,
  texts: monitoringBackupsTexts as typeof monitoringBackupsTexts &
    Record<'norms.baselines.name' | 'norms.baselines.tooMany' | 'norms.tooMany', never>,
  grants: {},
  folder: import.meta.dirname,
  jobs: [tellWithout],
  services: [lookAtBackups],
  handlers: {
    async backups({ query: { itemId } }, ctx) {
      const rows = await store.listBackups(ctx.db, ctx.actor.permissions.get('monitoring.read') ?? [], itemId)
      return { items: await shownBackups(ctx, rows) }
    },
    backup: async ({ params }, ctx) => shownBackup(ctx, await mine(ctx, params.id, 'monitoring.read', false)),
    async addBackup({ body: { organisationId, itemId: ref, kind, place, password, ...settings } }, ctx) {
      if (!mayIn(ctx, 'monitoring.configure', organisationId)) return ctx.fail('platform.notFound')
      const item = await itemFor(ctx, ref, 'monitoring.configure')
      if (item.organisationId !== organisationId) return ctx.fail('platform.notFound')
      if ((await store.countBackups(ctx.db, organisationId)) >= mostBackups) return ctx.fail('monitoring.backups.tooMany')
      const [id, token] = [randomUUID(), newToken()]
      const row = await store.insertBackup(ctx.db, {
        ...{
          ...settings,
          id,
          organisationId,
          itemId: item.id,
          kind,
          key: keyOf(settings.name),
          place: await checkPlace(ctx, organisationId, kind, place),
        },
        ...{ password: password === undefined ? null : sealed(ctx, id, password), tokenHash: hashOf(token), createdAt: ctx.now },
        ...{ lookAt: ctx.now, readAt: ctx.now, testAt: settings.testDays === 0 ? null : ctx.now },
      })
      if (!row) return ctx.fail('monitoring.backups.name')
      await tell(ctx, row, 'added')
      return { backup: await shownBackup(ctx, row), token }
    },
    async changeBackup({ params, body: { version, place: text, password, ...settings } }, ctx) {
      const before = await mine(ctx, params.id, 'monitoring.configure')
      if (before.version !== version) return ctx.fail('monitoring.backups.changed')
      const place = text === before.place ? text : await checkPlace(ctx, before.organisationId, before.kind, text)
      // Otherwise who may not know a password could have it sent to a place of their own.
      if (place !== before.place && before.password !== null && password === undefined) return ctx.fail('monitoring.backups.passwordNeeded')
      const { testDays } = settings
      const testAt = testDays === 0 ? null : before.testDays === testDays ? before.testAt : ctx.now
      const row = await store.changeBackup(ctx.db, before.id, {
        ...{ ...settings, place, version: version + 1, lookAt: ctx.now, testAt },
        ...(password !== undefined && { password: sealed(ctx, before.id, password) }),
      })
      if (!row) return ctx.fail('platform.notFound')
      await tell(ctx, row, 'changed')
      if (before.active && !row.active) await ctx.enqueue(tellWithout, { itemId: row.itemId, organisationId: row.organisationId })
      return shownBackup(ctx, row)
    },
    async removeBackup({ params }, ctx) {
      const row = await mine(ctx, params.id, 'monitoring.configure')
      await store.removeBackup(ctx.db, row.id)
      await tell(ctx, row, 'removed')
      await ctx.enqueue(tellWithout, { itemId: row.itemId, organisationId: row.organisationId })
      return undefined
    },
    async renewToken({ params }, ctx) {
      const before = await mine(ctx, params.id, 'monitoring.configure')
      const token = newToken()
      const row = (await store.changeBackup(ctx.db, before.id, { tokenHash: hashOf(token) })) ?? before
      await tell(ctx, row, 'tokenRenewed')
      return { backup: await shownBackup(ctx, row), token }
    },
    lookNow: async ({ params }, ctx) => soon(ctx, await mine(ctx, params.id, 'monitoring.work'), { lookAt: ctx.now }),
    async testNow({ params }, ctx) {
      const row = await mine(ctx, params.id, 'monitoring.work')
      if (row.kind === 'vendor') return ctx.fail('monitoring.backups.vendor')
      return soon(ctx, row, { testAt: ctx.now })
    },
    async runs({ params, query: { limit, after, sort } }, ctx) {
      const row = await mine(ctx, params.id, 'monitoring.read', false)
      const from = runsBy.after(after)
      const found = await store.listRuns(ctx.db, row.id, { limit: limit + 1, ...(from && { after: from }), ...(sort && { sort }) })
      const { rows, next } = runsBy.of(found, limit, ({ startedAt, id }) => [momentOf(startedAt), id])
      return { items: rows.map((one) => shownRun(ctx, one)), next }
    },
    async takeOver({ body: { organisationId } }, ctx) {
      if (!mayIn(ctx, 'norms.configure', organisationId)) throw notFound()
      const locale = (await organisationById(ctx, organisationId))?.locale ?? ctx.locale
      const { id: baselineId } = await addBaseline(ctx, { organisationId, name: shippedName[locale], note: '' })
      for (const { title, condition, severity, maxAge, remedy } of shipped) {
        const rule = Rule.parse({ title: title[locale], condition, severity, maxAge, remedy: remedy[locale], scope: { kinds: shippedKinds } })
        await addExpectation(ctx, { organisationId, origin: 'baseline', baselineId, rule })
      }
      return { baselineId }
    },
  },
})
