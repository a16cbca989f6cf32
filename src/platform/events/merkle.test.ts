import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { append, consistencyProof, continues, type Hash, includes, inclusionProof, leafHash, nodeHash, pathAfter, rootOf } from './merkle.ts'

/** The definition of RFC 6962 section 2.1, word for word. */
function naive(leaves: readonly Hash[]): Hash {
  const [only] = leaves
  if (!only) return createHash('sha256').digest()
  if (leaves.length === 1) return only
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return nodeHash(naive(leaves.slice(0, k)), naive(leaves.slice(k)))
}
const grown = (leaves: readonly Hash[]) => {
  const frontier: Hash[] = []
  for (const [at, leaf] of leaves.entries()) append(frontier, at, leaf)
  return frontier
}
const leaves = (max = 70) => fc.array(fc.string().map(leafHash), { minLength: 1, maxLength: max })

it('the tree of the logbook has the roots that RFC 6962 implementations publish for their test leaves', () => {
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) =>
    Buffer.from(hex, 'hex'),
  )
  expect(rootOf([]).toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(rootOf(grown(inputs.slice(0, 1).map(leafHash))).toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
  expect(rootOf(grown(inputs.map(leafHash))).toString('hex')).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328')
})

it('the tree of the logbook grows leaf by leaf to the same root as the definition', () => {
  fc.assert(fc.property(leaves(), (all) => rootOf(grown(all)).equals(naive(all))))
})

it('the tree of the logbook proves of each leaf that it belongs, and of nothing else', () => {
  fc.assert(
    fc.property(leaves(40), fc.nat(), fc.string().map(leafHash), (all, place, other) => {
      const at = place % all.length
      const root = naive(all)
      const proof = inclusionProof(at, all)
      expect(includes(all[at] as Hash, at, all.length, proof, root)).toBe(true)
      if (!other.equals(all[at] as Hash)) expect(includes(other, at, all.length, proof, root)).toBe(false)
      expect(includes(all[at] as Hash, at, all.length, [...proof, other], root)).toBe(false)
      expect(includes(all[at] as Hash, all.length, all.length, proof, root)).toBe(false)
    }),
  )
})

it('the way to a leaf from the frontier before its batch is the same as from the whole tree', () => {
  fc.assert(
    fc.property(leaves(140), fc.nat(), fc.nat(), (all, place, before) => {
      const at = place % all.length
      const from = before % (at + 1)
      expect(pathAfter(grown(all.slice(0, from)), from, all.slice(from), at)).toEqual(inclusionProof(at, all))
    }),
  )
  expect(() => pathAfter([], 0, [leafHash('a')], 1)).toThrow(RangeError)
  expect(() => pathAfter([leafHash('a')], 1, [leafHash('b')], 0)).toThrow(RangeError)
})

it('the proofs of the published test tree are those of RFC 6962 implementations', () => {
  const all = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) =>
    leafHash(Buffer.from(hex, 'hex')),
  )
  const path = (at: number, size: number) => pathAfter([], 0, all.slice(0, size), at).map((hash) => hash.toString('hex'))
  expect(path(0, 8)).toEqual([
    '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  ])
  expect(path(5, 8)).toEqual([
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ])
  expect(path(2, 3)).toEqual(['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'])
  expect(path(1, 5)).toEqual([
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  ])
})

it('the tree of the logbook proves that a tree is the beginning of a larger one, and that a changed one is not', () => {
  fc.assert(
    fc.property(leaves(40), fc.nat(), fc.string().map(leafHash), (all, place, other) => {
      const from = (place % all.length) + 1
      const proof = consistencyProof(from, all)
      const second = { size: all.length, root: naive(all) }
      expect(continues({ size: from, root: naive(all.slice(0, from)) }, second, proof)).toBe(true)
      const changed = [...all.slice(0, from - 1), other]
      if (!other.equals(all[from - 1] as Hash)) expect(continues({ size: from, root: naive(changed) }, second, proof)).toBe(false)
    }),
  )
})
