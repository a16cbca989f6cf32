/** What was said on a case becomes a case of its own. */
import * as z from 'zod'
import { event, Id, Instant } from '#platform/contract.ts'

const ends = { splitId: Id, caseId: Id, number: z.int(), intoId: Id, intoNumber: z.int() }
export const split = event('cases.split', z.object({ ...ends, entryIds: z.array(Id) }))
export const splitUndone = event('cases.splitUndone', z.object(ends))

/** On the page of either case: which entries went where. */
export const Split = z.object({
  id: Id,
  from: z.object({ id: Id, number: z.string() }),
  into: z.object({ id: Id, number: z.string() }),
  entryIds: z.array(Id).describe('Entries of the first case that the second was made from'),
  at: Instant,
  mayUndo: z.boolean(),
})
export type Split = z.infer<typeof Split>
