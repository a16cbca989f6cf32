/** Days as they are typed, and the moments they stand for in the zone of this browser. */

/** The beginning of a day. */
export const beginOf = (day: string): string => new Date(`${day}T00:00`).toISOString()
/** The end of a day: the beginning of the next. */
export function endOf(day: string): string {
  const at = new Date(`${day}T00:00`)
  at.setDate(at.getDate() + 1)
  return at.toISOString()
}
/** The last day on which something held that ends at this moment. */
export const lastDayOf = (until: string): string => new Date(Date.parse(until) - 1).toISOString()
