/** The real program, killed while it works through many cases, fires rules and makes what comes back: nothing is lost, nothing done twice. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { people } from '#record/people/contract.ts'
import { deskBulk } from '#work/desk/bulk/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { deskRecurring } from '#work/desk/recurring/contract.ts'
import { deskRuling } from '#work/desk/ruling/contract.ts'
import { type Program, program } from './e2e/program.ts'
import { administrator } from './spil.ts'

const many = 60
const count = async (spil: Program, text: string) => Number((await spil.query<{ n: string }>(text))[0]?.n)
/** Killed as soon as so many are there, and started again. */
async function killAt(spil: Program, text: string, enough: number): Promise<void> {
  while ((await count(spil, text)) < enough) await sleep(5)
  await spil.kill9()
  await spil.start()
}

test('killed in the middle: every case of a bulk action once, every rule once per event, every turn once', async () => {
  await using spil = await program()
  const session = await spil.signIn(administrator.email, administrator.password)
  const organisationId = (await spil.as(people, session).organisations()).items[0]?.id ?? ''
  await spil.as(deskRuling, session).addRule({
    body: {
      organisationId,
      name: 'bij melding',
      when: { event: 'opened' },
      condition: { match: 'all', conditions: [] },
      actions: [{ do: 'entry', visibility: 'internal', text: 'Zaak {number}' }],
    },
  })
  const ids: string[] = []
  for (let n = 0; n < many; n++) {
    const body = { kind: 'incident', title: `Zaak ${n}`, impact: 'person', urgency: 'normal', organisationId } as const
    ids.push((await spil.as(desk, session).createCase({ body })).id)
  }
  await killAt(spil, 'select count(*) as n from ruling_firing', many / 3)
  // Besides these there is the case that says that one address got too many receipts.
  const ours = `join "case" c on c.id = case_id where c.title like 'Zaak %'`
  const firings = `select count(*) as n from ruling_firing ${ours}`
  await expect.poll(() => count(spil, firings), { timeout: 60_000 }).toBe(many)
  expect(await count(spil, `select count(*) as n from entry ${ours} and entry.text like 'Zaak C-%'`)).toBe(many)

  const begun = await spil.as(deskBulk, session).begin({ body: { action: { do: 'priority', priority: 'high', reason: 'Bulk' }, ids } })
  const done = `select count(*) as n from bulk_item where state = 'done'`
  await killAt(spil, done, 20)
  await expect.poll(async () => (await spil.as(deskBulk, session).bulk({ params: { id: begun.id } })).state, { timeout: 60_000 }).toBe('done')
  expect(await count(spil, done)).toBe(many)
  // Each told once that it was part of it, and changed once.
  expect(await count(spil, `select count(*) as n from case_explanation where source = 'bulk'`)).toBe(many)
  expect(await count(spil, `select count(*) as n from "case" where priority = 'high' and version = 2`)).toBe(many)

  for (let n = 0; n < 20; n++)
    await spil.as(deskRecurring, session).addSchedule({
      body: { organisationId, name: `Werk ${n}`, template: { kind: 'task', title: `Terug ${n}` }, starts: '2031-03-28T08:00', rrule: 'FREQ=DAILY' },
    })
  await spil.clock(new Date('2031-03-28T07:30:00Z'))
  await killAt(spil, `select count(*) as n from schedule_turn`, 5)
  await spil.clock(new Date('2031-03-28T07:31:00Z'))
  await expect.poll(() => count(spil, `select count(*) as n from "case" where channel = 'schedule'`), { timeout: 120_000 }).toBe(20)
  expect(await count(spil, 'select count(*) as n from schedule_turn')).toBe(20)
}, 300_000)
