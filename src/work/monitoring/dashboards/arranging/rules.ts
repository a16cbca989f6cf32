/** Where panels stand: their order, and how many of 12 columns and how high each is. The rows follow from that. */
interface Sized {
  width: number
  height: number
}
export const columns = 12
export const highest = 6

export function moved<T>(panels: readonly T[], from: number, to: number): T[] {
  const rest = [...panels]
  const [one] = rest.splice(from, 1)
  if (one !== undefined) rest.splice(Math.min(rest.length, Math.max(0, to)), 0, one)
  return rest
}
const between = (value: number, most: number) => Math.min(most, Math.max(1, value))
export const resized = <T extends Sized>(panel: T, wider: number, higher: number): T => ({
  ...panel,
  width: between(panel.width + wider, columns),
  height: between(panel.height + higher, highest),
})
/** What a key on the handle of a panel does. With shift it is made larger or smaller. */
export function byKey<T extends Sized>(panels: readonly T[], at: number, key: string, shift: boolean): { panels: T[]; at: number } | undefined {
  const step = ({ ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 } as Record<string, number | undefined>)[key]
  if (step === undefined) return undefined
  if (!shift) {
    const to = Math.min(panels.length - 1, Math.max(0, at + step))
    return { panels: moved(panels, at, to), at: to }
  }
  const across = key === 'ArrowLeft' || key === 'ArrowRight'
  return { panels: panels.map((one, place) => (place === at ? resized(one, across ? step : 0, across ? 0 : step) : one)), at }
}
