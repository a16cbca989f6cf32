/** Moments by the clock of this device, as fields of the browser (`datetime-local`, `date`) want them, and back. */
type Moment = Date | string | number

const wallOf = (at: Moment): string => {
  const date = new Date(at)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString()
}
/** YYYY-MM-DDTHH:MM; empty for none. */
export const wallMoment = (at: Moment | null | undefined): string => (at === null || at === undefined ? '' : wallOf(at).slice(0, 16))
/** YYYY-MM-DD. */
export const wallDay = (at: Moment): string => wallOf(at).slice(0, 10)
export const today = (): string => wallDay(Date.now())
/** The day so many days from now. */
export const dayFromNow = (days: number): string => {
  const now = new Date()
  return wallDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 12))
}
/** ISO, UTC; null for an empty field. */
export const instantOf = (wall: string): string | null => (wall === '' ? null : new Date(wall).toISOString())
