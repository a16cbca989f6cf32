/** Pure decisions about days. */
const day = 86_400_000
/** Days as YYYY-MM-DD, both included. */
export const rightDays = ({ from, until }: { from: string; until: string }): boolean =>
  until >= from && Date.parse(until) - Date.parse(from) <= 366 * day
