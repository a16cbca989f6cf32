import * as z from 'zod'
import { contract, event, Id, Instant, line, Paging, page } from '#platform/contract.ts'
import { CaseRef, Impact, Named, Priority, State, Text, Title, Urgency } from '#record/cases/contract.ts'

/** How one solution to all stands. `leftAlone`: solved, closed or cancelled in the meantime. */
export const Solving = z.object({
  id: Id,
  done: z.string(),
  tested: z.string(),
  by: Named.nullable(),
  at: Instant,
  finishedAt: Instant.nullable(),
  total: z.int(),
  solved: z.int(),
  leftAlone: z.array(z.object({ id: Id, number: z.string(), title: z.string(), state: State })).describe('At most 100'),
  failed: z.array(z.object({ id: Id, number: z.string(), title: z.string(), why: z.string().describe('In the language of who asks') })),
})
export type Solving = z.infer<typeof Solving>

export const Incident = z.object({
  id: Id,
  number: z.string(),
  title: z.string(),
  state: State,
  priority: Priority,
  reporter: Named,
  openedAt: Instant,
})
const details = {
  causeKnown: z.boolean(),
  cause: z.string().nullable(),
  knownError: z.boolean(),
  knownAs: z.string().nullable().describe('As a reporter would know it'),
  workaround: z.string().nullable(),
  forReporters: z.boolean().describe('The work-around is shown to reporters too'),
}
export const ProblemView = z.object({
  caseId: Id,
  number: z.string(),
  ...details,
  incidents: z.int().describe('How many incidents are linked; at most 1000 is counted'),
  openIncidents: z.int(),
  solving: Solving.nullable().describe('The last solution to all'),
  version: z.int().describe('0: nothing was filled in'),
})
export type ProblemView = z.infer<typeof ProblemView>

export const KnownError = z.object({
  id: Id,
  number: z.string(),
  title: z.string(),
  state: State,
  organisationId: Id,
  ...details,
  incidents: z.int(),
  changedAt: Instant,
})
export type KnownError = z.infer<typeof KnownError>

/** What is shown on an incident, and offered while one is registered. */
export const Workaround = z.object({
  problem: z.object({ id: Id, number: z.string(), title: z.string() }).nullable().describe('null for reporters'),
  knownAs: z.string().nullable(),
  workaround: z.string().nullable(),
  cause: z.string().nullable().describe('null for reporters'),
})
export type Workaround = z.infer<typeof Workaround>

const params = z.object({ id: CaseRef })
const notFound = { 'platform.notFound': 404 } as const
const notProblem = { ...notFound, 'desk.problems.notProblem': 409 } as const
const linking = { 'desk.problems.noSuchCase': 400, 'desk.problems.notIncident': 400 } as const
const Incidents = z.array(CaseRef).max(200)

export const deskProblems = contract({
  openProblem: {
    method: 'POST',
    path: '/api/desk/problems',
    may: 'desk.work',
    summary: 'Opens a problem behind these incidents and links them',
    body: z.object({
      title: Title,
      text: Text.default(''),
      impact: Impact,
      urgency: Urgency,
      organisationId: Id.optional().describe('Else that of the first incident'),
      teamId: Id.optional(),
      take: z.boolean().optional(),
      incidents: Incidents.default([]),
    }),
    reply: ProblemView,
    status: 201,
    fails: { ...linking, 'desk.problems.noOrganisation': 400, 'desk.problems.noSuchTeam': 400 },
  },
  problem: {
    method: 'GET',
    path: '/api/desk/cases/{id}/problem',
    may: 'desk.read',
    summary: 'Cause, known error, work-around, and how one solution to all stands',
    params,
    reply: ProblemView,
    fails: notProblem,
  },
  changeProblem: {
    method: 'PATCH',
    path: '/api/desk/cases/{id}/problem',
    may: 'desk.work',
    summary: 'Cause, known error and work-around; a known error has a work-around, and one for reporters has words they know',
    params,
    body: z.object({
      version: z.int().min(0),
      causeKnown: z.boolean().optional(),
      cause: Text.nullable().optional(),
      knownError: z.boolean().optional(),
      knownAs: line(200).nullable().optional(),
      workaround: Text.nullable().optional(),
      forReporters: z.boolean().optional(),
    }),
    reply: ProblemView,
    fails: {
      ...notProblem,
      'desk.problems.changed': 409,
      'desk.problems.causeNeeded': 400,
      'desk.problems.workaroundNeeded': 400,
      'desk.problems.knownAsNeeded': 400,
    },
  },
  incidents: {
    method: 'GET',
    path: '/api/desk/cases/{id}/incidents',
    may: 'desk.read',
    summary: 'The incidents that come from this problem, newest first',
    params,
    query: Paging,
    reply: page(Incident),
    fails: notProblem,
  },
  linkIncidents: {
    method: 'POST',
    path: '/api/desk/cases/{id}/incidents',
    may: 'desk.work',
    summary: 'Links incidents to this problem; what was linked already stays',
    params,
    body: z.object({ incidents: Incidents.min(1) }),
    reply: ProblemView,
    status: 200,
    fails: { ...notProblem, ...linking },
  },
  unlinkIncident: {
    method: 'DELETE',
    path: '/api/desk/cases/{id}/incidents/{incident}',
    may: 'desk.work',
    summary: 'This incident has another cause after all',
    params: params.extend({ incident: CaseRef }),
    reply: ProblemView,
    fails: notProblem,
  },
  solveIncidents: {
    method: 'POST',
    path: '/api/desk/cases/{id}/solve-incidents',
    may: 'desk.work',
    summary: 'One solution to all open incidents, each with a test request to its own reporter; with `version` the problem itself is solved too',
    params,
    body: z.object({ done: Text.min(1), tested: Text.min(1), version: z.int().min(1).optional() }),
    reply: Solving,
    status: 202,
    fails: { ...notProblem, 'desk.problems.busy': 409, 'desk.problems.noneOpen': 409, 'cases.changed': 409, 'cases.notFrom': 409 },
  },
  workarounds: {
    method: 'GET',
    path: '/api/desk/cases/{id}/workarounds',
    may: 'desk.report',
    summary: 'Work-arounds of the problems behind this case; its reporter gets those that are fit for reporters',
    params,
    reply: z.object({ items: z.array(Workaround) }),
    fails: notFound,
  },
  knownErrors: {
    method: 'GET',
    path: '/api/desk/known-errors',
    may: 'desk.read',
    summary: 'Known errors, changed last first, by words of the problem, its cause or its work-around',
    query: Paging.extend({
      organisationId: Id.optional(),
      search: z.string().trim().max(200).optional(),
      all: z.stringbool().default(false).describe('Also those of problems that were solved and closed'),
    }),
    reply: page(KnownError),
  },
  similar: {
    method: 'GET',
    path: '/api/desk/known-errors/similar',
    may: 'desk.report',
    summary: 'At most five known errors that look like what is being typed; reporters get those that are fit for reporters',
    query: z.object({ text: z.string().max(2000), organisationId: Id.optional() }),
    reply: z.object({ items: z.array(Workaround) }),
  },
})

const ofProblem = { caseId: Id, number: z.int() }
export const problemChanged = event(
  'desk.problems.changed',
  z.object({ ...ofProblem, version: z.int(), causeKnown: z.boolean(), knownError: z.boolean(), forReporters: z.boolean() }),
)
export const incidentUnlinked = event('desk.problems.incidentUnlinked', z.object({ ...ofProblem, incidentId: Id }))
/** One solution to all goes on; the last one says that it is finished. */
export const solvingMoved = event(
  'desk.problems.solving',
  z.object({ ...ofProblem, solvingId: Id, total: z.int(), solved: z.int(), leftAlone: z.int(), failed: z.int(), finished: z.boolean() }),
)
