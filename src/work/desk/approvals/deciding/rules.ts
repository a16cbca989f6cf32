/** Who gets a seat in a step of an approval, how many yeses it needs, and how it stands. Pure. */
import type { Mode, Step } from '../contract.ts'

/** A person whose word counts in this step. */
export interface Seat {
  seatId: string
  /** Sits here because the step was passed on to the leads. */
  lead: boolean
}
export interface Vote {
  seatId: string
  yes: boolean
}
export type Standing = 'open' | 'approved' | 'refused'

/** How many yeses a step needs of so many seats; never none, and at a share of people never fewer than asked because seats are missing. */
export function neededOf(mode: Mode, seats: number): number {
  if (mode.kind === 'any') return 1
  if (mode.kind === 'all') return Math.max(1, seats)
  if ('count' in mode) return mode.count
  return Math.max(1, Math.ceil((seats * mode.percent) / 100 - 1e-9))
}

/** How many people a step cannot do without. */
export const fewest = (mode: Mode): number => (mode.kind === 'share' && 'count' in mode ? mode.count : 1)

/**
 * How a step stands. One refusal refuses it, whatever the mode and whatever else was said; otherwise the yeses are counted, so their order
 * says nothing. Once it was passed on, one yes of a lead is enough.
 */
export function standingOf(mode: Mode, seats: readonly Seat[], votes: readonly Vote[]): Standing {
  const held = votes.filter((vote) => seats.some(({ seatId }) => seatId === vote.seatId))
  if (held.some(({ yes }) => !yes)) return 'refused'
  const isLead = new Set(seats.filter(({ lead }) => lead).map(({ seatId }) => seatId))
  if (held.some(({ seatId }) => isLead.has(seatId))) return 'approved'
  const regular = seats.length - isLead.size
  return regular > 0 && new Set(held.map(({ seatId }) => seatId)).size >= neededOf(mode, regular) ? 'approved' : 'open'
}

export interface Seating {
  /** Whom the rules of the step name, in their order. */
  named: readonly string[]
  /** In case nobody, or too few, are left: leads, then administrators. */
  fallback: readonly (readonly string[])[]
  /** Who asks, and who benefits. */
  excluded: readonly string[]
  /** Who decided in an earlier step. */
  before: readonly string[]
}
/** Who gets a seat: nobody who asks or benefits, nobody for the second time unless that is allowed. Empty: nobody can decide. */
export function seatsFor(step: Pick<Step, 'mode'>, mayRepeat: boolean, { named, fallback, excluded, before }: Seating): string[] {
  const out = new Set([...excluded, ...(mayRepeat ? [] : before)])
  const seats = new Set(named.filter((id) => !out.has(id)))
  for (const more of fallback) {
    if (seats.size >= fewest(step.mode)) break
    for (const id of more) if (!out.has(id)) seats.add(id)
  }
  return seats.size >= fewest(step.mode) ? [...seats] : []
}

/** Who may sit in for whom: a substitute is not excluded, and has no seat of their own in this step. */
export function substitutesFor(
  seats: readonly string[],
  substitutes: ReadonlyMap<string, readonly string[]>,
  { excluded, before }: Pick<Seating, 'excluded' | 'before'>,
  mayRepeat: boolean,
): { seatId: string; personId: string }[] {
  const out = new Set([...excluded, ...(mayRepeat ? [] : before), ...seats])
  return seats.flatMap((seatId) => (substitutes.get(seatId) ?? []).filter((id) => !out.has(id)).map((personId) => ({ seatId, personId })))
}
