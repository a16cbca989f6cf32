import { line } from '#platform/contract.ts'
import { Moment, momentOf, pages } from '#platform/paging.ts'
import { roomFor } from '#platform/room.ts'
import { deskMailSettings, mailSettled } from './contract.ts'
import { ccOf, listMarked, type SettingTables, saveCc, unmark } from './store.ts'
import { deskMailSettingsTexts } from './texts.ts'

const markedBy = pages(Moment, line(400))

export default roomFor<SettingTables>()({
  name: 'desk.mail.settings',
  contract: deskMailSettings,
  texts: deskMailSettingsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async settings({ query: { organisationId } }, ctx) {
      if (!ctx.actor.scopes.read.includes(organisationId)) return ctx.fail('platform.notFound')
      return { organisationId, ...(await ccOf(ctx.db, organisationId)) }
    },
    async settle({ body: { organisationId, version, cc } }, ctx) {
      if (!ctx.actor.permissions.get('desk.configure')?.includes(organisationId)) return ctx.fail('platform.notFound')
      if (!(await saveCc(ctx.db, organisationId, version, cc))) return ctx.fail('desk.mail.settledMeanwhile')
      await ctx.emit(mailSettled, { about: `organisation/${organisationId}`, organisationId, data: { organisationId, cc } })
      return { organisationId, version: version + 1, cc }
    },
    async marked({ query }, ctx) {
      const found = await listMarked(ctx.db, markedBy.after(query.after), query.limit + 1)
      const { rows, next } = markedBy.of(found, query.limit, ({ at, address }) => [momentOf(at), address])
      return { items: rows.map(({ at, address, reason }) => ({ address, reason, at: momentOf(at) })), next }
    },
    async unmark({ body }, ctx) {
      if (!(await unmark(ctx.db, body.address.toLowerCase()))) return ctx.fail('platform.notFound')
    },
  },
})
