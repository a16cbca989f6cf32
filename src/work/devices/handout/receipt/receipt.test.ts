import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { verifyProof } from '#platform/events/proof.ts'
import { jpeg, preparedLaptops, scribble } from '#test/handouts.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { devicesHandout } from '../contract.ts'
import { devicesSigning } from '../signing/contract.ts'
import { readHandout } from '../store.ts'
import { receiptPdf } from './adapters/pdf.ts'
import { devicesReceipt } from './contract.ts'
import { makeReceipt } from './jobs.ts'
import { mostPhotoBytes, receiptOf, withPhotos } from './reads.ts'

let house: Spil
let engineer: Member
let noor: Member
let folder: string
beforeAll(async () => {
  house = await spil()
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
  folder = await mkdtemp(join(tmpdir(), 'spil-receipt-'))
  engineer = await house.member('engineer', { name: 'Ed Uitgever' })
  noor = await house.member('reporter', { name: 'Łucja Gökçe Ağaoğlu-Þórsdóttir' })
})
afterAll(async () => {
  await house[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const chunk = (type: string, data: Buffer) => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)])
}
/** One pixel, says it, that unpacks to 200 MB. */
const bomb = Buffer.concat([
  Buffer.from('89504e470d0a1a0a', 'hex'),
  chunk('IHDR', Buffer.from('00000001000000010806000000', 'hex')),
  chunk('IDAT', deflateSync(Buffer.alloc(200_000_000), { level: 9 })),
  chunk('IEND', Buffer.alloc(0)),
])
const broken = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(40, 7)])
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const wordsOf = async (pdf: Uint8Array) => (await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true })).text
const handouts = () => house.as(devicesHandout, engineer.token)
const receipts = (who: Member) => house.as(devicesReceipt, who.token)
const problem = (call: Promise<unknown>) =>
  call.then(
    () => '',
    (error) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
async function give(photos: readonly Buffer<ArrayBuffer>[]) {
  const { organisationId } = engineer
  const [itemId = ''] = await preparedLaptops(house.app, organisationId, 1)
  const photoIds: string[] = []
  for (const raw of photos) photoIds.push((await handouts().addPhoto({ query: { organisationId }, raw })).id)
  const accessories = [{ name: 'Lader', serial: 'L-12' }]
  const made = await handouts().handOut({
    body: { organisationId, receiverId: noor.id, items: [{ itemId, photoIds, accessories, condition: 'Als nieuw' }] },
  })
  return { ...made, params: { id: made.number } }
}
const sign = (params: { id: string }) => house.as(devicesSigning, engineer.token).signHere({ params, body: { signature: scribble, declared: true } })

test('is made by itself after signing, says what was signed, and is mailed to the receiver', async () => {
  const made = await give([jpeg])
  expect(await problem(receipts(noor).receipt({ params: made.params }))).toBe('devices.receipt.unsigned')
  expect(await wordsOf(await bytesOf(receipts(noor).draft({ params: made.params })))).toContain('CONCEPT, NIET ONDERTEKEND')
  await sign(made.params)
  expect(await problem(receipts(noor).receipt({ params: made.params }))).toBe('devices.receipt.beingMade')
  expect(await problem(receipts(noor).draft({ params: made.params }))).toBe('devices.receipt.signed')
  await house.settle()
  const { receipt } = await handouts().handout({ params: made.params })
  const pdf = await bytesOf(receipts(noor).receipt({ params: made.params }))
  expect([sha256(pdf), pdf.length]).toEqual([receipt?.sha256, receipt?.size])
  const words = await wordsOf(pdf)
  for (const word of [made.number, noor.name, engineer.name, 'Lader (L-12)', 'Als nieuw', made.items[0]?.serial ?? '', '26 november 2026'])
    expect(words).toContain(word)
  expect(words).not.toContain('CONCEPT')
  const { rows } = await house.app.pools.owner.query(`select content->'attachments' as attachments from outgoing_mail where about = $1`, [
    `handout/${made.id}`,
  ])
  expect(rows).toEqual([{ attachments: [{ hash: receipt?.sha256, name: `${made.number}.pdf`, type: 'application/pdf' }] }])
  // Once more is the same file, and nothing happens twice.
  const again = await house.app.asSystem(async (ctx) => {
    const row = await readHandout(ctx.db, made.id)
    return row ? receiptOf(ctx, row) : expect.fail('it is gone')
  })
  expect(sha256(await receiptPdf(await withPhotos(house.app, again)))).toBe(receipt?.sha256)
  await makeReceipt.run({ handoutId: made.id }, house.app, new AbortController().signal)
  expect((await house.happened()).filter((name) => name === 'devices.receiptMade')).toHaveLength(1)
})

test('leaves out a photo that cannot be drawn, names its hash, and is made all the same', async () => {
  const made = await give([broken, jpeg, bomb])
  await sign(made.params)
  await house.settle()
  const words = (await wordsOf(await bytesOf(receipts(engineer).receipt({ params: made.params })))).replace(/\s+/g, '')
  for (const bytes of [broken, bomb]) expect(words).toContain(sha256(bytes))
  expect(words).not.toContain(sha256(jpeg))
}, 60_000)

test('holds so much of photos and no more: the others are named by their hash', async () => {
  const made = await give([jpeg, jpeg])
  const read = async () => house.app.asSystem(async (ctx) => receiptOf(ctx, (await readHandout(ctx.db, made.id)) ?? expect.fail('it is gone')))
  const shown = async () => (await withPhotos(house.app, await read())).items.flatMap(({ photos }) => photos.map(({ bytes }) => bytes !== null))
  expect(await shown()).toEqual([true, true])
  const sizes = 'update handout_photo set size = $2 where handout_id = $1'
  await house.app.pools.owner.query(sizes, [made.id, mostPhotoBytes / 2])
  expect(await shown()).toEqual([true, true])
  await house.app.pools.owner.query(sizes, [made.id, mostPhotoBytes / 2 + 1])
  expect(await shown()).toEqual([true, false])
})

test('no transaction waits while a draft is drawn', async () => {
  const made = await give([bomb])
  const draft = receipts(noor).draft({ params: made.params })
  let done = false
  const drawing = draft.finally(() => {
    done = true
  })
  const seen: number[] = []
  while (!done) {
    const { rows } = await house.app.pools.owner.query(
      `select from pg_stat_activity where datname = current_database() and xact_start < clock_timestamp() - interval '150 ms' and pid <> pg_backend_pid()
        and state = 'idle in transaction'`,
    )
    seen.push(rows.length)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  expect(await wordsOf(await bytesOf(drawing))).toContain('CONCEPT')
  expect(seen.length).toBeGreaterThan(5)
  // On a busy machine one may wait for its turn; one that waits for the drawing does so all the while.
  expect(seen.filter((count) => count > 0).length).toBeLessThan(seen.length / 2)
}, 60_000)

test('is proven by the logbook without the program, and a changed byte is seen', async () => {
  const [made, other] = [await give([]), await give([])]
  for (const { params } of [made, other]) await sign(params)
  await house.settle()
  await house.happened()
  const save = async (name: string, bytes: Uint8Array) => {
    await writeFile(join(folder, name), bytes)
    return join(folder, name)
  }
  const pdf = await bytesOf(receipts(noor).receipt({ params: made.params }))
  const file = await save('receipt.pdf', pdf)
  const proof = await save('receipt.proof.json', Buffer.from(JSON.stringify(await receipts(noor).proof({ params: made.params }))))
  const others = await save('other.proof.json', Buffer.from(JSON.stringify(await receipts(noor).proof({ params: other.params }))))
  expect(await verifyProof(file, proof)).toMatchObject({
    ok: true,
    sha256: sha256(pdf),
    event: { name: 'devices.receiptMade', about: `handout/${made.id}` },
  })
  const changed = Uint8Array.from(pdf, (byte, at) => (at === 1000 ? byte ^ 1 : byte))
  expect(await verifyProof(await save('changed.pdf', changed), proof)).toMatchObject({ ok: false, why: expect.stringContaining('not the file') })
  expect(await verifyProof(file, others)).toMatchObject({ ok: false, why: expect.stringContaining('not the file') })
  const stranger = await house.member('reporter')
  for (const what of ['receipt', 'draft', 'proof'] as const)
    expect(await problem(receipts(stranger)[what]({ params: made.params }))).toBe('platform.notFound')
})

async function bytesOf(call: Promise<unknown>): Promise<Uint8Array> {
  return new Uint8Array((await call) as Buffer)
}
