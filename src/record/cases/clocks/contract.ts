/** The shapes of calendars, agreements, clocks and ladders. Plain data for the server, the web and the API alike. */
import * as z from 'zod'
import { event, Id, Instant, line, prose } from '#platform/contract.ts'
import { Kind, Priority, priorities, Span, State, usualTargets, usualWeek, WaitingFor, Week } from '../contract.ts'

const Day = z.iso.date().describe('A day, 2026-12-25')
/** What date-holidays calls a holiday. `public`: everybody is free; `bank`: banks and offices; `school`; `optional`. */
export const holidayTypes = ['public', 'bank', 'school', 'optional'] as const
export const Holidays = z.object({
  country: z.string().regex(/^[A-Z]{2}$/),
  region: z
    .string()
    .regex(/^[A-Z0-9-]{1,8}$/)
    .nullable()
    .default(null)
    .describe('State or province, where holidays differ'),
  types: z.array(z.enum(holidayTypes)).min(1).max(4).default(['public']),
})
export type Holidays = z.infer<typeof Holidays>
export const OwnDayOff = z
  .object({
    from: Day,
    to: Day.describe('The last day of it'),
    name: line(120),
    yearly: z.boolean().default(false).describe('Every year on these days'),
    source: z.string().max(300).nullable().default(null).describe('UID of the event it was imported from'),
  })
  .refine(({ from, to }) => from <= to && Date.parse(to) - Date.parse(from) <= 366 * 86_400_000)
export type OwnDayOff = z.infer<typeof OwnDayOff>
export const Opening = z.object({ date: Day, name: z.string().max(120).default(''), spans: z.array(Span).max(6) })
export type Opening = z.infer<typeof Opening>

/** When people work. A span whose end is not after its beginning goes on past midnight. */
export const CalendarBody = z.object({
  name: prose(120).describe('May be empty: of the first one everybody knows which it is'),
  active: z.boolean().default(true).describe('Retired: targets that name it keep it, no other one can choose it'),
  timeZone: z.string().max(60).refine(isZone).describe('IANA time zone, such as Europe/Amsterdam'),
  always: z.boolean().default(false).describe('Never closes: for legal deadlines'),
  week: Week,
  holidays: Holidays.nullable().default(null),
  daysOff: z.array(OwnDayOff).max(1000).default([]),
  openings: z.array(Opening).max(400).default([]).describe('Other hours on one day; they go before the weekday, a holiday and a day off'),
})
export type CalendarBody = z.infer<typeof CalendarBody>
function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
export const usualCalendar = (timeZone: string): CalendarBody => ({
  name: '',
  active: true,
  timeZone,
  always: false,
  week: usualWeek,
  holidays: null,
  daysOff: [],
  openings: [],
})

/** What can happen to a case as far as a clock is concerned. */
export const happenings = ['opened', 'moved', 'staffReplied', 'reporterReplied', 'assigned', 'changed'] as const
export const Happening = z.enum(happenings)
export type Happening = z.infer<typeof Happening>

/** Holds when all that is given holds; `on` at the moment that it happens, the others as long as the case is so. Nothing given: always. */
export const When = z.object({
  on: z.array(Happening).max(6).optional(),
  state: z.array(State).max(7).optional(),
  waitingFor: z.array(WaitingFor).max(3).optional(),
  priority: z.array(Priority).max(4).optional(),
  kind: z.array(Kind).max(20).optional(),
  assigned: z.boolean().optional(),
  teamId: z.array(Id).max(50).optional(),
})
export type When = z.infer<typeof When>
/** Holds when one of them does. */
const AnyOf = z.array(When).max(10)

export const stepActions = ['notify', 'reassign', 'raisePriority', 'escalate', 'majorIncident'] as const
export const StepAction = z.enum(stepActions)
export type StepAction = z.infer<typeof StepAction>
/** Whom a step tells. */
export const tellings = ['assignee', 'team', 'lead', 'person'] as const
export const StepTime = z.discriminatedUnion('by', [
  z.object({ by: z.literal('percent'), percent: z.int().min(1).max(1000) }),
  z.object({
    by: z.literal('offset'),
    minutes: z.int().min(-525_600).max(525_600).describe('Before (negative) or after it is due'),
    counted: z.enum(['working', 'elapsed']),
  }),
])
export type StepTime = z.infer<typeof StepTime>
export const Step = z
  .object({
    key: z
      .string()
      .regex(/^[\w-]{1,40}$/)
      .describe('Stays the same when the step is changed: it falls once'),
    when: StepTime,
    action: StepAction,
    to: z.enum(tellings).nullable().default(null),
    teamId: Id.nullable().default(null),
    personId: Id.nullable().default(null),
    since: Instant.optional().describe('Set by Spil: what it would have done before then it does not do afterwards'),
  })
  .refine(({ action, to, personId }) => action !== 'notify' || (to !== null && (to !== 'person' || personId !== null)))
  .refine(({ action, teamId, personId }) => action !== 'reassign' || teamId !== null || personId !== null)
export type Step = z.infer<typeof Step>

export const targetKinds = ['response', 'update', 'solution', 'own'] as const
const minutes = z.int().min(1).max(5_256_000)
export const Duration = z.discriminatedUnion('unit', [
  z.object({ unit: z.literal('working'), minutes: z.record(Priority, minutes) }),
  z.object({ unit: z.literal('elapsed'), minutes: z.record(Priority, minutes) }),
  z.object({ unit: z.literal('months'), months: z.int().min(1).max(120) }),
])
export type Duration = z.infer<typeof Duration>
export const Target = z
  .object({
    key: z
      .string()
      .regex(/^[\w-]{1,40}$/)
      .describe('Stays the same when the target is changed: its clocks go on'),
    kind: z.enum(targetKinds),
    name: z.string().max(120).default('').describe('Of a target of your own'),
    calendarId: Id.nullable().default(null).describe('null: the first calendar of the organisation'),
    duration: Duration,
    start: AnyOf.min(1),
    stop: AnyOf.min(1),
    pause: AnyOf.default([]),
    resume: AnyOf.default([]).describe('Also takes up a clock again that had stopped. Empty: it goes on when `pause` no longer holds'),
    cancel: AnyOf.default([]),
    reset: AnyOf.default([]).describe('This round is over, the next one begins'),
    retroactive: z.boolean().default(true).describe('Counts from when the case was opened'),
    ladder: z.array(Step).max(20).default([]),
  })
  .refine(({ kind, name }) => kind !== 'own' || name.trim() !== '')
  .refine(({ ladder }) => new Set(ladder.map(({ key }) => key)).size === ladder.length)
export type Target = z.infer<typeof Target>

/** Nothing chosen: any. */
export const Applies = z.object({
  kinds: z.array(Kind).max(20).default([]),
  priorities: z.array(Priority).max(4).default([]),
  services: z.array(line(120)).max(200).default([]),
  reporterIds: z.array(Id).max(200).default([]),
  teamIds: z.array(Id).max(50).default([]),
  chosen: z.boolean().default(false).describe('Only for cases that were given this agreement, such as by the catalogue'),
})
export type Applies = z.infer<typeof Applies>
export const AgreementBody = z
  .object({
    name: prose(120).describe('May be empty: of the first one everybody knows which it is'),
    active: z.boolean().default(true),
    instead: z.boolean().default(false).describe('Where it applies the first agreement of the organisation does not'),
    applies: Applies,
    targets: z.array(Target).min(1).max(12),
  })
  .refine(({ targets }) => new Set(targets.map(({ key }) => key)).size === targets.length)
export type AgreementBody = z.infer<typeof AgreementBody>

const ended = [{ state: ['closed'] }, { state: ['cancelled'] }] satisfies When[]
export const usualPause: When[] = [{ state: ['waiting'] }, { state: ['solved'] }]
const working: When[] = [{ state: ['new', 'inProgress', 'reopened'] }]
const byPriority = (targets: typeof usualTargets, of: 'response' | 'solution') =>
  Object.fromEntries(priorities.map((one) => [one, targets[one][of]])) as Record<Priority, number>
const target = (given: Pick<Target, 'key' | 'kind' | 'duration' | 'stop' | 'cancel' | 'resume'> & Partial<Target>): Target => ({
  name: '',
  calendarId: null,
  start: [{}],
  pause: usualPause,
  reset: [],
  retroactive: true,
  ladder: [],
  ...given,
})
/** The first agreement of an organisation: first response and solution, per priority. */
export const usualAgreement = (targets = usualTargets): AgreementBody => ({
  name: '',
  active: true,
  instead: false,
  applies: { kinds: [], priorities: [], services: [], reporterIds: [], teamIds: [], chosen: false },
  targets: [
    target({
      key: 'response',
      kind: 'response',
      duration: { unit: 'working', minutes: byPriority(targets, 'response') },
      stop: [{ on: ['staffReplied'] }, { state: ['solved'] }, ...ended.slice(0, 1)],
      resume: [],
      cancel: ended.slice(1),
    }),
    target({
      key: 'solution',
      kind: 'solution',
      duration: { unit: 'working', minutes: byPriority(targets, 'solution') },
      pause: usualPause.slice(0, 1),
      stop: [{ state: ['solved', 'closed'] }],
      resume: working,
      cancel: ended.slice(1),
    }),
  ],
})

/** What a case is at a moment, as far as a clock is concerned. */
export interface Moment {
  at: string
  on: Happening
  state: State
  waitingFor: WaitingFor | null
  kind: Kind
  priority: Priority
  service: string | null
  assigneeId: string | null
  teamId: string | null
  reporterId: string
  /** Absent: it was given none. */
  agreementId?: string
  /** Why it waits, in the words of who made it wait. */
  reason?: string
  /** Until when it waits. */
  until?: string
}

export const clockStates = ['running', 'paused', 'met', 'missed', 'cancelled'] as const
export const ClockState = z.enum(clockStates)
export type ClockState = z.infer<typeof ClockState>
export const ClockPause = z.object({
  from: Instant,
  to: Instant.nullable(),
  why: z.string().describe('reporter, supplier, moment: what the case waited for; else the state it was in'),
  reason: z.string().nullable(),
  until: Instant.nullable(),
})
export type ClockPause = z.infer<typeof ClockPause>

export const calendarChanged = event('cases.calendarChanged', z.object({ organisationId: Id, version: z.int(), calendarId: Id.optional() }))
export const agreementChanged = event('cases.agreementChanged', z.object({ organisationId: Id, agreementId: Id, version: z.int() }))
const removed = z.object({ organisationId: Id, id: Id, version: z.int().describe('The last one there was') })
export const calendarRemoved = event('cases.calendarRemoved', removed)
export const agreementRemoved = event('cases.agreementRemoved', removed)
/** Every open clock of the organisation has been computed anew. */
export const recalculated = event('cases.clocksRecalculated', z.object({ organisationId: Id, cases: z.int() }))
/** A step of a ladder fell. Who follows it does the work of its action. `personIds`: whom a notify tells. */
export const stepFell = event(
  'cases.stepFell',
  z.object({
    caseId: Id,
    number: z.int(),
    clockId: Id,
    agreementId: Id,
    target: z.string(),
    step: z.string(),
    action: StepAction,
    to: z.enum(tellings).nullable(),
    teamId: Id.nullable(),
    personId: Id.nullable(),
    personIds: z.array(Id),
    dueAt: Instant.nullable(),
    fellAt: Instant,
  }),
)
