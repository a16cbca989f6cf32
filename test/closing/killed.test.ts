/** The real program, killed while it reminds and closes: started again, each case was reminded of once and closed once. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { people } from '#record/people/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { program } from '../e2e/program.ts'
import { administrator } from '../spil.ts'

const many = 40

test('killed while reminders go out and while cases close: each exactly once', async () => {
  await using spil = await program()
  const session = await spil.signIn(administrator.email, administrator.password)
  const organisationId = (await spil.as(people, session).organisations()).items[0]?.id ?? ''
  const work = spil.as(desk, session)
  for (let n = 0; n < many; n++) {
    const { id, version } = await work.createCase({
      body: {
        kind: 'incident',
        title: `zaak ${n}`,
        impact: 'person',
        urgency: 'low',
        organisationId,
        reporter: { name: `P ${n}`, email: `p${n}@linde.example` },
      },
    })
    await work.solve({ params: { id }, body: { version, done: 'Dit', tested: 'Zo' } })
  }
  const count = async (where: string) => (await spil.query<{ n: number }>(`select count(*)::int as n from ${where}`))[0]?.n ?? 0
  const reminded = `event where name = 'cases.reminded'`
  const closed = `"case" where state = 'closed'`
  const killedWhile = async (days: number, what: string) => {
    await spil.clock(new Date(Date.now() + days * 86_400_000))
    while ((await count(what)) === 0) await sleep(5)
    await spil.kill9()
    const before = await count(what)
    await spil.start()
    await spil.clock(new Date(Date.now() + days * 86_400_000 + 600_000))
    await expect.poll(() => count(what), { timeout: 60_000, interval: 200 }).toBe(many)
    return before
  }
  const mails = (words: string) => count(`outgoing_mail where content->>'text' like '%${words}%'`)
  await killedWhile(8, reminded)
  // Who has not been mailed when their case closes is mailed about that only.
  await expect.poll(() => mails('maar wij hebben nog niets van u gehoord'), { timeout: 60_000, interval: 200 }).toBe(many)
  await killedWhile(25, closed)
  await expect.poll(() => mails('Wij hebben niets van u gehoord'), { timeout: 60_000, interval: 200 }).toBe(many)
  expect(await count(reminded)).toBe(many)
  expect(await mails('maar wij hebben nog niets van u gehoord')).toBe(many)
  expect(await count(`event where name = 'cases.moved' and data->>'move' = 'close'`)).toBe(many)
}, 180_000)
