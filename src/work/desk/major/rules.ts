/** Who may declare a major incident, of what, and which cases it can have as children. Pure. */
import type { Kind, State } from '#record/cases/contract.ts'

interface One {
  kind: Kind
  state: State
}
const over = (state: State) => state === 'closed' || state === 'cancelled' || state === 'solved'

export interface Standing {
  leads: boolean
  engineersDeclare: boolean
  /** It is one that lasts. */
  major: boolean
  child: boolean
}
/** undefined: allowed; else the code of the refusal. */
export function whyNotMajor(one: One, { leads, engineersDeclare, major, child }: Standing): string | undefined {
  if (!leads && !engineersDeclare) return 'desk.major.onlyLead'
  if (one.kind !== 'incident') return 'desk.major.onlyIncident'
  if (over(one.state)) return 'desk.major.caseEnded'
  if (major) return 'desk.major.already'
  return child ? 'desk.major.isChild' : undefined
}

/** Whether a case can hang under a major incident: a report that is not ended, of the same organisation, and no major incident itself. */
export function whyNotChild(one: One & { organisationId: string }, parent: { organisationId: string }, isMajor: boolean): string | undefined {
  if (one.state === 'closed' || one.state === 'cancelled') return 'desk.major.childEnded'
  if (one.organisationId !== parent.organisationId) return 'desk.major.elsewhere'
  return isMajor ? 'desk.major.isMajor' : undefined
}

export const isLate = (nextUpdateAt: string | null, endedAt: string | null, now: Date): boolean =>
  endedAt === null && nextUpdateAt !== null && Date.parse(nextUpdateAt) < now.getTime()
