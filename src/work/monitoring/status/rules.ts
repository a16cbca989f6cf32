/** What a status page says of a service. Pure. */
import type { Published } from '#work/desk/outages/contract.ts'
import { daysOf } from '../availability/periods/rules.ts'
import { type Condition, type Span, type Stretch, sumsOf } from '../availability/rules.ts'
import { type Service, type ServiceState, serviceStates } from './contract.ts'

const worst: readonly ServiceState[] = ['down', 'troubles', 'maintenance', 'unknown', 'works']
export const worstOf = (states: readonly ServiceState[]): ServiceState => worst.find((one) => states.includes(one)) ?? serviceStates[0]
/** Of a whole page: what the desk says is wrong counts, also when every service answers. */
export function stateOfPage(
  states: readonly ServiceState[],
  outages: readonly Pick<Published, 'kind' | 'from' | 'endedAt'>[],
  now: Date,
): ServiceState {
  const last = outages.filter(({ from, endedAt }) => endedAt === null && new Date(from) <= now)
  return worstOf([...states, ...last.map(({ kind }) => (kind === 'maintenance' ? ('maintenance' as const) : ('troubles' as const)))])
}
/** `alarms`: something that it needs, or the service itself, has an alarm. */
export function stateNow(is: Condition, alarms: boolean): ServiceState {
  if (is === 'up') return alarms ? 'troubles' : 'works'
  return is
}
export const cut = (stretches: readonly Stretch[], { from, until }: Span): Stretch[] =>
  stretches.flatMap((one) =>
    one.until > from && one.from < until ? [{ ...one, from: Math.max(from, one.from), until: Math.min(until, one.until) }] : [],
  )
/** A day is down when it was for a moment; not known only when it was for most of it. */
export function dayOf(stretches: readonly Stretch[], day: Span & { day: string }): Service['days'][number] {
  const { up, down, maintenance, unknown } = sumsOf(cut(stretches, day))
  const state = down > 0 ? 'down' : unknown > up + maintenance ? 'unknown' : maintenance > 0 ? 'maintenance' : 'up'
  return { day: day.day, state, down }
}

const day = 86_400_000
/**
 * The last days there, today as far as it came. A day more is looked back: the eighty-nine before `now` may begin an hour past the midnight
 * that was meant when summer time ended between.
 */
export const lastDays = (now: number, zone: string, count: number): (Span & { day: string })[] =>
  daysOf({ from: now - (count + 1) * day, until: now }, zone).slice(-count)
