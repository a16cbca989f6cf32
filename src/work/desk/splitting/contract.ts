import * as z from 'zod'
import { contract, Id } from '#platform/contract.ts'
import { CaseRef, Title } from '#record/cases/contract.ts'
import { Split } from '#record/cases/splitting/contract.ts'

const notFound = { 'platform.notFound': 404 } as const

export const deskSplitting = contract({
  splits: {
    method: 'GET',
    path: '/api/desk/cases/{id}/splits',
    may: 'desk.tasks',
    summary: 'What was split off the case, and what it was split off',
    params: z.object({ id: CaseRef }),
    reply: z.array(Split),
    fails: notFound,
  },
  split: {
    method: 'POST',
    path: '/api/desk/cases/{id}/split',
    may: 'desk.work',
    summary: 'Makes a new case of one or more entries with their files; they stay readable here too, with where they went',
    params: z.object({ id: CaseRef }),
    body: z.object({ entryIds: z.array(Id).min(1).max(50), title: Title, reporterId: Id.optional().describe('The same reporter unless told') }),
    reply: z.object({ number: z.string() }),
    status: 201,
    fails: { ...notFound, 'cases.noSuchEntry': 400, 'desk.splitting.reporter': 400 },
  },
  undoSplit: {
    method: 'POST',
    path: '/api/desk/splits/{id}/undo',
    may: 'desk.work',
    summary: 'Undoes a split while nothing happened on the new case: that is cancelled',
    params: z.object({ id: Id }),
    reply: z.object({ number: z.string() }),
    status: 200,
    fails: { ...notFound, 'cases.splitUndone': 409, 'cases.splitUsed': 409 },
  },
})
