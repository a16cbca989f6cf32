import { Problem, roomFor } from '#platform/room.ts'
import type { casesTexts } from '#record/cases/texts.ts'
import { deskPortal } from './contract.ts'
import { deskPortalTexts } from './texts.ts'

const later = Object.fromEntries(
  Object.keys(deskPortal).map((name) => [
    name,
    async () => {
      throw new Problem('platform.notFound', 404)
    },
  ]),
)

export default roomFor<Record<never, never>>()({
  name: 'desk.portal',
  contract: deskPortal,
  texts: deskPortalTexts as typeof deskPortalTexts & typeof casesTexts,
  grants: {},
  handlers: later as never,
  folder: import.meta.dirname,
})
