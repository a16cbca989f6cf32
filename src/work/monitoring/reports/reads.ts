/** The figures of a report over a period. */
import { instantOf, isZone, wallOf } from '#platform/clock.ts'
import type { Context } from '#platform/room.ts'
import { agreementOf } from '#record/cases/clocks/reads.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { itemsInScope } from '#record/norms/norms.ts'
import { organisationById } from '#record/people/people.ts'
import { type Period, periodAt } from '../availability/periods/rules.ts'
import { stretchesOf } from '../availability/reads.ts'
import { added, openSpans, percentOf, type Sums, sumsOf, verdictOf } from '../availability/rules.ts'
import { capacityOf } from '../capacity/reads.ts'
import type { Figures, NewReport } from './contract.ts'
import { dueWall } from './rules.ts'

export const mostItems = 500
const mostCapacity = 500
const iso = (at: number) => new Date(at).toISOString()
const shown = (sums: Sums) => ({ ...sums, percent: percentOf(sums) })

export async function zoneOf(ctx: Context, organisationId: string): Promise<{ timeZone: string; name: string }> {
  const found = await organisationById(ctx, organisationId)
  return { timeZone: found?.timeZone ?? 'UTC', name: found?.name ?? '' }
}
/** A period that lasts is counted until now. */
export async function figuresOver(ctx: Context, organisationId: string, report: NewReport, period: Period): Promise<Figures> {
  const { timeZone, name: organisation } = await zoneOf(ctx, organisationId)
  const within = { from: period.from, until: Math.min(period.until, Math.floor(ctx.now.getTime() / 1000) * 1000) }
  const found = await itemsInScope(ctx, organisationId, report.scope, mostItems + 1)
  const items = found.slice(0, mostItems)
  const { parts, hours, target, severities } = report
  return {
    period: { name: period.name, length: period.length, from: iso(within.from), until: iso(within.until) },
    ...{ organisation, timeZone, hours, target, severities, more: found.length > mostItems },
    availability: parts.includes('availability') ? await availabilityOver(ctx, organisationId, report, items, within) : null,
    capacity: parts.includes('capacity') ? await capacityOf(ctx, organisationId, items, within, mostCapacity) : null,
  }
}
async function availabilityOver(
  ctx: Context,
  organisationId: string,
  { hours, severities, target }: NewReport,
  items: Awaited<ReturnType<typeof itemsInScope>>,
  within: { from: number; until: number },
): Promise<Figures['availability']> {
  const open = hours === 'service' ? openSpans(await agreementOf(ctx, organisationId), within) : undefined
  const lines = await stretchesOf(ctx, { organisationId, items, within, severities })
  const counted = items.map(({ number, name }) => ({ number: numberOfItem(number), name, sums: sumsOf(lines.get(number) ?? [], open) }))
  const rows = counted.map(({ number, name, sums }) => ({
    ...{ number, name, ...shown(sums), verdict: target === null ? null : verdictOf(sums, target) },
  }))
  const count = (verdict: 'met' | 'missed') => rows.filter((row) => row.verdict === verdict).length
  const total = shown(added(counted.map(({ sums }) => sums)))
  return { rows: rows.toSorted((a, b) => (a.percent ?? 101) - (b.percent ?? 101)), total: { ...total, met: count('met'), missed: count('missed') } }
}

/** When the report of this period is due. */
function dueOf(period: Period, schedule: NonNullable<NewReport['schedule']>, zone: string): Date {
  const end = wallOf(new Date(period.until), zone)
  const own = schedule.timeZone !== null && isZone(schedule.timeZone) ? schedule.timeZone : zone
  return instantOf(dueWall(end, schedule), own)
}
/** The first that falls after `after`, of the period before that or a later one; null: it has no schedule. */
export function nextDue(
  { schedule, length }: Pick<NewReport, 'schedule' | 'length'>,
  zone: string,
  after: Date,
): { at: Date; period: string } | null {
  if (!schedule) return null
  for (let period = periodAt(after, length, zone, 1); ; period = periodAt(new Date(period.until), length, zone)) {
    const at = dueOf(period, schedule, zone)
    if (at > after) return { at, period: period.name }
  }
}
/** After one that was made: that of the next period, also when it is late. */
export function dueAfter(
  { schedule, length }: Pick<NewReport, 'schedule' | 'length'>,
  zone: string,
  made: Period,
): { at: Date; period: string } | null {
  if (!schedule) return null
  const next = periodAt(new Date(made.until), length, zone)
  return { at: dueOf(next, schedule, zone), period: next.name }
}
