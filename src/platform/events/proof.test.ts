/** One file and its proof, somewhere else: what holds, and what each change of either of them is called. */
import { createHash, generateKeyPairSync } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { event } from '#platform/contract.ts'
import { type Ground, ground } from '#test/ground.ts'
import { checkElsewhere, needsNothing } from './commands.ts'
import { type Proof, proofOf, verifyProof } from './proof.ts'
import { sealNow } from './sealer.ts'

const made = event('test.made', z.object({ n: z.int(), sha256: z.string() }))
const words = (n: number) => `file ${n}`
const shaOf = (n: number) => createHash('sha256').update(words(n)).digest('hex')
const proves = (n: number) => proofOf(floor.app, { name: made.name, about: `thing/${n}`, sha256: shaOf(n) })

let floor: Ground
let proof: Proof
let file: string
let proofFile: string
let pem: string
beforeAll(async () => {
  floor = await ground()
  // Batches of 1, 4, 9, 16 and 2 events.
  for (const [from, to] of [
    [0, 1],
    [1, 5],
    [5, 14],
    [14, 30],
    [30, 32],
  ] as const) {
    await floor.app.asSystem(async (ctx) => {
      for (let n = from; n < to; n++) await ctx.emit(made, { about: `thing/${n}`, organisationId: null, data: { n, sha256: shaOf(n) } })
    })
    await sealNow(floor.app)
  }
  pem = join(floor.data, 'log', 'public.pem')
  proof = (await proves(17)) as Proof
  file = join(floor.data, 'thing.pdf')
  proofFile = join(floor.data, 'thing.proof.json')
  await writeFile(file, words(17))
  await writeFile(proofFile, JSON.stringify(proof))
})
afterAll(() => floor[Symbol.asyncDispose]())

const check = async (changed: unknown, key?: string) => {
  const path = join(floor.data, 'changed.proof.json')
  await writeFile(path, typeof changed === 'string' ? changed : JSON.stringify(changed))
  return verifyProof(file, path, key)
}

it('each file that the logbook names is proven, whichever batch it was sealed in', async () => {
  for (let n = 0; n < 32; n++) {
    await writeFile(join(floor.data, 'one'), words(n))
    await writeFile(join(floor.data, 'one.json'), JSON.stringify(await proves(n)))
    expect(await verifyProof(join(floor.data, 'one'), join(floor.data, 'one.json'))).toMatchObject({ ok: true, seq: n, sha256: shaOf(n) })
  }
  expect(await proofOf(floor.app, { name: made.name, about: 'thing/17', sha256: shaOf(18) })).toBeUndefined()
  await floor.app.asSystem((ctx) => ctx.emit(made, { about: 'thing/99', organisationId: null, data: { n: 99, sha256: shaOf(99) } }))
  expect(await proves(99)).toBeUndefined()
})

it('whatever is changed in the file or its proof is named', async () => {
  const root = (hex: string) => hex.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))
  const { event: row, head, path } = proof
  const cases: [what: string, changed: unknown, why: RegExp][] = [
    ['another file', { ...proof, sha256: shaOf(18), event: { ...row, data: { n: 17, sha256: shaOf(18) } } }, /not the file that the logbook names/],
    ['another sum', { ...proof, sha256: shaOf(18) }, /proof was changed/],
    ['another moment', { ...proof, event: { ...row, at: row.at.replace('2', '3') } }, /does not lead to the signed head/],
    ['another number', { ...proof, event: { ...row, data: { n: 18, sha256: shaOf(17) } } }, /does not lead to the signed head/],
    ['another place', { ...proof, seq: 16 }, /does not lead to the signed head/],
    ['a step less', { ...proof, path: path.slice(1) }, /does not lead to the signed head/],
    ['another step', { ...proof, path: path.map((one, at) => (at === 1 ? root(one) : one)) }, /does not lead to the signed head/],
    ['another root', { ...proof, head: { ...head, root: root(head.root) } }, /signature of this key/],
    ['a larger tree', { ...proof, head: { ...head, size: head.size + 1 } }, /signature of this key/],
    ['no head', { ...proof, head: undefined }, /not a proof/],
    ['no JSON', JSON.stringify(proof).slice(2), /not a proof/],
  ]
  for (const [what, changed, why] of cases) expect(await check(changed), what).toMatchObject({ ok: false, why: expect.stringMatching(why) })
})

it('a key that one trusts decides: that of this installation, or another', async () => {
  const own = await readFile(pem, 'utf8')
  expect(await check(proof, own)).toMatchObject({ ok: true })
  const other = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString()
  expect(await check(proof, other)).toMatchObject({ ok: false, why: expect.stringMatching(/another installation/) })
  expect(await check({ ...proof, publicKey: other })).toMatchObject({ ok: false, why: expect.stringMatching(/signature of this key/) })
  expect(await check({ ...proof, publicKey: 'nonsense' })).toMatchObject({ ok: false, why: expect.stringMatching(/cannot be read/) })
})

it('the command finds the proof beside the file, says what it found, and ends with 1 when it does not hold', async () => {
  const said: string[] = []
  const console_ = vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
  try {
    expect(needsNothing(['--file', file])).toBe(true)
    expect(needsNothing(['--key', pem])).toBe(false)
    expect(await checkElsewhere(['--file', file])).toBe(0)
    expect(said.join('\n')).toMatch(/stood in the logbook: row 17, test.made about thing\/17/)
    expect(said.join('\n')).toMatch(/Compare the key/)
    expect(await checkElsewhere([`--file=${file}`, `--proof=${proofFile}`, `--key=${pem}`])).toBe(0)
    await writeFile(file, 'something else')
    expect(await checkElsewhere(['--file', file])).toBe(1)
    expect(said.at(-1)).toMatch(/The file is not proven: this is not the file/)
    expect(await checkElsewhere(['--proof', proofFile])).toBe(1)
  } finally {
    console_.mockRestore()
    await writeFile(file, words(17))
  }
})
