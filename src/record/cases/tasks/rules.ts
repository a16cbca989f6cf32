/** Pure decisions about tasks: what waits for what. */

export interface Step {
  id: string
  afterId: string | null
}

/** Whether `id` would come, by way of others, after itself. */
export function circular(steps: readonly Step[], id: string, afterId: string | null): boolean {
  const before = new Map(steps.map((step) => [step.id, step.afterId]))
  const seen = new Set<string>()
  for (let at = afterId; at !== null; at = before.get(at) ?? null) {
    if (at === id) return true
    if (seen.has(at)) return true
    seen.add(at)
  }
  return false
}

/** In a checklist a task waits only for one that stands before it. */
export const inOrder = (tasks: readonly { after: number | null }[]): boolean => tasks.every(({ after }, at) => after === null || after < at)

/** The ids in the wished order; those that were not named keep theirs and come last. */
export function ordered(now: readonly string[], wished: readonly string[]): string[] {
  const known = new Set(now)
  const first = [...new Set(wished)].filter((id) => known.has(id))
  return [...first, ...now.filter((id) => !first.includes(id))]
}
