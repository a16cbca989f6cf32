/** How fine a graph is. */
const nice = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800]
/** Seconds between two moments so that a span has at most about `points` of them: a step that people know. */
export function stepFor(span: number, points: number): number {
  const least = span / 1000 / points
  return nice.find((step) => step >= least) ?? Math.ceil(least / 604_800) * 604_800
}

/** Moments in ms that are whole steps, so that the same graph a second later is the same graph. */
export function gridFor(from: number, to: number, points: number): { from: number; step: number; count: number } {
  const step = stepFor(to - from, points) * 1000
  const first = Math.ceil(from / step) * step
  return { from: first, step, count: Math.max(1, Math.floor((to - first) / step) + 1) }
}
/** Values that stand at some moments, on the whole grid. JSON has no NaN and no infinity. */
export function onGrid(
  { at, value }: { at: Float64Array; value: Float64Array },
  grid: { from: number; step: number; count: number },
): (number | null)[] {
  const values: (number | null)[] = new Array<number | null>(grid.count).fill(null)
  for (let i = 0; i < at.length; i++) {
    const one = value[i] ?? Number.NaN
    values[Math.round(((at[i] ?? 0) - grid.from) / grid.step)] = Number.isFinite(one) ? one : null
  }
  return values
}
