import { Problem, roomFor } from '#platform/room.ts'
import type { casesTexts } from '#record/cases/texts.ts'
import { deskNotices } from './contract.ts'
import { deskNoticesTexts } from './texts.ts'

const later = Object.fromEntries(
  Object.keys(deskNotices).map((name) => [
    name,
    async () => {
      throw new Problem('platform.notFound', 404)
    },
  ]),
)

export default roomFor<Record<never, never>>()({
  name: 'desk.notices',
  contract: deskNotices,
  texts: deskNoticesTexts as typeof deskNoticesTexts & typeof casesTexts,
  grants: {},
  handlers: later as never,
  folder: import.meta.dirname,
})
