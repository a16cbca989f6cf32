import { type Context, roomFor } from '#platform/room.ts'
import { publishedOf } from '#record/documents/documents.ts'
import { devicesHandoutSettings, type HandoutSettings, type HandoutSettingsView, handoutSettingsChanged } from './contract.ts'
import { handoutSettingsOf } from './reads.ts'
import { type SettingsTables, writeSettings } from './store.ts'
import { devicesHandoutSettingsTexts } from './texts.ts'

const documentsIn = ({ termsId, instructions }: HandoutSettings) => [
  ...(termsId === null ? [] : [termsId]),
  ...instructions.flatMap(({ documentIds }) => documentIds),
]
async function view(ctx: Context, organisationId: string): Promise<HandoutSettingsView> {
  const { settings, version } = await handoutSettingsOf(ctx, organisationId)
  const found = await publishedOf(ctx, documentsIn(settings))
  const documents = [...found.values()].map(({ id, title, number }) => ({ id, title, published: number }))
  return { organisationId, version, settings, documents }
}

export default roomFor<SettingsTables>()({
  name: 'devices.handoutSettings',
  contract: devicesHandoutSettings,
  texts: devicesHandoutSettingsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async settings({ query }, ctx) {
      if (!ctx.actor.permissions.get('devices.read')?.includes(query.organisationId)) return ctx.fail('platform.notFound')
      return view(ctx, query.organisationId)
    },
    async changeSettings({ body: { organisationId, version, settings } }, ctx) {
      if (!ctx.actor.permissions.get('devices.configure')?.includes(organisationId)) return ctx.fail('platform.notFound')
      const found = await publishedOf(ctx, documentsIn(settings))
      const here = (id: string) => found.get(id)?.organisationId === organisationId
      // A file cannot be shown on a telephone and frozen word for word; as an instruction it may be one.
      if (settings.termsId !== null && !(here(settings.termsId) && found.get(settings.termsId)?.text))
        return ctx.fail('devices.handoutSettings.terms')
      if (!settings.instructions.every(({ documentIds }) => documentIds.every(here))) return ctx.fail('devices.handoutSettings.document')
      const written = { organisationId, version, settings, at: ctx.now, by: ctx.actor.personId }
      if (!(await writeSettings(ctx.db, written))) return ctx.fail('devices.handoutSettings.changed')
      const about = `organisation/${organisationId}`
      await ctx.emit(handoutSettingsChanged, { about, organisationId, data: { organisationId, version: version + 1 } })
      return view(ctx, organisationId)
    },
  },
})
