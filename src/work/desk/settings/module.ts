import { type Context, Problem, roomFor } from '#platform/room.ts'
import { agreementOf, everOpen, inOrder, saveCalendar, saveMatrix } from '#record/cases/cases.ts'
import { deskSettings } from './contract.ts'
import { deskSettingsTexts } from './texts.ts'

/** The organisation's agreement, for who may read its records. */
async function readable(ctx: Context, organisationId: string) {
  if (!ctx.actor.scopes.read.includes(organisationId)) throw new Problem('platform.notFound', 404)
  return agreementOf(ctx, organisationId)
}
const configures = (ctx: Context, organisationId: string) => {
  if (!ctx.actor.permissions.get('desk.configure')?.includes(organisationId)) throw new Problem('platform.notFound', 404)
}
const matrixView = async (ctx: Context, organisationId: string) => {
  const { matrix, matrixVersion } = await readable(ctx, organisationId)
  return { organisationId, version: matrixVersion, matrix }
}
const calendarView = async (ctx: Context, organisationId: string) => {
  const { timeZone, week, targets, calendarVersion } = await readable(ctx, organisationId)
  return { organisationId, version: calendarVersion, timeZone, week, targets }
}

export default roomFor<Record<never, never>>()({
  name: 'desk.settings',
  contract: deskSettings,
  texts: deskSettingsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    matrix: ({ query }, ctx) => matrixView(ctx, query.organisationId),
    async changeMatrix({ body }, ctx) {
      configures(ctx, body.organisationId)
      if (!(await saveMatrix(ctx, body.organisationId, body.version, body.matrix))) return ctx.fail('desk.settings.changed')
      return matrixView(ctx, body.organisationId)
    },
    calendar: ({ query }, ctx) => calendarView(ctx, query.organisationId),
    async changeCalendar({ body }, ctx) {
      const { organisationId, version, ...calendar } = body
      configures(ctx, organisationId)
      if (!inOrder(calendar.week)) return ctx.fail('desk.settings.overlap')
      if (!everOpen(calendar.week)) return ctx.fail('desk.settings.neverOpen')
      if (!(await saveCalendar(ctx, organisationId, version, calendar))) return ctx.fail('desk.settings.changed')
      return calendarView(ctx, organisationId)
    },
  },
})
