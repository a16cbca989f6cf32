/**
 * Statements that come again and again are prepared: PostgreSQL then parses and plans them once a connection, which under row level security
 * is half their time. The names belong to the text, process-wide; one-off texts get none, and there are never more than `most`.
 */
const most = 1000
const often = 3
/** Gives the name to send a statement under, or undefined while it has not come often enough. */
export function naming(): (text: string) => string | undefined {
  const names = new Map<string, string>()
  const seen = new Map<string, number>()
  return (text) => {
    const known = names.get(text)
    if (known !== undefined || names.size >= most) return known
    const times = (seen.get(text) ?? 0) + 1
    if (times < often) {
      // Texts that never come back must not fill the memory: forget them all now and then.
      if (seen.size >= 5 * most) seen.clear()
      seen.set(text, times)
      return undefined
    }
    seen.delete(text)
    const name = `spil_${names.size}`
    names.set(text, name)
    return name
  }
}
/** The names of this process. */
export const nameFor = naming()

/** A newer program changed a table under a prepared statement (during an upgrade): the connection is dropped, and with it the old plan. */
export function outdated(error: unknown): error is Error {
  return error instanceof Error && (error as { code?: string }).code === '0A000' && /cached plan/.test(error.message)
}
