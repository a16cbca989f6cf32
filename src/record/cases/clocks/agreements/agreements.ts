/** What an organisation agreed: which priority, which calendars, which agreements. */
import { type Context, Problem } from '#platform/room.ts'
import { type Matrix, priorities, type Targets, usualMatrix, usualTargets } from '../../contract.ts'
import { type Calendar, hoursOf } from '../calendars/calendars.ts'
import type { Hours } from '../calendars/rules.ts'
import { type AgreementBody, usualAgreement, usualCalendar } from '../contract.ts'
import type { Agreed } from '../rules.ts'
import { readSettings, type SettingsRow } from '../store.ts'

/** `Hours`: those of the first calendar. */
export interface Agreement extends Hours {
  organisationId: string
  matrix: Matrix
  /** 0: nobody has changed it. */
  matrixVersion: number
  /** First response and solution by the first agreement, in minutes: what a new case may expect. */
  targets: Targets
  calendarVersion: number
  /** The first one first. */
  calendars: readonly Calendar[]
  agreements: readonly Agreed[]
}

/** What holds in this organisation; what nobody changed is as every organisation begins. Throws 'platform.notFound'. */
export async function agreementOf(ctx: Context, organisationId: string): Promise<Agreement> {
  return agreementFrom(organisationId, await readSettings(ctx.db, organisationId))
}

/** Throws 404 when the organisation is not there for the actor. */
export function agreementFrom(organisationId: string, row: SettingsRow | null | undefined): Agreement {
  if (!row) throw new Problem('platform.notFound', 404)
  const firstFirst = <T extends { id: string }>(all: readonly T[] | null, usual: () => T): T[] => {
    const first = all?.find(({ id }) => id === organisationId) ?? usual()
    return [first, ...(all ?? []).filter(({ id }) => id !== organisationId)]
  }
  const calendars = firstFirst(row.calendars, () => ({ id: organisationId, version: 0, body: usualCalendar(row.timeZone) }))
  const kept = firstFirst(row.agreements, () => ({ id: organisationId, version: 0, body: usualAgreement() }))
  const agreements = kept.map((one): Agreed => ({ ...one, first: one.id === organisationId }))
  const [first] = calendars as [Calendar, ...Calendar[]]
  return {
    organisationId,
    matrix: row.matrix ?? usualMatrix,
    matrixVersion: row.matrixVersion ?? 0,
    ...hoursOf(first),
    targets: targetsOf(agreements[0]?.body),
    calendarVersion: first.version,
    calendars,
    agreements,
  }
}

export function targetsOf(body: AgreementBody | undefined): Targets {
  const minutes = (kind: 'response' | 'solution', priority: (typeof priorities)[number]) => {
    const duration = body?.targets.find((target) => target.kind === kind)?.duration
    return duration && duration.unit !== 'months' ? duration.minutes[priority] : usualTargets[priority][kind]
  }
  return Object.fromEntries(priorities.map((one) => [one, { response: minutes('response', one), solution: minutes('solution', one) }])) as Targets
}

/** The calendar of a target: its own, else the first of the organisation. */
export const calendarFor = ({ calendars }: Pick<Agreement, 'calendars'>, id: string | null): Calendar =>
  calendars.find((one) => one.id === id) ?? (calendars[0] as Calendar)
