/** Who handles a complaint, within which terms, and what must come before what. */
import type { givens, judgements, sides } from './contract.ts'

export interface Policy {
  handlerId: string | null
  acknowledgeDays: number
  answerDays: number
}
/** As the General Administrative Law Act has it: six weeks to deal with it. */
export const usualPolicy: Policy = { handlerId: null, acknowledgeDays: 5, answerDays: 42 }

/** The seam for clocks with working days: now calendar days of 24 hours. */
export const termsFrom = (policy: Policy, at: Date): { acknowledgeBy: Date; answerBy: Date } => {
  const after = (days: number) => new Date(at.getTime() + days * 86_400_000)
  return { acknowledgeBy: after(policy.acknowledgeDays), answerBy: after(policy.answerDays) }
}

export interface Candidate {
  id: string
  name: string
  /** When somebody was last given a complaint; null: never. */
  lastAt: string | null
}
export interface Candidates {
  handlerId: string | null
  /** Leads of the organisation, without whom it is about and who complains. */
  leads: readonly Candidate[]
  /** Administrators of our own organisation, without the same. */
  administrators: readonly Candidate[]
}
export interface Chosen {
  personId: string | null
  by: (typeof givens)[number]
}
/** Who has waited longest; who never had one first; by name when that is the same. */
const next = (all: readonly Candidate[]): Candidate | undefined =>
  [...all].sort(
    (one, other) => (one.lastAt ?? '').localeCompare(other.lastAt ?? '') || one.name.localeCompare(other.name) || one.id.localeCompare(other.id),
  )[0]

/** The chosen handler when it is not about them, else the leads in turn, else an administrator of our own organisation. */
export function choose({ handlerId, leads, administrators }: Candidates): Chosen {
  const handler = [...leads, ...administrators].find(({ id }) => id === handlerId)
  if (handler) return { personId: handler.id, by: 'handler' }
  const lead = next(leads)
  if (lead) return { personId: lead.id, by: 'rotation' }
  const administrator = next(administrators)
  return administrator ? { personId: administrator.id, by: 'ownAdministrator' } : { personId: null, by: 'nobody' }
}

/** Which sides must still be heard before it can be judged. About nobody: only the complainant. */
export function unheard(about: boolean, heard: readonly (typeof sides)[number][]): readonly (typeof sides)[number][] {
  const needed = about ? (['complainant', 'other'] as const) : (['complainant'] as const)
  return needed.filter((side) => !heard.includes(side))
}

export interface Standing {
  judgement: (typeof judgements)[number] | null
  answeredAt: string | Date | null
}
/** Undefined, or the code of the refusal. */
export function refusal(one: Standing, step: 'judge' | 'answer' | 'improve'): 'desk.judgeFirst' | 'desk.complaints.answered' | undefined {
  if (step !== 'judge' && one.judgement === null) return 'desk.judgeFirst'
  if (step !== 'improve' && one.answeredAt !== null) return 'desk.complaints.answered'
  return undefined
}
