/** What cannot be known because what it is reached through does not answer. Pure, on numbers of items; circles end. */
import type { Verdict } from '#record/norms/conditions/rules.ts'

/** An item is cut off when fewer than `needed` of these are left. */
export interface Need {
  through: readonly number[]
  needed: number
}
export interface Ways {
  needs: ReadonlyMap<number, readonly Need[]>
  /** What each item is a way to. */
  leads: ReadonlyMap<number, readonly number[]>
  /** What is reached through something comes after it, except in a circle. */
  rank: ReadonlyMap<number, number>
}
/** Whether an item itself answers, as it was last seen. */
export interface Reach {
  verdict: Verdict
  /** Since when, in milliseconds. */
  since: number
  /** Of the newest sample. */
  seenAt: number | null
}

export interface Way {
  through: number
  to: number
  kind: string
  groupId: number | null
  needed: number | null
}
/** Each thing that it hangs on is needed; of uplinks one is enough, and of a group as many as it says. */
export function needsOf(ways: readonly Way[]): Map<number, Need[]> {
  const needs = new Map<number, Need[]>()
  for (const [to, all] of Map.groupBy(ways, ({ to }) => to)) {
    const of: Need[] = []
    const together = Map.groupBy(all, ({ kind, groupId }) => (groupId !== null ? `group ${groupId}` : kind === 'connectsTo' ? 'uplinks' : ''))
    for (const [key, some] of together) {
      const through = [...new Set(some.map((way) => way.through))]
      if (key === '') of.push(...through.map((one) => ({ through: [one], needed: 1 })))
      else of.push({ through, needed: Math.min(through.length, some[0]?.needed ?? 1) })
    }
    needs.set(to, of)
  }
  return needs
}

export function waysOf(needs: ReadonlyMap<number, readonly Need[]>): Ways {
  const leads = new Map<number, number[]>()
  for (const [item, all] of needs)
    for (const { through } of all)
      for (const way of through) {
        const known = leads.get(way)
        if (!known) leads.set(way, [item])
        else if (known.at(-1) !== item) known.push(item)
      }
  return { needs, leads, rank: ranked(leads, needs) }
}

/** Places in an order in which a way comes before what it leads to: depth first from each, the last that is left comes first. */
function ranked(leads: ReadonlyMap<number, readonly number[]>, needs: ReadonlyMap<number, unknown>): Map<number, number> {
  const seen = new Set<number>()
  const left: number[] = []
  for (const root of [...leads.keys(), ...needs.keys()]) {
    if (seen.has(root)) continue
    seen.add(root)
    const stack = [{ item: root, next: 0 }]
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const to = leads.get(top.item)?.[top.next++]
      if (to === undefined) {
        left.push(top.item)
        stack.pop()
      } else if (!seen.has(to)) {
        seen.add(to)
        stack.push({ item: to, next: 0 })
      }
    }
  }
  return new Map(left.reverse().map((item, place) => [item, place]))
}

/**
 * Of each item that cannot be known: the one that hides it, which does not answer itself and is not hidden. What shows that it answers, with a
 * sample of after the other fell silent, is reached some other way.
 */
export function hiddenBy({ needs, leads, rank }: Ways, reach: ReadonlyMap<number, Reach>): Map<number, number> {
  const silent = [...reach].filter(([, { verdict }]) => verdict === 'broken')
  silent.sort(([a, one], [b, other]) => (rank.get(a) ?? -1) - (rank.get(b) ?? -1) || one.since - other.since || a - b)
  const hidden = new Map<number, number>()
  const down = new Set<number>()
  const cutOff = (item: number) =>
    (needs.get(item) ?? []).some(({ through, needed }) => through.reduce((left, way) => left + (down.has(way) ? 0 : 1), 0) < needed)
  for (const [cause, { since }] of silent) {
    if (hidden.has(cause)) continue
    down.add(cause)
    const answers = (item: number) => {
      const own = reach.get(item)
      return own?.verdict === 'met' && own.seenAt !== null && own.seenAt > since
    }
    const queue = [cause]
    for (const way of queue)
      for (const item of leads.get(way) ?? []) {
        if (down.has(item) || !cutOff(item) || answers(item)) continue
        hidden.set(item, cause)
        down.add(item)
        queue.push(item)
      }
  }
  return hidden
}

/** Everything that is reached through one of these, at any distance, each with the largest number of those that it is reached through. */
export function behind({ leads }: Ways, from: ReadonlyMap<number, number>): Map<number, number> {
  const found = new Map<number, number>()
  for (const [item, number] of [...from].sort(([, a], [, b]) => b - a)) {
    const queue = [item]
    for (const way of queue)
      for (const to of leads.get(way) ?? [])
        if (!found.has(to)) {
          found.set(to, number)
          queue.push(to)
        }
  }
  return found
}
