/** A thousand clocks of which a step is due in the same minute, and the program killed in that minute: the real program in a process of its own. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Step, usualAgreement } from '#record/cases/clocks/contract.ts'
import { access } from '#record/people/access/contract.ts'
import { deskClocks } from '#work/desk/clocks/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { type Program, program } from './e2e/program.ts'
import { administrator } from './spil.ts'

const cases = 1000
const solved = 40

/** Monday nine o'clock in Amsterdam, of the week after this one: hours in which people work. */
function monday(): Date {
  const now = new Date()
  const days = ((8 - now.getUTCDay()) % 7) + 7
  const at = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + days, 8))
  const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Amsterdam', hour: '2-digit', hourCycle: 'h23' }).format(at))
  return new Date(at.getTime() - (hour - 9) * 3_600_000)
}
const fallen = async (spil: Program) => Number((await spil.query<{ count: string }>('select count(*) from clock_step'))[0]?.count)

async function eight(count: number, run: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (next < count) await run(next++)
    }),
  )
}

test('1,000 steps in one minute fall once each, also when the server is killed in that minute; a clock that stopped lets none fall', async () => {
  await using spil = await program()
  const start = monday()
  await spil.clock(start)
  // A week from now the second step of signing in would be required.
  await spil.query('update membership set granted_at = $1', [start])
  const session = await spil.signIn(administrator.email, administrator.password)
  const { token } = await spil.as(access, session).createToken({ body: { name: 'ladder' } })
  const clocks = spil.as(deskClocks, { token })
  const [first] = (await clocks.agreements({ query: { organisationId: (await organisationOf(spil)) ?? '' } })).items
  if (!first) throw new Error('there is a first agreement')
  const step: Step = { key: 'half', when: { by: 'percent', percent: 50 }, action: 'notify', to: 'lead', teamId: null, personId: null }
  const targets = usualAgreement().targets.map((target) => (target.kind === 'solution' ? { ...target, ladder: [step] } : target))
  const { organisationId, version } = first
  await clocks.changeAgreement({ params: { id: first.id }, body: { organisationId, version, body: { ...usualAgreement(), targets } } })

  const work = spil.as(desk, { token })
  const ids: string[] = []
  const body = { kind: 'incident', title: 'Stroom weg', impact: 'organisation', urgency: 'high' } as const
  await eight(cases + solved, async (n) => {
    const { id } = await work.createCase({ body })
    if (n < solved) await work.solve({ params: { id }, body: { version: 1, done: 'Zekering', tested: 'Licht' } })
    else ids.push(id)
  })
  // Critical is four hours: half of it has gone two hours after the last one was opened. All of them are due by then.
  await spil.clock(new Date(start.getTime() + 2 * 3_600_000 + 180_000))
  while ((await fallen(spil)) === 0) await sleep(2)
  await spil.kill9()
  const before = await fallen(spil)
  expect(before).toBeGreaterThan(0)
  expect(before).toBeLessThan(cases)

  await spil.start()
  await spil.clock(new Date(start.getTime() + 2 * 3_600_000 + 240_000))
  await expect.poll(() => fallen(spil), { timeout: 100_000, interval: 500 }).toBe(cases)
  await expect.poll(async () => (await spil.query('select 1 from unsealed limit 1')).length, { timeout: 30_000 }).toBe(0)
  const told = async () =>
    await spil.query<{ id: string; times: string }>(`select case_id as id, count(*) as times from notice where kind = 'stepFell' group by 1`)
  await expect.poll(async () => (await told()).length, { timeout: 60_000, interval: 500 }).toBe(cases)
  const events = await spil.query<{ id: string; times: string }>(
    `select data->>'caseId' as id, count(*) as times from event where name = 'cases.stepFell' group by 1`,
  )
  const once = (rows: { id: string; times: string }[]) =>
    rows
      .filter(({ times }) => Number(times) === 1)
      .map(({ id }) => id)
      .sort()
  expect(once(events)).toEqual([...ids].sort())
  expect(once(await told())).toEqual([...ids].sort())
}, 300_000)

async function organisationOf(spil: Program): Promise<string | undefined> {
  return (await spil.query<{ id: string }>('select id from organisation where own'))[0]?.id
}
