import * as z from 'zod'
import { contract, event, Id, Instant, line } from '#platform/contract.ts'
import { CaseRef, Impact, Kind, Named, State, Text, Title, Urgency } from '#record/cases/contract.ts'
import { ChangeDetails, Level, levels, Window } from '../kinds/contract.ts'

export { ChangeDetails, Level, levels }

export const classes = ['standard', 'normal', 'emergency'] as const
export const stages = ['draft', 'submitted', 'approved', 'refused', 'planned', 'executing', 'executed', 'reviewed'] as const
export const steps = ['submit', 'withdraw', 'approve', 'refuse', 'plan', 'start', 'finish', 'review', 'redo'] as const
export const results = ['succeeded', 'partly', 'backedOut', 'failed'] as const
/** Why the class is what it is. */
export const becauses = ['emergency', 'template', 'templateTooRisky', 'wouldFit', 'matrix'] as const

export const Stage = z.enum(stages)
export type Stage = z.infer<typeof Stage>
export const StepName = z.enum(steps)
export type StepName = z.infer<typeof StepName>

export const Warning = z.object({
  kind: z.enum(['sameTeam', 'sameService', 'freeze', 'past']),
  text: z.string().describe('With names and times, in the language of who asks'),
  number: z.string().nullable(),
})
export type Warning = z.infer<typeof Warning>
const OfCase = z.object({ id: Id, number: z.string(), title: z.string(), state: State })
export const ChangeView = z.object({
  caseId: Id,
  number: z.string(),
  stage: Stage,
  class: z.enum(classes),
  because: z.string().describe('Why that class, in the language of who asks'),
  template: z.object({ id: Id, name: z.string() }).nullable(),
  risk: Level,
  effect: Level,
  emergencyReason: z.string().nullable(),
  reason: z.string().nullable(),
  plan: z.string().nullable(),
  backOut: z.string().nullable(),
  testPlan: z.string().nullable(),
  service: z.string().nullable(),
  window: z.object({ from: Instant, until: Instant }).nullable(),
  timeZone: z.string().describe('Of the organisation'),
  approval: z.enum(['none', 'waiting', 'approved', 'refused', 'notNeeded']),
  submittedBy: Named.nullable(),
  submittedAt: Instant.nullable(),
  decidedBy: Named.nullable(),
  decidedAt: Instant.nullable(),
  decisionReason: z.string().nullable(),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  result: z.enum(results).nullable(),
  resultNote: z.string().nullable(),
  review: z.string().nullable(),
  reviewedBy: Named.nullable(),
  reviewedAt: Instant.nullable(),
  followUp: OfCase.nullable(),
  warnings: z.array(Warning),
  steps: z
    .array(z.object({ step: StepName, allowed: z.boolean(), why: z.string().nullable() }))
    .describe('What can be done now, and why not; in the language of who asks'),
  mayEdit: z.boolean(),
  version: z.int(),
})
export type ChangeView = z.infer<typeof ChangeView>

const params = z.object({ id: CaseRef })
const notFound = { 'platform.notFound': 404 } as const
const fails = { ...notFound, 'desk.changes.notChange': 409, 'desk.changes.changed': 409, 'desk.changes.noSuchTemplate': 400 } as const
const stepping = {
  ...fails,
  'desk.changes.notFrom': 409,
  'desk.changes.notYou': 403,
  'desk.changes.notOwn': 403,
  'desk.changes.incomplete': 400,
  'desk.changes.windowNeeded': 400,
  'desk.changes.reasonNeeded': 400,
  'desk.changes.notApproved': 409,
  'desk.changes.resultNeeded': 400,
  'desk.changes.times': 400,
  'desk.changes.reviewNeeded': 400,
  'desk.changes.approveFirst': 409,
  'cases.notFrom': 409,
} as const

export const deskChanges = contract({
  change: {
    method: 'GET',
    path: '/api/desk/cases/{id}/change',
    may: 'desk.read',
    summary: 'Risk, plan, window, approval, execution and review of a change, what it conflicts with, and what can be done now',
    params,
    reply: ChangeView,
    fails: { ...notFound, 'desk.changes.notChange': 409 },
  },
  editChange: {
    method: 'PATCH',
    path: '/api/desk/cases/{id}/change',
    may: 'desk.work',
    summary: 'Fills in the change while it is a draft or was refused; the window until it begins',
    params,
    body: ChangeDetails.extend({ version: z.int().min(0) }),
    reply: ChangeView,
    fails: { ...fails, 'desk.changes.fixed': 409, 'desk.changes.noSuchService': 400 },
  },
  stepChange: {
    method: 'POST',
    path: '/api/desk/cases/{id}/change/{step}',
    may: 'desk.work',
    summary: 'A step on its way: submit, withdraw, approve, refuse, plan, start, finish, review, redo',
    params: params.extend({ step: StepName }),
    body: z.object({
      version: z.int().min(0),
      reason: line(2000).optional().describe('Of an approval, a refusal or a withdrawal'),
      window: Window.optional().describe('With plan'),
      startedAt: Instant.optional().describe('With start or finish: when it was, else now'),
      endedAt: Instant.optional().describe('With finish'),
      result: z.enum(results).optional().describe('With finish'),
      note: Text.optional().describe('With finish: what was done'),
      tested: Text.optional().describe('With finish: how it was tested'),
      review: Text.optional().describe('With review: what we learned'),
      followUp: z
        .object({ kind: Kind, title: Title, text: Text.default(''), impact: Impact, urgency: Urgency })
        .optional()
        .describe('With review'),
    }),
    reply: ChangeView,
    status: 200,
    fails: stepping,
  },
})

const ofChange = { caseId: Id, number: z.int() }
export const changeEdited = event('desk.changes.edited', z.object({ ...ofChange, version: z.int(), class: z.enum(classes) }))
export const changeStepped = event(
  'desk.changes.stepped',
  z.object({
    ...ofChange,
    step: StepName,
    from: Stage,
    to: Stage,
    class: z.enum(classes),
    result: z.enum(results).nullable(),
    from_at: Instant.nullable(),
    until_at: Instant.nullable(),
  }),
)
