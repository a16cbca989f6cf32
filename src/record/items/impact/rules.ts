/** What is hit when something fails: pure, on numbers, safe in circles. */

export interface Graph {
  /** Three numbers a relation: cause, hit, group (0: none). Cause and hit are places in `0 … size - 1`. */
  edges: Int32Array
  size: number
  /** Of each group how many of its relations are needed. */
  needed: ReadonlyMap<number, number>
  /** Places that cannot be hit and carry nothing, because the item is not in use. In a group they do not count as left. */
  inert: ReadonlySet<number>
}

/** Where the relations of each cause begin, so that they are found without looking through all. */
function byCause({ edges, size }: Graph): { start: Int32Array; order: Int32Array } {
  const count = edges.length / 3
  const start = new Int32Array(size + 1)
  for (let at = 0; at < count; at++) start[(edges[at * 3] ?? 0) + 1] = (start[(edges[at * 3] ?? 0) + 1] ?? 0) + 1
  for (let at = 0; at < size; at++) start[at + 1] = (start[at + 1] ?? 0) + (start[at] ?? 0)
  const next = start.slice()
  const order = new Int32Array(count)
  for (let at = 0; at < count; at++) {
    const cause = edges[at * 3] ?? 0
    order[next[cause] ?? 0] = at
    next[cause] = (next[cause] ?? 0) + 1
  }
  return { start, order }
}

/** Of each group how many of its relations hold while nothing has failed. */
function leftOf({ edges, inert }: Graph): Map<number, number> {
  const left = new Map<number, number>()
  for (let at = 0; at < edges.length; at += 3) {
    const group = edges[at + 2] ?? 0
    if (group !== 0) left.set(group, (left.get(group) ?? 0) + (inert.has(edges[at] ?? 0) ? 0 : 1))
  }
  return left
}

/**
 * The steps in which a failure spreads: place -> 0 for what failed, 1 for what is hit by it directly, and so on. An item is hit by any of its
 * causes; by those in a group only when fewer of them are left than are needed.
 */
export function spread(graph: Graph, failed: readonly number[]): Map<number, number> {
  const { edges, inert, needed } = graph
  const { start, order } = byCause(graph)
  const left = leftOf(graph)
  const steps = new Map<number, number>(failed.map((one) => [one, 0]))
  // A Map gives what was added while it is walked, in that order: it is the queue.
  for (const [cause, step] of steps) {
    for (let at = start[cause] ?? 0; at < (start[cause + 1] ?? 0); at++) {
      const edge = (order[at] ?? 0) * 3
      const hit = edges[edge + 1] ?? 0
      const group = edges[edge + 2] ?? 0
      if (group !== 0) {
        if (!inert.has(cause)) left.set(group, (left.get(group) ?? 0) - 1)
        if ((left.get(group) ?? 0) >= (needed.get(group) ?? 1)) continue
      }
      if (!steps.has(hit) && !inert.has(hit)) steps.set(hit, step + 1)
    }
  }
  return steps
}
