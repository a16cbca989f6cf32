/** Reading all data in turn. Pure. */
interface Part {
  part: string
  weight: number
  readAt: Date | string | null
  /** It could not be read, or was not what it should be. */
  bad?: boolean
}
const time = (at: Date | string | null) => (at === null ? 0 : new Date(at).getTime())

/** What is read today: what was bad, until it no longer is; and of the rest what was not read for longest, a share of the weight. At least one. */
export function dueParts<P extends Part>(parts: readonly P[], days: number): P[] {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0)
  const due: P[] = []
  let read = 0
  for (const part of parts.filter(({ bad }) => !bad).sort((a, b) => time(a.readAt) - time(b.readAt) || (a.part < b.part ? -1 : 1))) {
    // A little less than a whole share, for sums that do not come out exactly.
    if (due.length > 0 && read >= total / days - 1e-9 * total) break
    due.push(part)
    read += part.weight
  }
  return [...parts.filter(({ bad }) => bad), ...due]
}
/** 0 to 1: read within the last days, with an hour for each day that a run began later. */
export function shareRead(parts: readonly Part[], days: number, now: Date): number | null {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0)
  if (total === 0) return null
  const since = now.getTime() - days * 25 * 3_600_000
  return parts.filter(({ readAt }) => time(readAt) > since).reduce((sum, { weight }) => sum + weight, 0) / total
}
