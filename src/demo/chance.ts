/** The same dice every time (mulberry32), so that every demo is the same school. */
export interface Chance {
  /** 0 up to, not including, `below`. */
  upTo(below: number): number
  of<T>(list: readonly T[]): T
}
export function chance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const upTo = (below: number) => Math.floor(next() * below)
  return {
    upTo,
    of<T>(list: readonly T[]): T {
      const one = list[upTo(list.length)]
      if (one === undefined) throw new Error('nothing to choose from')
      return one
    },
  }
}
