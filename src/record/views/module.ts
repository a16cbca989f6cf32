/** What the lists share: the words of their refusals, and their table. Each list has endpoints of its own. */
import { contract } from '#platform/contract.ts'
import { roomFor } from '#platform/room.ts'
import { viewsTexts } from './texts.ts'

export default roomFor<Record<never, never>>()({
  name: 'views',
  contract: contract({}),
  texts: viewsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {},
})
