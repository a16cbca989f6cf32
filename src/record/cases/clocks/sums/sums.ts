/** How the clocks of a case stand, and the sum: each span that counted, and why the others did not. */
import type { Context } from '#platform/room.ts'
import { type Agreement, agreementFrom, calendarFor } from '../agreements/agreements.ts'
import { type Calendar, hoursOf } from '../calendars/calendars.ts'
import type { Hours } from '../calendars/rules.ts'
import { type AgreementBody, type CalendarBody, type ClockPause, type Target, targetKinds, usualAgreement, usualCalendar } from '../contract.ts'
import { measure, standing } from '../rules.ts'
import { readVersions } from '../settings/store.ts'
import { type ClockRow, readCaseClocks } from '../store.ts'
import { type Spent, spansOf } from './rules.ts'

type Kind = (typeof targetKinds)[number]
export interface Clock {
  id: string
  target: Kind
  /** Of a target of one's own; null: the kind says it. */
  name: string | null
  /** null: the first agreement of the organisation, as it came. */
  agreement: string | null
  state: 'running' | 'paused' | 'met' | 'missed'
  startedAt: string
  dueAt: string | null
  doneAt: string | null
  targetMinutes: number
  /** Working seconds; negative when it is late; null when it is over. */
  left: number | null
}

/** The last round of each clock; what was let go of is left out. */
function latest(rows: readonly ClockRow[]): ClockRow[] {
  const last = new Map<string, ClockRow>()
  for (const row of rows) if (!row.dropped) last.set(`${row.agreementId} ${row.target}`, row)
  return [...last.values()].sort((one, other) => targetKinds.indexOf(one.kind) - targetKinds.indexOf(other.kind))
}
const targetIn = (body: AgreementBody | undefined, key: string): Target | undefined => body?.targets.find((target) => target.key === key)
const hoursOfTarget = (target: Target | undefined, calendar: Hours, row: ClockRow): Hours =>
  target ? measure(target.duration, calendar, row.startedAt, 'normal').hours : calendar
const orNull = (text: string | undefined) => (text ? text : null)
/** Late and still going is missed already. */
const stateOf = (row: ClockRow, left: number | null): Clock['state'] =>
  row.state === 'cancelled' ? 'met' : row.state === 'running' && left !== null && left < 0 ? 'missed' : row.state

/** How the clocks stand, for the page of the case; a cancelled one has nothing to say any more. */
export function clocksOf(agreement: Agreement, rows: readonly ClockRow[], now: Date): Clock[] {
  return latest(rows)
    .filter(({ state }) => state !== 'cancelled')
    .map((row) => {
      const body = agreement.agreements.find(({ id }) => id === row.agreementId)?.body
      const target = targetIn(body, row.target)
      const hours = hoursOfTarget(target, hoursOf(calendarFor(agreement, row.calendarId)), row)
      const { left } = standing(row, hours, now)
      return {
        id: row.id,
        target: row.kind,
        name: orNull(target?.name),
        agreement: orNull(body?.name),
        state: stateOf(row, left),
        startedAt: row.startedAt,
        dueAt: row.dueAt,
        doneAt: row.doneAt,
        targetMinutes: Math.round(row.targetSeconds / 60),
        left,
      }
    })
}

export interface StepSum {
  key: string
  action: string
  at: string
  /** null: still to fall. */
  fellAt: string | null
}
export interface ClockSum extends Omit<Clock, 'state' | 'targetMinutes'> {
  key: string
  round: number
  state: ClockRow['state']
  late: boolean
  unit: 'working' | 'elapsed' | 'months'
  targetSeconds: number
  countedSeconds: number
  agreementId: string
  agreementVersion: number
  calendarId: string
  calendarVersion: number
  calendar: string | null
  timeZone: string
  pauses: ClockPause[]
  spans: Spent[]
  /** There were more spans than are shown. */
  more: boolean
  steps: StepSum[]
}

const shown = 400
/** Every clock the case has or had, oldest agreement first, by the versions that held. */
export async function sumsOf(ctx: Context, one: { id: string; organisationId: string }): Promise<ClockSum[]> {
  const { settings, clocks, fallen } = await readCaseClocks(ctx.db, one.organisationId, one.id)
  const agreement = agreementFrom(one.organisationId, settings)
  const { agreements, calendars } = await heldBy(ctx, agreement, clocks)
  return clocks.map((row) => {
    const body = agreements.get(`${row.agreementId} ${row.agreementVersion}`)
    const calendar = calendars.get(`${row.calendarId} ${row.calendarVersion}`) ?? (agreement.calendars[0] as Calendar)
    const target = targetIn(body, row.target)
    const hours = hoursOfTarget(target, hoursOf(calendar), row)
    const { left, counted } = standing(row, hours, ctx.now)
    const until = new Date(row.doneAt ?? ctx.now)
    const spans = spansOf(hours, new Date(row.startedAt), until, row.pauses)
    const fell = fallen.filter(({ clockId }) => clockId === row.id)
    const steps = [
      ...fell.map(({ step, fellAt }) => ({
        key: step,
        action: target?.ladder.find(({ key }) => key === step)?.action ?? '',
        at: iso(fellAt),
        fellAt: iso(fellAt),
      })),
      ...row.steps.map(({ key, action, at }) => ({ key, action, at, fellAt: null })),
    ]
    return {
      id: row.id,
      target: row.kind,
      name: orNull(target?.name),
      agreement: orNull(body?.name),
      key: row.target,
      round: row.round,
      state: row.state,
      late: row.state === 'missed' || (left !== null && left < 0),
      unit: target?.duration.unit ?? 'working',
      startedAt: row.startedAt,
      dueAt: row.dueAt,
      doneAt: row.doneAt,
      targetSeconds: row.targetSeconds,
      countedSeconds: row.counted ?? counted,
      left,
      agreementId: row.agreementId,
      agreementVersion: row.agreementVersion,
      calendarId: row.calendarId,
      calendarVersion: row.calendarVersion,
      calendar: orNull(calendar.body.name),
      timeZone: calendar.body.timeZone,
      pauses: row.pauses,
      spans: spans.slice(-shown),
      more: spans.length > shown,
      steps,
    }
  })
}
const iso = (at: string) => new Date(at).toISOString()

/** The versions by which these clocks go or went, under 'id version'. */
export async function heldBy(
  ctx: Context,
  agreement: Agreement,
  clocks: readonly Pick<ClockRow, 'agreementId' | 'agreementVersion' | 'calendarId' | 'calendarVersion'>[],
) {
  const zone = agreement.calendars[0]?.body.timeZone ?? 'UTC'
  const agreements = new Map<string, AgreementBody>([[`${agreement.organisationId} 0`, usualAgreement()]])
  for (const { id, version, body } of agreement.agreements) agreements.set(`${id} ${version}`, body)
  const calendars = new Map<string, Calendar>([
    [`${agreement.organisationId} 0`, { id: agreement.organisationId, version: 0, body: usualCalendar(zone) }],
  ])
  for (const one of agreement.calendars) calendars.set(`${one.id} ${one.version}`, one)
  const missing = <T>(known: ReadonlyMap<string, T>, of: readonly { id: string; version: number }[]) =>
    [...new Map(of.map((one) => [`${one.id} ${one.version}`, one])).entries()].filter(([key]) => !known.has(key)).map(([, one]) => one)
  const oldAgreements = missing(
    agreements,
    clocks.map(({ agreementId: id, agreementVersion: version }) => ({ id, version })),
  )
  const oldCalendars = missing(
    calendars,
    clocks.map(({ calendarId: id, calendarVersion: version }) => ({ id, version })),
  )
  if (oldAgreements.length > 0)
    for (const { id, version, body } of await readVersions<AgreementBody>(ctx.db, 'agreement', oldAgreements))
      agreements.set(`${id} ${version}`, body)
  if (oldCalendars.length > 0)
    for (const one of await readVersions<CalendarBody>(ctx.db, 'calendar', oldCalendars)) calendars.set(`${one.id} ${one.version}`, one)
  return { agreements, calendars }
}
