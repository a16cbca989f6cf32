import { roomFor } from '#platform/room.ts'
import { cases } from './contract.ts'
import { casesTexts } from './texts.ts'

export default roomFor<Record<never, never>>()({
  name: 'cases',
  contract: cases,
  texts: casesTexts,
  grants: {},
  handlers: {},
  folder: import.meta.dirname,
})
