/** The real program, killed while it hands out a trolley of thirty and while it makes the receipt: all of it or nothing, and the receipt comes by itself. */
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { items } from '#record/items/contract.ts'
import { people } from '#record/people/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { devicesHandout } from '#work/devices/handout/contract.ts'
import { devicesReceipt } from '#work/devices/handout/receipt/contract.ts'
import { devicesSigning } from '#work/devices/handout/signing/contract.ts'
import { type Credential, type Program, program } from './e2e/program.ts'
import { scribble } from './handouts.ts'
import { administrator } from './spil.ts'

const trolley = 30
const count = async (spil: Program, what: string) => Number((await spil.query<{ n: string }>(`select count(*) as n from ${what}`))[0]?.n)

/** Of a kind that is handed out from stock, so that thirty of them are ready at once. */
async function thirty(spil: Program, session: Credential, organisationId: string): Promise<string[]> {
  const ids: string[] = []
  for (let n = 1; n <= trolley; n++) {
    const body = { organisationId, kind: 'iot', name: `Meter ${n}`, state: 'stock' }
    ids.push((await spil.as(items, session).createItem({ body })).id)
  }
  return ids
}

test('killed in the middle of a hand-out, and between signature and receipt', async () => {
  await using spil = await program()
  const session = await spil.signIn(administrator.email, administrator.password)
  const organisationId = (await spil.as(people, session).me()).roles[0]?.organisationId ?? ''
  const ids = await thirty(spil, session, organisationId)
  const { id: receiverId } = await spil
    .as(directory, session)
    .createPerson({ body: { name: 'Noor', email: 'noor@linde.example', organisationId, roles: ['reporter'] } })
  const handouts = () => spil.as(devicesHandout, session)
  const wish = { organisationId, receiverId, items: ids.map((itemId) => ({ itemId, accessories: [{ name: 'Hoes' }] })) }
  // Further into the work each time; the last time it is done before it is killed.
  let killed = 0
  for (const patience of [30, 120, 300, 10_000]) {
    const answer = handouts()
      .handOut({ body: wish })
      .then(
        (made) => made.number,
        () => undefined,
      )
    await Promise.race([answer, sleep(patience)])
    await spil.kill9()
    const number = await answer
    const [receipts, given, moved, told] = await Promise.all([
      count(spil, 'handout'),
      count(spil, 'handout_item'),
      count(spil, `item where state = 'inUse'`),
      count(spil, `event where name = 'devices.handedOut'`),
    ])
    const all = [1, trolley, trolley, 1]
    expect([all, [0, 0, 0, 0]]).toContainEqual([receipts, given, moved, told])
    expect(await count(spil, 'item_user')).toBe(given)
    if (number !== undefined) expect(receipts).toBe(1)
    await spil.start()
    if (receipts === 1) break
    killed++
  }
  expect(killed).toBeGreaterThan(0)

  const [made] = (await handouts().handouts()).items
  const params = { id: made?.id ?? '' }
  await spil.as(devicesSigning, session).signHere({ params, body: { signature: scribble, declared: true } })
  await spil.kill9()
  expect(await count(spil, 'handout where signed_at is not null')).toBe(1)
  await spil.start()
  const receipt = async () => (await handouts().handout({ params })).receipt
  await expect.poll(receipt, { timeout: 60_000, interval: 200 }).not.toBeNull()
  const pdf = new Uint8Array((await spil.as(devicesReceipt, session).receipt({ params })) as ArrayBuffer)
  expect(createHash('sha256').update(pdf).digest('hex')).toBe((await receipt())?.sha256)
  expect(await count(spil, `event where name = 'devices.receiptMade'`)).toBe(1)
}, 300_000)
