/** The facts of a case at a moment, for conditions. */
import type { Context } from '#platform/room.ts'
import { agreementOf, type CaseRow } from '#record/cases/cases.ts'
import { type Hours, workingSeconds } from '#record/cases/clocks/calendars/rules.ts'
import { teamsOf } from '#record/people/people.ts'
import type { ConditionField } from './contract.ts'
import type { Facts } from './rules.ts'

export { fieldsIn, traceOf } from './rules.ts'

export interface SaidFacts {
  text: string
  visibility: 'public' | 'internal'
  byReporter: boolean
}

/** What an organisation's conditions need besides the case; asked once for many cases. */
export interface Surroundings {
  hours: Hours
  /** Teams per person. */
  teams: ReadonlyMap<string, readonly string[]>
}
export async function surroundingsOf(ctx: Context, organisationId: string, wanted: ReadonlySet<ConditionField>): Promise<Surroundings> {
  const hours = await agreementOf(ctx, organisationId)
  const teams = new Map<string, string[]>()
  if (wanted.has('reporterTeam'))
    for (const { id, memberIds } of await teamsOf(ctx, organisationId))
      for (const member of memberIds) teams.set(member, [...(teams.get(member) ?? []), id])
  return { hours, teams }
}

/** Whether work is done at this moment. */
export const isWorking = (hours: Hours, at: Date): boolean => workingSeconds(hours, at, new Date(at.getTime() + 1000)) > 0

const hour = 3_600_000
export function factsOf(row: CaseRow, at: Date, { hours, teams }: Surroundings, said?: SaidFacts): Facts {
  const local = new Intl.DateTimeFormat('en-GB', { timeZone: hours.timeZone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit' })
  const weekday = new Intl.DateTimeFormat('en-GB', { timeZone: hours.timeZone, weekday: 'short' }).format(at)
  const since = (from: string) => (at.getTime() - Date.parse(from)) / hour
  return {
    kind: row.kind,
    priority: row.priority,
    impact: row.impact,
    urgency: row.urgency,
    state: row.state,
    channel: row.channel,
    waitingFor: row.waitingFor,
    words: `${row.title}\n${row.text}`,
    title: row.title,
    service: row.service ?? '',
    assigneeId: row.assigneeId,
    teamId: row.teamId,
    reporterId: row.reporterId,
    reporterTeam: teams.get(row.reporterId) ?? [],
    confidential: row.confidential,
    late: row.dueAt !== null && Date.parse(row.dueAt) < at.getTime(),
    working: isWorking(hours, at),
    weekday: String(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(weekday) + 1),
    time: local.format(at),
    openHours: since(row.openedAt),
    quietHours: since(row.updatedAt),
    ...(said && { entryWords: said.text, entryVisibility: said.visibility, entryByReporter: said.byReporter }),
  }
}
