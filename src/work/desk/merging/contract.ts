import * as z from 'zod'
import { contract, Id, line, Paging, page } from '#platform/contract.ts'
import { CaseRef } from '#record/cases/contract.ts'
import { HistoryItem } from '../page/contract.ts'

const notFound = { 'platform.notFound': 404 } as const

export const deskMerging = contract({
  merge: {
    method: 'POST',
    path: '/api/desk/cases/{id}/merge',
    may: 'desk.work',
    summary: 'Merges the case into another one: its number leads there and everything on it is shown there; both reporters hear of it',
    params: z.object({ id: CaseRef }),
    body: z.object({ into: CaseRef, reason: line(2000).optional() }),
    reply: z.object({ mergeId: Id, number: z.string(), into: z.string() }),
    status: 201,
    fails: {
      ...notFound,
      'cases.mergeSame': 409,
      'cases.mergeElsewhere': 409,
      'cases.mergeConfidential': 409,
      'cases.mergeKept': 409,
      'cases.mergeEnded': 409,
      'cases.mergeMost': 409,
    },
  },
  undoMerge: {
    method: 'POST',
    path: '/api/desk/merges/{id}/undo',
    may: 'desk.work',
    summary: 'Undoes a merge: both cases are again what they were; what was said since stays where it was said, or goes along with its reporter',
    params: z.object({ id: Id }),
    body: z.object({ takeBack: z.boolean().default(false).describe('What came from the reporter of the merged case since then goes back with it') }),
    reply: z.object({ number: z.string() }),
    status: 200,
    fails: { ...notFound, 'cases.mergeUndone': 409, 'cases.undoConfidential': 409 },
  },
  mergedHistory: {
    method: 'GET',
    path: '/api/desk/merges/{id}/history',
    may: 'desk.tasks',
    summary: 'What happened to the merged case itself, newest first',
    params: z.object({ id: Id }),
    query: Paging,
    reply: page(HistoryItem),
    fails: notFound,
  },
})
