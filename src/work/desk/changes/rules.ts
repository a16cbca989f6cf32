/** Pure decisions about a change: its class and why, its way and who may go it, and what its window meets. */
import type { becauses, classes, Level, results, Stage, StepName } from './contract.ts'

export type Class = (typeof classes)[number]
export type Because = (typeof becauses)[number]

/** What little risk and little effect are: fit for a standard change. Row: risk, column: effect. */
const fits: Readonly<Record<Level, Readonly<Record<Level, 'standard' | 'normal'>>>> = {
  low: { low: 'standard', medium: 'standard', high: 'normal' },
  medium: { low: 'standard', medium: 'normal', high: 'normal' },
  high: { low: 'normal', medium: 'normal', high: 'normal' },
}
export const fitsStandard = (risk: Level, effect: Level): boolean => fits[risk][effect] === 'standard'

export interface Judged {
  risk: Level
  effect: Level
  /** Why it cannot wait. */
  emergencyReason: string | null
  /** Made from a template that is in use. */
  fromTemplate: boolean
}
/** An emergency when it is said why it cannot wait; standard when it was judged before and still is of little risk; else normal. */
export function classOf({ risk, effect, emergencyReason, fromTemplate }: Judged): { class: Class; because: Because } {
  if (emergencyReason?.trim()) return { class: 'emergency', because: 'emergency' }
  if (fromTemplate) return fitsStandard(risk, effect) ? { class: 'standard', because: 'template' } : { class: 'normal', because: 'templateTooRisky' }
  return { class: 'normal', because: fitsStandard(risk, effect) ? 'wouldFit' : 'matrix' }
}

export type ApprovalState = 'none' | 'waiting' | 'approved' | 'refused' | 'notNeeded'
export interface Standing {
  stage: Stage
  class: Class
  approval: ApprovalState
  submittedBy: string | null
  reason: string | null
  plan: string | null
  backOut: string | null
  testPlan: string | null
  windowFrom: string | Date | null
  windowUntil: string | Date | null
  startedAt: string | Date | null
  result: (typeof results)[number] | null
}
export interface Stepper {
  personId: string | null
  works: boolean
  leads: boolean
}
interface Rule {
  from: readonly Stage[]
  /** Besides those: an emergency goes on before it is approved. */
  emergency?: readonly Stage[]
  leads?: boolean
}
const machine: Readonly<Record<StepName, Rule>> = {
  submit: { from: ['draft', 'refused'] },
  withdraw: { from: ['submitted', 'approved', 'planned'] },
  approve: { from: ['submitted'], emergency: ['planned', 'executing', 'executed'], leads: true },
  refuse: { from: ['submitted'], emergency: ['planned', 'executing', 'executed'], leads: true },
  plan: { from: ['approved'], emergency: ['submitted'] },
  start: { from: ['planned'], emergency: ['submitted', 'approved'] },
  finish: { from: ['executing'] },
  review: { from: ['executed'] },
  redo: { from: ['executed'] },
}
const said = (text: string | null | undefined) => Boolean(text?.trim())

/** Whether they may take this step now, whatever they fill in: undefined, or the code of the refusal. */
export function refusal(one: Standing, step: StepName, by: Stepper): string | undefined {
  const rule = machine[step]
  if (!by.works || (rule.leads && !by.leads)) return 'desk.changes.notYou'
  const early = one.class === 'emergency' && rule.emergency?.includes(one.stage)
  if (!rule.from.includes(one.stage) && !early)
    return step === 'start' && one.stage !== 'executing' && one.stage !== 'executed' && one.stage !== 'reviewed'
      ? 'desk.changes.notApproved'
      : 'desk.changes.notFrom'
  if (step === 'approve' || step === 'refuse') {
    if (one.approval !== 'waiting') return 'desk.changes.notFrom'
    // Who asks does not agree with themselves.
    if (by.personId === one.submittedBy) return 'desk.changes.notOwn'
  }
  if (step === 'submit' && !(said(one.reason) && said(one.plan) && said(one.backOut) && said(one.testPlan))) return 'desk.changes.incomplete'
  if (step === 'start' && one.class !== 'emergency' && one.approval !== 'approved' && one.approval !== 'notNeeded') return 'desk.changes.notApproved'
  if (step === 'review' && one.approval === 'waiting') return 'desk.changes.approveFirst'
  if (step === 'redo' && one.result === 'succeeded') return 'desk.changes.notFrom'
  return undefined
}

export interface Given {
  reason?: string | undefined
  window?: { from: string; until: string } | undefined
  startedAt?: string | undefined
  endedAt?: string | undefined
  result?: (typeof results)[number] | undefined
  note?: string | undefined
  tested?: string | undefined
  review?: string | undefined
}
/** Where the step leads, or why not. */
export function decide(one: Standing, step: StepName, by: Stepper, given: Given, now: Date): { to: Stage } | { refused: string } {
  const refused = refusal(one, step, by) ?? missing(one, step, given, now)
  if (refused) return { refused }
  switch (step) {
    case 'submit':
      return { to: one.class === 'standard' ? 'approved' : 'submitted' }
    case 'withdraw':
    case 'redo':
      return { to: 'draft' }
    case 'approve':
      return { to: one.stage === 'submitted' ? 'approved' : one.stage }
    case 'refuse':
      return { to: one.stage === 'submitted' ? 'refused' : one.stage }
    case 'plan':
      return { to: 'planned' }
    case 'start':
      return { to: 'executing' }
    case 'finish':
      return { to: 'executed' }
    case 'review':
      return { to: 'reviewed' }
  }
}

function missing(one: Standing, step: StepName, given: Given, now: Date): string | undefined {
  if (step === 'refuse' && !said(given.reason)) return 'desk.changes.reasonNeeded'
  if (step === 'plan' && !given.window && one.windowFrom === null) return 'desk.changes.windowNeeded'
  if (step === 'review' && !said(given.review)) return 'desk.changes.reviewNeeded'
  if (step === 'start' && given.startedAt !== undefined && Date.parse(given.startedAt) > now.getTime()) return 'desk.changes.times'
  if (step !== 'finish') return undefined
  const solves = given.result === 'succeeded' || given.result === 'partly'
  if (!given.result || !said(given.note) || (solves && !said(given.tested))) return 'desk.changes.resultNeeded'
  const began = Date.parse(given.startedAt ?? (one.startedAt === null ? now : new Date(one.startedAt)).toString())
  const ended = given.endedAt === undefined ? now.getTime() : Date.parse(given.endedAt)
  return began > ended || ended > now.getTime() ? 'desk.changes.times' : undefined
}

/** What may still be edited: all of it in a draft, the window until it begins. */
export function editable(stage: Stage, fields: readonly string[]): boolean {
  if (stage === 'draft' || stage === 'refused') return true
  return fields.every((field) => field === 'window') && (stage === 'submitted' || stage === 'approved' || stage === 'planned')
}

export interface Span {
  from: Date
  until: Date
}
/** Half open: what ends when the other begins does not meet it. */
export const meets = (one: Span, other: Span): boolean => one.from < other.until && other.from < one.until

export interface Other extends Span {
  number: string
  title: string
  teamId: string | null
  service: string | null
}
export interface FrozenSpan extends Span {
  name: string
  teamId: string | null
}
export interface Meeting {
  kind: 'sameTeam' | 'sameService' | 'freeze'
  name: string
  number: string | null
  from: Date
  until: Date
}
const same = (one: string | null, other: string | null) => one !== null && other !== null && one.trim().toLowerCase() === other.trim().toLowerCase()

/** What this window meets: other changes of the same team or service, and freeze periods of everybody or of the team. */
export function meetings(
  one: Span & { teamId: string | null; service: string | null },
  others: readonly Other[],
  freezes: readonly FrozenSpan[],
): Meeting[] {
  const found: Meeting[] = []
  for (const other of others) {
    if (!meets(one, other)) continue
    const kind = same(one.service, other.service) ? 'sameService' : same(one.teamId, other.teamId) ? 'sameTeam' : undefined
    if (kind) found.push({ kind, name: other.title, number: other.number, from: other.from, until: other.until })
  }
  for (const freeze of freezes)
    if (meets(one, freeze) && (freeze.teamId === null || freeze.teamId === one.teamId))
      found.push({ kind: 'freeze', name: freeze.name, number: null, from: freeze.from, until: freeze.until })
  return found
}
