/** How cases belong together. */
import * as z from 'zod'
import { event, Id } from '#platform/contract.ts'
import { LinkKind, State } from '../contract.ts'

export const unlinked = event('cases.unlinked', z.object({ caseId: Id, otherId: Id, kind: LinkKind }))
/** What a case waited for is done: `caseId` can go on. */
export const unblocked = event('cases.unblocked', z.object({ caseId: Id, number: z.int(), otherId: Id, assigneeId: Id.nullable() }))
export const Similar = z.object({
  id: Id,
  number: z.string(),
  title: z.string(),
  state: State,
  hits: z.int().describe('How many of the words it has'),
})
export type Similar = z.infer<typeof Similar>
