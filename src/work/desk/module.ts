import { Problem, roomFor } from '#platform/room.ts'
import type { casesTexts } from '#record/cases/texts.ts'
import { desk, deskGrants } from './contract.ts'
import { deskTexts } from './texts.ts'

const later = Object.fromEntries(
  Object.keys(desk).map((name) => [
    name,
    async () => {
      throw new Problem('platform.notFound', 404)
    },
  ]),
)

export default roomFor<Record<never, never>>()({
  name: 'desk',
  contract: desk,
  texts: deskTexts as typeof deskTexts & typeof casesTexts,
  grants: deskGrants,
  handlers: later as never,
  folder: import.meta.dirname,
})
