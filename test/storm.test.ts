/** Many alarms at once, and one again and again: one case, with few transactions and few words. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Context } from '#platform/room.ts'
import { rightAgain, takeUp } from '#record/norms/casework/casework.ts'
import { normsDeviations } from '#record/norms/deviations/contract.ts'
import { deviationsUnder } from '#record/norms/deviations/reads.ts'
import { nothingSeen, overSeries, settle } from '#record/norms/series/series.ts'
import { appendSamples } from '#record/series/series.ts'
import { desk } from '#work/desk/contract.ts'
import { monitoringAlarms } from '#work/monitoring/alarms/contract.ts'
import { type AlarmsHouse, alarmsHouse } from './alarms.ts'

vi.setConfig({ testTimeout: 240_000 })

let on: AlarmsHouse
beforeAll(async () => {
  on = await alarmsHouse()
})
afterAll(() => on.house[Symbol.asyncDispose]())
const owner = () => on.house.app.pools.owner
const number = async (text: string): Promise<number> => Number((await owner().query<{ n: string }>(`select (${text})::text as n`)).rows[0]?.n)
/**
 * In how many transactions the cases heard of deviations: each moves the cursor of who follows them. Those of others who follow the logbook are left
 * out: how many theirs are depends on how fast the machine is.
 */
const heardIn = async (run: () => Promise<unknown>): Promise<number> => {
  await owner().query(`create table heard (name text);
    create function hear() returns trigger language plpgsql security definer as $$ begin insert into heard values (new.name); return null; end $$;
    create trigger hear after update of seq on subscription_cursor for each row
      when (new.seq > old.seq and new.name in ('norms: deviation to case', 'norms: right again to case')) execute function hear()`)
  await run()
  const heard = await number('select count(*) from heard')
  await owner().query('drop trigger hear on subscription_cursor; drop function hear; drop table heard')
  return heard
}
/** 500 at once are given to who takes many together, and each case that is opened ends a transaction. */
const few = 20
const cases = async () =>
  (await owner().query<{ number: number }>(`select distinct c.number from "case" c join norm_deviation d on d.case_id = c.id`)).rows
const notesOf = async (caseNumber: number | undefined) =>
  (await on.house.as(desk, on.engineer.token).case({ params: { id: `${caseNumber}` } })).entries.map(({ text }) => text)

const size = 2000
test('2,000 alarms at once are one case, in few transactions; so is their end', async () => {
  await owner().query(
    `insert into item (id, organisation_id, kind, state, class, name, tags, created_at, updated_at)
     select gen_random_uuid(), $1, 'server', 'live', 'inUse', 'ST-' || n, '{storm}', now(), now() from generate_series(1, $2::int) n`,
    [on.organisationId, size],
  )
  const { rows: things } = await owner().query<{ id: string; number: number }>(`select id, number from item where tags @> '{storm}'`)
  const give = (value: number) =>
    on.house.app.asSystem(async (ctx) => {
      const at = on.house.clock.now().getTime()
      const from = { organisationId: on.organisationId, name: 'storm' }
      const samples = things.map(({ id, number }) => ({ labels: { __name__: 'storm', item: `I-${number}`, id }, at, value }))
      await appendSamples(ctx, from, samples)
    })
  await give(0)
  await on.rule('storm', { kind: 'threshold', query: 'storm', op: '>', value: 0 }, { severity: 'critical' })
  await on.round()
  on.later(60)
  await give(1)
  expect(await on.round()).toMatchObject({ opened: size })
  const taken = await heardIn(() => on.house.settle())
  expect(taken).toBeGreaterThan(0)
  expect(taken).toBeLessThan(few)
  const [only, ...others] = await cases()
  expect(others).toEqual([])
  expect(await number('select count(*) from norm_deviation where case_id is null')).toBe(0)
  const counts = await on.house.as(monitoringAlarms, on.engineer.token).counts({ query: {} })
  expect(counts.open.critical).toBe(size)
  const opened = await notesOf(only?.number)
  expect(opened.filter((text) => text.includes('andere items'))).toHaveLength(1)
  // The next round looks as always.
  on.later(60)
  await give(0)
  expect(await on.round(false)).toMatchObject({ looked: size, ended: size })
  const ended = await heardIn(() => on.house.settle())
  expect(ended).toBeGreaterThan(0)
  expect(ended).toBeLessThan(few)
  const after = (await notesOf(only?.number)).slice(opened.length)
  // The first five, the 10th, 100th and 1,000th, and the last, which says that nothing is open any more.
  expect(after).toHaveLength(9)
  expect(after.filter((text) => text.includes('kan worden gesloten'))).not.toEqual([])
  await on.withdrawAll()
})

test('the same alarm 1,000 times is one case, told at 1, 10, 100 and 1,000', async () => {
  const host = await on.make('AGAIN', 'again')
  await on.rule('again', { kind: 'threshold', query: 'again', op: '>', value: 0 }, { severity: 'high' })
  const before = (await cases()).map((one) => one.number)
  const { app } = on.house
  const counted = await app.asSystem((ctx) => overSeries(ctx, on.organisationId))
  const expectation = counted.expectations[0]
  const item = expectation && counted.items.get(expectation.id)?.[0]
  if (!expectation || item?.id !== host.id) throw new Error('it counts for the item')
  const stands = (verdict: 'broken' | 'met', then: (ctx: Context, id: string) => Promise<unknown>) => {
    // Further apart than what counts as flapping.
    on.later(1800)
    return app.asSystem(async (ctx) => {
      const latest = () => deviationsUnder(ctx, { itemId: host.id }, { limit: 1 })
      await settle(ctx, [{ expectation, item, saw: { ...nothingSeen, verdict, evidenceAt: null } }], new Map())
      await then(ctx, (await latest())[0]?.id ?? '')
    })
  }
  const of = { organisationId: on.organisationId, severity: 'high' } as const
  for (let time = 0; time <= 1000; time++) {
    await stands('broken', (ctx, deviationId) => takeUp(ctx, [{ deviationId, ...of }]))
    await stands('met', (ctx, deviationId) => rightAgain(ctx, [deviationId]))
  }
  const made = (await cases()).filter((one) => !before.includes(one.number))
  expect(made).toHaveLength(1)
  const { case: shown } = await on.house.as(desk, on.engineer.token).case({ params: { id: `${made[0]?.number}` } })
  const about = await on.house.as(normsDeviations, on.engineer.token).onCase({ params: { id: shown.id } })
  expect(about).toMatchObject({ more: 0, items: [{ times: 1001, latest: { item: { id: host.id } } }] })
  expect(Date.parse(about.items[0]?.firstAt ?? '')).toBeLessThan(Date.parse(about.items[0]?.latest.openedAt ?? ''))
  const said = (await notesOf(made[0]?.number)).flatMap((text) => text.match(/: (één keer|[\d.]+ keer) herhaald/)?.[1] ?? [])
  expect(said).toEqual(['één keer', '10 keer', '100 keer', '1.000 keer'])
})
