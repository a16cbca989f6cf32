/** Counts of places added up the tree. Pure. */
import { type ItemState, itemStates } from '#record/norms/deviations/contract.ts'
import type { Counts, Place } from './contract.ts'

export const noCounts = (): Counts => Object.fromEntries(itemStates.map((state) => [state, 0])) as Counts
const add = (to: Counts, more: Counts) => {
  for (const state of itemStates) to[state] += more[state]
}
/** The worst of what is there; what is not watched says nothing, unless there is nothing else. Undefined: nothing is there. */
export const worstIn = (counts: Counts): ItemState | undefined => itemStates.find((state) => counts[state] > 0)

export interface Branch extends Place {
  /** Of everything in it, at any depth. */
  all: Counts
  children: Branch[]
}
/** Those in no other place, the worst first; a circle of places, or one in a place that is not there, stands on top. */
export function treeOf(places: readonly Place[]): Branch[] {
  const byId = new Map(places.map((place): [string, Branch] => [place.id, { ...place, all: noCounts(), children: [] }]))
  const roots: Branch[] = []
  const goesRound = ({ id, parentId }: Place): boolean => {
    const seen = new Set([id])
    for (let at = parentId; at !== null; at = byId.get(at)?.parentId ?? null) {
      if (at === id) return true
      if (seen.has(at)) return false
      seen.add(at)
    }
    return false
  }
  for (const branch of byId.values()) {
    const parent = branch.parentId === null || goesRound(branch) ? undefined : byId.get(branch.parentId)
    if (parent) parent.children.push(branch)
    else roots.push(branch)
  }
  const rank = ({ all }: Branch) => itemStates.indexOf(worstIn(all) ?? 'unwatched')
  const sum = (branch: Branch): void => {
    add(branch.all, branch.counts)
    for (const child of branch.children) {
      sum(child)
      add(branch.all, child.all)
    }
    branch.children.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
  }
  for (const root of roots) sum(root)
  return roots.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
}
/** From the top to this place. */
export function wayTo(roots: readonly Branch[], id: string): Branch[] {
  for (const root of roots) {
    if (root.id === id) return [root]
    const below = wayTo(root.children, id)
    if (below.length > 0) return [root, ...below]
  }
  return []
}
