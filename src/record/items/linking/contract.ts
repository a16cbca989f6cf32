import * as z from 'zod'
import { contract, event, Id, Instant } from '#platform/contract.ts'
import { CaseRef, State } from '#record/cases/contract.ts'
import { Criticality, ItemRef, Names, StateName } from '../contract.ts'

/** What a case is about; at most 20. */
export const LinkedItem = z.object({ ...Names.shape, state: StateName, importance: Criticality.nullable() })
export type LinkedItem = z.infer<typeof LinkedItem>
const LinkedItems = z.object({ items: z.array(LinkedItem) })
const LinkedCase = z.object({ id: Id, number: z.string(), title: z.string(), state: State, openedAt: Instant })

export const itemLinking = contract({
  caseItems: {
    method: 'GET',
    path: '/api/items/of-case/{caseId}',
    may: 'items.see',
    summary: 'The items a case is about, as far as you may see them',
    params: z.object({ caseId: CaseRef }),
    reply: LinkedItems,
    fails: { 'platform.notFound': 404 },
  },
  setCaseItems: {
    method: 'PUT',
    path: '/api/items/of-case/{caseId}',
    may: 'items.work',
    summary: 'Says which items a case is about; the proposed priority follows from what is hit',
    params: z.object({ caseId: CaseRef }),
    body: z.object({ itemIds: z.array(Id).max(20) }),
    reply: LinkedItems,
    fails: { 'platform.notFound': 404, 'items.linking.noSuchItem': 400 },
  },
  itemCases: {
    method: 'GET',
    path: '/api/items/{id}/cases',
    may: 'items.read',
    summary: 'Cases about an item, open ones first, then the newest; at most 100',
    params: z.object({ id: ItemRef }),
    reply: z.object({ items: z.array(LinkedCase) }),
    fails: { 'platform.notFound': 404 },
  },
})
export const caseLinked = event('items.caseLinked', z.object({ caseId: Id, added: z.array(Id), removed: z.array(Id) }))
