/** The clock of the program. Tests may set it (`--test-clock`); nothing else may. */
export interface Clock {
  now(): Date
  /** Moves the clock to `to` and lets it run on from there; undefined returns to the real time. */
  set(to: Date | undefined): void
}

export function clock(): Clock {
  let offset = 0
  return {
    now: () => new Date(Date.now() + offset),
    set(to) {
      offset = to === undefined ? 0 : to.getTime() - Date.now()
    },
  }
}

/** Which day it is in a time zone at a moment: YYYY-MM-DD. */
export const dayIn = (zone: string, at: Date): string => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at)
