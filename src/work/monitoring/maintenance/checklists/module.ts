import { type Context, mayIn, Problem, roomFor } from '#platform/room.ts'
import { checklistsOf, saveChecklist } from '#record/cases/cases.ts'
import { organisationById } from '#record/people/people.ts'
import { monitoringChecklists } from './contract.ts'
import { shippedChecklists } from './shipped/rules.ts'

const notFound = () => new Problem('platform.notFound', 404)
/** It is the organisation's from now on: in its language, not of who takes it over. */
const languageOf = async (ctx: Context, organisationId: string) => (await organisationById(ctx, organisationId))?.locale ?? ctx.locale

export default roomFor<Record<never, never>>()({
  name: 'monitoring.checklists',
  contract: monitoringChecklists,
  texts: {} as Record<'cases.checklistName', never>,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async shippedChecklists({ query: { organisationId } }, ctx) {
      if (!mayIn(ctx, 'monitoring.read', organisationId)) throw notFound()
      const [own, locale] = [await checklistsOf(ctx, organisationId), await languageOf(ctx, organisationId)]
      return {
        items: Object.entries(shippedChecklists).map(([key, { name, text, tasks, months, minutes }]) => ({
          ...{ key, name: name[ctx.locale], text: text[ctx.locale], tasks: tasks.map((one) => one[ctx.locale]), months, minutes },
          takenOver: own.find((one) => one.active && one.name === name[locale])?.id ?? null,
        })),
      }
    },
    async takeOverChecklist({ params: { key }, body: { organisationId } }, ctx) {
      const shipped = Object.hasOwn(shippedChecklists, key) ? shippedChecklists[key] : undefined
      if (!shipped || !mayIn(ctx, 'monitoring.configure', organisationId)) throw notFound()
      const locale = await languageOf(ctx, organisationId)
      const tasks = shipped.tasks.map((one) => ({
        title: one[locale],
        text: '',
        required: true,
        after: null,
        dueInDays: null,
        teamId: null,
        toAssignee: false,
      }))
      const { id } = await saveChecklist(ctx, { organisationId, name: shipped.name[locale], text: shipped.text[locale], tasks, active: true })
      return { checklistId: id }
    },
  },
})
