/** A restore test, decided: which files are chosen, and what it comes to. Pure. */
import type { BackupState, comparisons } from '../contract.ts'
import { type Compared, manifestName, mostProblems } from '../manifest/rules.ts'
import { type Reason, stateOf } from '../rules.ts'

export interface Tested extends Compared {
  whole: boolean
  compared: (typeof comparisons)[number]
  why: Reason[]
}
export const nothing: Compared = { ok: 0, missing: 0, different: 0, extra: 0, bytes: 0, problems: [] }
export const together = (all: readonly Compared[]): Compared =>
  all.reduce(
    (sum, one) => ({
      ok: sum.ok + one.ok,
      missing: sum.missing + one.missing,
      different: sum.different + one.different,
      extra: sum.extra + one.extra,
      bytes: sum.bytes + one.bytes,
      problems: [...sum.problems, ...one.problems].slice(0, mostProblems),
    }),
    nothing,
  )

export const isManifest = (path: string): boolean => path === manifestName || path.endsWith(`/${manifestName}`)
const mostChosen = 300
/** Files for a test that is not of the whole: at random, as many as fit, and always the manifests. */
export function choose(files: readonly { path: string; size: number }[], mostBytes: number, random: () => number): string[] {
  const chosen = files.flatMap(({ path }) => (isManifest(path) ? [path] : []))
  const rest = files.filter(({ path }) => !isManifest(path))
  let room = mostBytes
  for (let tries = 0; tries < 4 * mostChosen && chosen.length < mostChosen && rest.length > 0; tries++) {
    const at = Math.floor(random() * rest.length)
    const one = rest[at]
    const last = rest.pop()
    if (last && at < rest.length) rest[at] = last
    if (one && one.size <= room) {
      room -= one.size
      chosen.push(one.path)
    }
  }
  return chosen
}

/** It is good only when something was compared, and all of it was right. */
export function outcome(tested: Tested): { state: BackupState; why: Reason[] } {
  const { ok, missing, different } = tested
  const why = [...tested.why]
  if (missing + different > 0) why.push({ code: 'differs', given: { missing, different, ok } })
  else if (ok === 0 && why.length === 0) why.push({ code: 'notRestored' })
  return { state: stateOf(why), why }
}
