import { Problem, roomFor } from '#platform/room.ts'
import type { casesTexts } from '#record/cases/texts.ts'
import { deskSearch } from './contract.ts'
import { deskSearchTexts } from './texts.ts'

const later = Object.fromEntries(
  Object.keys(deskSearch).map((name) => [
    name,
    async () => {
      throw new Problem('platform.notFound', 404)
    },
  ]),
)

export default roomFor<Record<never, never>>()({
  name: 'desk.search',
  contract: deskSearch,
  texts: deskSearchTexts as typeof deskSearchTexts & typeof casesTexts,
  grants: {},
  handlers: later as never,
  folder: import.meta.dirname,
})
