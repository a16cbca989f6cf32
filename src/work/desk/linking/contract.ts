import * as z from 'zod'
import { contract, Id } from '#platform/contract.ts'
import { CaseRef } from '#record/cases/contract.ts'
import { Similar } from '#record/cases/linking/contract.ts'
import { Link } from '../page/contract.ts'

export const deskLinking = contract({
  unlink: {
    method: 'DELETE',
    path: '/api/desk/cases/{id}/links/{other}',
    may: 'desk.work',
    summary: 'Takes away what links these two cases',
    params: z.object({ id: CaseRef, other: CaseRef }),
    reply: z.array(Link),
    fails: { 'platform.notFound': 404 },
  },
  similarTo: {
    method: 'GET',
    path: '/api/desk/cases/{id}/similar',
    may: 'desk.work',
    summary: 'Open cases of the same organisation that look like this one, among the newest two thousand',
    params: z.object({ id: CaseRef }),
    query: z.object({ limit: z.coerce.number().int().min(1).max(20).default(5) }),
    reply: z.array(Similar),
    fails: { 'platform.notFound': 404 },
  },
  similar: {
    method: 'GET',
    path: '/api/desk/similar',
    may: 'desk.work',
    summary: 'The same for a text, while a case is being registered',
    query: z.object({ organisationId: Id, text: z.string().trim().max(2000), limit: z.coerce.number().int().min(1).max(20).default(5) }),
    reply: z.array(Similar),
    fails: { 'platform.notFound': 404 },
  },
})
