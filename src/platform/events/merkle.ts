/**
 * The tree of the logbook: a Merkle tree as RFC 6962 section 2.1 describes it (certificate transparency), SHA-256. Pure.
 * A *frontier* is the list of roots of the perfect subtrees, largest first: all that is needed to append and to know the root.
 */
import { createHash } from 'node:crypto'

export type Hash = Buffer

/** SHA-256(0x00 || content): the prefix keeps a leaf from being taken for a node. */
export const leafHash = (content: string | Buffer): Hash => createHash('sha256').update('\u0000').update(content).digest()
/** SHA-256(0x01 || left || right). */
export const nodeHash = (left: Hash, right: Hash): Hash => createHash('sha256').update('\u0001').update(left).update(right).digest()

/** Appends one leaf to a tree of `size` leaves; changes `frontier` in place, amortised constant time. */
export function append(frontier: Hash[], size: number, leaf: Hash): void {
  let node = leaf
  // Each trailing one bit of the size is a perfect subtree that the new leaf completes into one twice as large.
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    const left = frontier.pop()
    if (!left) throw new Error(`the frontier does not fit a tree of ${size} leaves`)
    node = nodeHash(left, node)
  }
  frontier.push(node)
}

/** The root; of the empty tree the hash of nothing. */
export function rootOf(frontier: readonly Hash[]): Hash {
  const last = frontier.at(-1)
  if (!last) return createHash('sha256').digest()
  return frontier.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last)
}

const treeOf = (leaves: readonly Hash[]): Hash => {
  const frontier: Hash[] = []
  for (const [at, leaf] of leaves.entries()) append(frontier, at, leaf)
  return rootOf(frontier)
}

/** The largest power of two below `size` (size > 1). */
function split(size: number): number {
  let k = 1
  while (k * 2 < size) k *= 2
  return k
}

/** The hashes with which somebody who has leaf `at` and the root can check that it belongs to the tree of these leaves. */
export function inclusionProof(at: number, leaves: readonly Hash[]): Hash[] {
  if (at < 0 || at >= leaves.length) throw new RangeError(`leaf ${at} is not in a tree of ${leaves.length}`)
  if (leaves.length === 1) return []
  const k = split(leaves.length)
  return at < k
    ? [...inclusionProof(at, leaves.slice(0, k)), treeOf(leaves.slice(k))]
    : [...inclusionProof(at - k, leaves.slice(k)), treeOf(leaves.slice(0, k))]
}

/**
 * The same proof of leaf `at`, from the frontier of the first `from` leaves and the leaves after those only (`from` <= `at`). Of what came before
 * nothing has to be read: to the left of the way down stand exactly the perfect subtrees of the frontier, or what they make up together.
 */
export function pathAfter(frontier: readonly Hash[], from: number, after: readonly Hash[], at: number): Hash[] {
  const size = from + after.length
  if (at < from || at >= size) throw new RangeError(`leaf ${at} does not stand in ${from} to ${size}`)
  const known = new Map<string, Hash>()
  let start = 0
  for (const node of frontier) {
    const width = 2 ** Math.floor(Math.log2(from - start))
    known.set(`${start} ${width}`, node)
    start += width
  }
  const hashOf = (begin: number, width: number): Hash => {
    const is = known.get(`${begin} ${width}`) ?? (width === 1 ? after[begin - from] : undefined)
    if (is) return is
    const k = split(width)
    return nodeHash(hashOf(begin, k), hashOf(begin + k, width - k))
  }
  const way = (begin: number, width: number): Hash[] => {
    if (width === 1) return []
    const k = split(width)
    return at < begin + k ? [...way(begin, k), hashOf(begin + k, width - k)] : [...way(begin + k, width - k), hashOf(begin, k)]
  }
  return way(0, size)
}

/** Checks an inclusion proof (RFC 9162 section 2.1.3.2). */
export function includes(leaf: Hash, at: number, size: number, proof: readonly Hash[], root: Hash): boolean {
  if (at < 0 || at >= size) return false
  let fn = at
  let sn = size - 1
  let node = leaf
  for (const other of proof) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      node = nodeHash(other, node)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else node = nodeHash(node, other)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && node.equals(root)
}

const half = (n: number) => Math.floor(n / 2)

/** The hashes that show the tree of the first `from` leaves to be the beginning of the tree of all of them. */
export function consistencyProof(from: number, leaves: readonly Hash[]): Hash[] {
  if (from < 1 || from > leaves.length) throw new RangeError(`a tree of ${leaves.length} has no beginning of ${from}`)
  return subProof(from, leaves, true)
}

function subProof(from: number, leaves: readonly Hash[], known: boolean): Hash[] {
  if (from === leaves.length) return known ? [] : [treeOf(leaves)]
  const k = split(leaves.length)
  return from <= k
    ? [...subProof(from, leaves.slice(0, k), known), treeOf(leaves.slice(k))]
    : [...subProof(from - k, leaves.slice(k), false), treeOf(leaves.slice(0, k))]
}

/** Checks a consistency proof (RFC 9162 section 2.1.4.2). */
export function continues(first: { size: number; root: Hash }, second: { size: number; root: Hash }, proof: readonly Hash[]): boolean {
  if (first.size < 1 || first.size > second.size) return false
  if (first.size === second.size) return proof.length === 0 && first.root.equals(second.root)
  const isPower = Number.isInteger(Math.log2(first.size))
  const path = isPower ? [first.root, ...proof] : [...proof]
  const start = path.shift()
  if (!start) return false
  let fn = first.size - 1
  let sn = second.size - 1
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)]
  let older = start
  let newer = start
  for (const other of path) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      older = nodeHash(other, older)
      newer = nodeHash(other, newer)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else newer = nodeHash(newer, other)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && older.equals(first.root) && newer.equals(second.root)
}
