import * as z from 'zod'
import { contract, event, Id, Instant, Paging, page, prose } from '#platform/contract.ts'
import { Day } from '../../items/contract.ts'

/** ending: holds, and ends within this many days. over: refused, withdrawn, or past its last day. */
export const endingSoonDays = 14
export const exceptionStates = ['undecided', 'holding', 'ending', 'over'] as const
export const ExceptionState = z.enum(exceptionStates)
export type ExceptionState = z.infer<typeof ExceptionState>

const Named = z.object({ id: Id, name: z.string() })
export const Exception = z.object({
  id: Id,
  organisationId: Id,
  expectation: z.object({ id: Id, title: z.string() }),
  item: z.object({ id: Id, number: z.string(), name: z.string() }).nullable().describe('null: for every item in its scope'),
  reason: z.string(),
  until: Day.describe('The last day on which it holds'),
  askedBy: Named,
  askedAt: Instant,
  decision: z.enum(['approved', 'refused', 'withdrawn']).nullable(),
  decidedBy: Named.nullable(),
  decidedAt: Instant.nullable(),
  state: ExceptionState,
})
export type Exception = z.infer<typeof Exception>

const ofOne = z.object({ id: Id })
const deciding = { 'platform.notFound': 404, 'norms.exceptions.decided': 409 } as const
export const normsExceptions = contract({
  exceptions: {
    method: 'GET',
    path: '/api/norms/exceptions',
    may: 'norms.read',
    summary: 'Exceptions to expectations, newest first, with why, who asked and who decided',
    query: Paging.extend({
      organisationId: Id.optional(),
      expectationId: Id.optional(),
      itemId: Id.optional(),
      state: ExceptionState.optional().describe('ending: holds, but not for more than 14 days'),
    }),
    reply: page(Exception),
  },
  askException: {
    method: 'POST',
    path: '/api/norms/exceptions',
    may: 'norms.ask',
    summary: 'Asks that an expectation need not hold for an item, or for all, until a day; somebody else decides',
    body: z.object({ expectationId: Id, itemId: Id.nullable().default(null), reason: prose(2000).refine((text) => text.trim() !== ''), until: Day }),
    reply: Exception,
    status: 201,
    fails: { 'platform.notFound': 404, 'norms.exceptions.notCounting': 409, 'norms.exceptions.past': 400 },
  },
  decideException: {
    method: 'POST',
    path: '/api/norms/exceptions/{id}/decide',
    may: 'norms.configure',
    summary: 'Approves or refuses an exception that somebody else asked for',
    params: ofOne,
    body: z.object({ approve: z.boolean() }),
    reply: Exception,
    fails: { ...deciding, 'norms.exceptions.own': 403, 'norms.exceptions.past': 400 },
  },
  withdrawException: {
    method: 'POST',
    path: '/api/norms/exceptions/{id}/withdraw',
    may: 'norms.ask',
    summary: 'Takes back an exception, asked or approved: who asked it, or who decides',
    params: ofOne,
    reply: Exception,
    fails: deciding,
  },
})
export const exceptionChanged = event(
  'norms.exceptionChanged',
  z.object({
    exceptionId: Id,
    expectationId: Id,
    itemId: Id.nullable(),
    organisationId: Id,
    what: z.enum(['asked', 'approved', 'refused', 'withdrawn']),
  }),
)
