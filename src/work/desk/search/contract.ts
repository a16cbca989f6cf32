import * as z from 'zod'
import { contract, Id } from '#platform/contract.ts'
import { State } from '#record/cases/contract.ts'

export const Hit = z.object({
  kind: z.enum(['case', 'entry', 'person']),
  id: Id,
  caseId: Id.nullable().describe('Where to go: the case itself, or that of the entry'),
  number: z.string().nullable(),
  title: z.string().describe('Title of the case, or name of the person'),
  state: State.nullable(),
  snippet: z.string().describe('Plain text; what matched stands between \u2068 and \u2069'),
})
export type Hit = z.infer<typeof Hit>

export const deskSearch = contract({
  search: {
    method: 'GET',
    path: '/api/desk/search',
    may: 'desk.report',
    summary: 'Cases, entries and people by words, beginnings of words or a number; accents do not matter',
    query: z.object({ q: z.string().trim().max(200), limit: z.coerce.number().int().min(1).max(50).default(20) }),
    reply: z.object({ items: z.array(Hit) }),
  },
})
