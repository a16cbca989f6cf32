import { Problem, roomFor } from '#platform/room.ts'
import type { casesTexts } from '#record/cases/texts.ts'
import { deskSettings } from './contract.ts'
import { deskSettingsTexts } from './texts.ts'

const later = Object.fromEntries(
  Object.keys(deskSettings).map((name) => [
    name,
    async () => {
      throw new Problem('platform.notFound', 404)
    },
  ]),
)

export default roomFor<Record<never, never>>()({
  name: 'desk.settings',
  contract: deskSettings,
  texts: deskSettingsTexts as typeof deskSettingsTexts & typeof casesTexts,
  grants: {},
  handlers: later as never,
  folder: import.meta.dirname,
})
