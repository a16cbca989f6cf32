import * as z from 'zod'
import { contract, Id, line, prose } from '#platform/contract.ts'
import { CaseRef, Named } from '#record/cases/contract.ts'

/** What may stand between braces in a canned answer. */
export const variables = [
  'number',
  'title',
  'firstName',
  'reporter',
  'engineer',
  'engineerFirstName',
  'team',
  'organisation',
  'link',
  'date',
] as const
export type Variable = (typeof variables)[number]
export const scopes = ['personal', 'team', 'organisation'] as const

const Locale = z.enum(['nl', 'en'])
export const Texts = z
  .object({ nl: prose(10_000).default(''), en: prose(10_000).default('') })
  .refine(({ nl, en }) => nl.trim() !== '' || en.trim() !== '', { path: ['nl'] })
  .describe('At least one language; the other is used where one is missing')

export const CannedAnswer = z.object({
  id: Id,
  organisationId: Id,
  scope: z.enum(scopes),
  team: Named.nullable(),
  name: z.string(),
  texts: z.object({ nl: z.string(), en: z.string() }),
  active: z.boolean(),
  mayChange: z.boolean(),
  version: z.int(),
})
export type CannedAnswer = z.infer<typeof CannedAnswer>

const fields = { name: line(120), texts: Texts }
const notFound = { 'platform.notFound': 404 } as const
const unknown = { 'desk.answers.unknownVariable': 400, 'desk.answers.looseBrace': 400 } as const

export const deskAnswers = contract({
  answers: {
    method: 'GET',
    path: '/api/desk/canned-answers',
    may: 'desk.work',
    summary: 'Canned answers I may use in this organisation: mine, of my teams and of the organisation, by name',
    query: z.object({ organisationId: Id }),
    reply: z.array(CannedAnswer),
    fails: notFound,
  },
  addAnswer: {
    method: 'POST',
    path: '/api/desk/canned-answers',
    may: 'desk.work',
    summary: 'Keeps an answer for oneself, a team one is in, or (a lead) the organisation',
    body: z.object({ organisationId: Id, scope: z.enum(scopes), teamId: Id.optional(), ...fields }),
    reply: CannedAnswer,
    status: 201,
    fails: { ...notFound, ...unknown, 'desk.answers.notYours': 403, 'desk.answers.whichTeam': 400 },
  },
  changeAnswer: {
    method: 'PUT',
    path: '/api/desk/canned-answers/{id}',
    may: 'desk.work',
    summary: 'Changes a canned answer, or takes it out of use',
    params: z.object({ id: Id }),
    body: z.object({ version: z.int().min(1), active: z.boolean().default(true), ...fields }),
    reply: CannedAnswer,
    fails: { ...notFound, ...unknown, 'desk.answers.notYours': 403, 'desk.answers.changed': 409 },
  },
  previewAnswer: {
    method: 'POST',
    path: '/api/desk/canned-answers/preview',
    may: 'desk.work',
    summary: 'What a reporter would read, for a case or an example',
    body: z.object({ text: prose(10_000), locale: Locale, case: CaseRef.optional() }),
    reply: z.object({ text: z.string() }),
    status: 200,
    fails: { ...notFound, ...unknown },
  },
  answersForCase: {
    method: 'GET',
    path: '/api/desk/cases/{id}/canned-answers',
    may: 'desk.work',
    summary: 'Canned answers filled in for this case, in the language of its reporter; every word of `search` must be in name or text',
    params: z.object({ id: CaseRef }),
    query: z.object({ search: z.string().trim().max(100).default(''), limit: z.coerce.number().int().min(1).max(50).default(20) }),
    reply: z.object({
      locale: Locale,
      items: z.array(z.object({ id: Id, name: z.string(), scope: z.enum(scopes), text: z.string(), missing: z.array(z.enum(variables)) })),
    }),
    fails: notFound,
  },
})
