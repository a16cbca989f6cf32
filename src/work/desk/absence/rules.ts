/** Who is away at a moment, and who really stands in: overlaps, chains and circles. Pure. */

export interface Absent {
  id: string
  personId: string
  /** Milliseconds since 1970, half open. */
  from: number
  /** null: not known yet. */
  until: number | null
  substituteId: string | null
  /** The members of the team that stands in. */
  substituteTeam: readonly string[]
}
const covers = (one: Absent, at: number) => one.from <= at && (one.until === null || at < one.until)

/** The absence that counts: of those that overlap the one that began last; of equals the one with the greater id. */
export function absentAt(all: readonly Absent[], personId: string, at: number): Absent | undefined {
  return all
    .filter((one) => one.personId === personId && covers(one, at))
    .sort((one, other) => other.from - one.from || (one.id < other.id ? 1 : -1))[0]
}

/** Until when they are away without a gap; null: not known. Undefined: they are there. */
export function awayUntil(all: readonly Absent[], personId: string, at: number): number | null | undefined {
  let until: number | undefined
  for (let now = at; ; ) {
    const here = all.filter((one) => one.personId === personId && covers(one, now))
    if (here.length === 0) return until
    if (here.some((one) => one.until === null)) return null
    now = Math.max(...here.map((one) => one.until ?? 0))
    until = now
  }
}

/**
 * Who stands in for somebody who is away: always people who are there, never the one who is away. A substitute who is away passes on to theirs;
 * who was passed already is not asked again, so a circle ends with nobody. Empty for somebody who is there.
 */
export function standsInFor(all: readonly Absent[], personId: string, at: number): string[] {
  const passed = new Set<string>()
  const found: string[] = []
  const ask = (id: string): void => {
    if (passed.has(id)) return
    passed.add(id)
    const away = absentAt(all, id, at)
    if (!away) {
      if (id !== personId) found.push(id)
      return
    }
    if (away.substituteId !== null) ask(away.substituteId)
    else for (const member of away.substituteTeam) if (!absentAt(all, member, at) && !passed.has(member)) ask(member)
  }
  if (absentAt(all, personId, at)) ask(personId)
  return found
}
