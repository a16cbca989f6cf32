/** The real program, killed while one text goes to more than a hundred reporters: each gets it exactly once, and so do their cases. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { desk } from '#work/desk/contract.ts'
import { deskMajor } from '#work/desk/major/contract.ts'
import { theAdministrator } from './e2e/cast.ts'
import { program } from './e2e/program.ts'

const many = 120
const text = 'De leverancier is onderweg.'

test('killed twice while one text goes to all: nothing lost, nothing twice', async () => {
  await using spil = await program()
  const bea = await theAdministrator(spil)
  const cases = spil.as(desk, bea.session)
  const report = (n: number) =>
    cases.createCase({
      body: {
        ...{ kind: 'incident', title: `Geen internet ${n}`, impact: 'person', urgency: 'normal', channel: 'phone' },
        reporter: { name: `Melder ${n}`, email: `melder${n}@linde.example` },
      },
    })
  const numbers: string[] = []
  for (let n = 0; n <= many; n++) numbers.push((await report(n)).number)
  const [parent = '', ...children] = numbers
  const majors = spil.as(deskMajor, bea.session)
  const params = { id: parent }
  await majors.declare({ params, body: { reason: 'Het hele gebouw' } })
  expect(await majors.addChildren({ params, body: { cases: children } })).toMatchObject({ done: many })
  const done = async () => (await spil.query<{ n: number }>('select count(*)::int as n from major_recipient where done_at is not null'))[0]?.n ?? 0
  await majors.writeUpdate({ params, body: { text } })
  for (const enough of [1, many / 2]) {
    while ((await done()) < enough) await sleep(5)
    await spil.kill9()
    await spil.start()
  }
  const until = performance.now() + 60_000
  while ((await done()) < many + 1 && performance.now() < until) await sleep(100)
  const said = await spil.query<{ n: number }>('select count(*)::int as n from entry where text = $1 group by case_id', [text])
  expect(said.map(({ n }) => n)).toEqual(Array.from({ length: many + 1 }, () => 1))
  const mailed = await spil.query<{ n: number }>(
    `select count(*)::int as n from outgoing_mail where content->>'text' like '%' || $1 || '%' group by recipients->'to'->0->>'address'`,
    [text],
  )
  expect(mailed.map(({ n }) => n)).toEqual(Array.from({ length: many + 1 }, () => 1))
  const { major } = await majors.majorOf({ params })
  expect(major?.texts[0]).toMatchObject({ total: many + 1, done: many + 1, refused: 0, finishedAt: expect.any(String) })
}, 180_000)
