import * as z from 'zod'
import { contract, event, Id, Instant, line, Paging, page } from '#platform/contract.ts'
import { CaseRef, LinkKind, Named, Priority, Text, Visibility, WaitingFor } from '#record/cases/contract.ts'
import { ViewFilter } from '../views/contract.ts'

export const mostCases = 5000
export const bulkMoves = ['take', 'wait', 'resume', 'solve', 'close', 'reopen', 'cancel'] as const
export const BulkAction = z.discriminatedUnion('do', [
  z.object({ do: z.literal('assign'), assigneeId: Id.nullable().optional(), teamId: Id.nullable().optional() }),
  z.object({ do: z.literal('priority'), priority: Priority, reason: line(500) }),
  z.object({
    do: z.literal('move'),
    move: z.enum(bulkMoves),
    reason: line(2000).optional(),
    for: WaitingFor.optional(),
    until: Instant.optional(),
    done: line(2000).optional(),
    tested: line(2000).optional(),
  }),
  z.object({ do: z.literal('entry'), visibility: Visibility, text: Text.min(1) }),
  z.object({ do: z.literal('person'), personId: Id }).describe('Lets somebody take part'),
  z.object({ do: z.literal('watch'), personId: Id }).describe('Lets somebody of the staff follow it'),
  z.object({ do: z.literal('link'), other: CaseRef, kind: LinkKind }),
])
export type BulkAction = z.infer<typeof BulkAction>

export const bulkStates = ['running', 'done', 'undoing', 'undone'] as const
export const Bulk = z.object({
  id: Id,
  by: Named,
  at: Instant,
  what: z.string().describe('In words, in the language of who asks'),
  do: z.string(),
  state: z.enum(bulkStates),
  total: z.int(),
  pending: z.int(),
  done: z.int(),
  refused: z.int(),
  undone: z.int(),
  left: z.int().describe('Not put back, because somebody changed them since'),
  mayUndo: z.boolean(),
  whyNot: z.string().nullable().describe('Why it cannot be undone'),
})
export type Bulk = z.infer<typeof Bulk>
const Item = z.object({
  id: Id,
  number: z.string(),
  title: z.string(),
  state: z.enum(['pending', 'done', 'refused', 'undone', 'left']),
  why: z.string().nullable(),
})

const ofOne = z.object({ id: Id })
const notFound = { 'platform.notFound': 404 } as const

export const deskBulk = contract({
  begin: {
    method: 'POST',
    path: '/api/desk/bulk',
    may: 'desk.work',
    summary: 'Does one thing with the cases of a selection, or with all under a filter; at most 5,000',
    body: z
      .object({ action: BulkAction, ids: z.array(Id).min(1).max(mostCases).optional(), filter: ViewFilter.optional() })
      .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), { path: ['ids'] }),
    reply: Bulk,
    status: 202,
    fails: { ...notFound, 'desk.bulk.tooMany': 400, 'desk.bulk.none': 400, 'desk.bulk.nothing': 400 },
  },
  bulks: {
    method: 'GET',
    path: '/api/desk/bulk',
    may: 'desk.work',
    summary: 'What was done with many cases, the last first: mine, and those where I lead',
    query: Paging,
    reply: page(Bulk),
  },
  bulk: {
    method: 'GET',
    path: '/api/desk/bulk/{id}',
    may: 'desk.work',
    summary: 'How far it is',
    params: ofOne,
    reply: Bulk,
    fails: notFound,
  },
  items: {
    method: 'GET',
    path: '/api/desk/bulk/{id}/cases',
    may: 'desk.work',
    summary: 'The cases of it, with why one was refused or not put back',
    params: ofOne,
    query: Paging.extend({ state: z.enum(['pending', 'done', 'refused', 'undone', 'left']).optional() }),
    reply: page(Item),
    fails: notFound,
  },
  undo: {
    method: 'POST',
    path: '/api/desk/bulk/{id}/undo',
    may: 'desk.work',
    summary: 'Puts every case of it back that nobody changed since',
    params: ofOne,
    reply: Bulk,
    status: 202,
    fails: { ...notFound, 'desk.bulk.running': 409, 'desk.bulk.undone': 409, 'desk.bulk.said': 409 },
  },
})

const ofBulk = { bulkId: Id, do: z.string(), total: z.int() }
export const bulkBegan = event('desk.bulk.began', z.object(ofBulk))
export const bulkEnded = event(
  'desk.bulk.ended',
  z.object({ ...ofBulk, state: z.enum(['done', 'undone']), done: z.int(), refused: z.int(), left: z.int() }),
)
