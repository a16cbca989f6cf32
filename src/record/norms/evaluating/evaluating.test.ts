/** Two who look at once, facts that come in between, a crash, an item that goes, an expectation that is withdrawn: none lost, none doubled. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Context } from '#platform/room.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { itemRemoved, items } from '../../items/contract.ts'
import { itemFacts } from '../../items/facts/contract.ts'
import { itemKinds } from '../../items/kinds/contract.ts'
import { norms } from '../contract.ts'
import { normsDeviations } from '../deviations/contract.ts'
import { lookAtDue } from './evaluating.ts'
import { markItem } from './store.ts'

// Each step waits until everything that follows from it has happened.
vi.setConfig({ testTimeout: 240_000 })

let house: Spil
let lead: Member
let made = 0
beforeAll(async () => {
  house = await spil()
  lead = await house.member(['lead', 'engineer'])
})
afterAll(() => house[Symbol.asyncDispose]())

async function story(wish: { kind?: string; recovery?: number; classes?: 'inUse'[] } = {}) {
  const tag = `t${made++}`
  const { kind = 'server', recovery = 0, classes = [] } = wish
  const { id, version } = await house.as(items, lead.token).createItem({ body: { kind, name: tag, state: 'live', tags: [tag] } })
  const of = house.as(norms, lead.token)
  const rule = { title: tag, condition: `fact["${tag}"]`, severity: 'low' as const, recovery, scope: { tags: [tag], classes } }
  const draft = await of.addExpectation({ body: { organisationId: lead.organisationId, rule } })
  const expectation = await of.publishExpectation({ params: { id: draft.id }, body: { version: draft.version } })
  await house.settle()
  return { tag, id, version, expectation }
}
type Story = Awaited<ReturnType<typeof story>>
const say = ({ id, tag }: Story, value: boolean) =>
  house.as(itemFacts, lead.token).addFacts({ params: { id }, body: [{ key: tag, value, observedAt: house.clock.now().toISOString() }] })
const withdraw = ({ expectation: { id, version } }: Story) => house.as(norms, lead.token).withdrawExpectation({ params: { id }, body: { version } })
/** As a room above will remove it. */
async function remove({ id }: Story): Promise<void> {
  const { rows } = await house.app.pools.owner.query<{ number: number }>('delete from item where id = $1 returning number', [id])
  const data = { itemId: id, number: rows[0]?.number ?? 0, kind: 'server' }
  await house.app.asSystem((ctx) => ctx.emit(itemRemoved, { about: `item/${id}`, organisationId: lead.organisationId, data }))
}
const leave = ({ id, version }: Story) => house.as(items, lead.token).changeItem({ params: { id }, body: { version, tags: [] } })

interface Kept {
  open: boolean
  ended: string | null
  overlaps: boolean
}
/** Every deviation of it, oldest first, and the events about them. */
async function whatHappened({ id, expectation }: Story) {
  const { owner } = house.app.pools
  const { rows: deviations } = await owner.query<Kept>(
    `select until_at is null as open, ended, coalesce(lag(coalesce(until_at, 'infinity')) over (order by opened_at, until_at nulls last) > from_at, false) as overlaps
     from norm_deviation where expectation_id = $1 order by opened_at, until_at nulls last`,
    [expectation.id],
  )
  const { rows: events } = await owner.query<{ name: string; count: number }>(
    `select name, count(*)::int as count from event where about = $1 and name like 'norms.deviation%' group by name`,
    [`item/${id}`],
  )
  const count = (name: string) => events.find((one) => one.name === name)?.count ?? 0
  return { deviations, opened: count('norms.deviationOpened'), ended: count('norms.deviationEnded') }
}
/** Each opened once and ended once, one after the other, and as told. */
async function sound(one: Story, broken: boolean): Promise<void> {
  const { deviations, opened, ended } = await whatHappened(one)
  expect(deviations.filter(({ open }) => open)).toHaveLength(broken ? 1 : 0)
  expect(deviations.filter(({ overlaps }) => overlaps)).toEqual([])
  expect({ opened, ended }).toEqual({ opened: deviations.length, ended: deviations.length - (broken ? 1 : 0) })
}

/** Looks, and does something else before it commits; or does not commit. */
async function lookWhile(during: () => Promise<unknown>, crash: boolean): Promise<void> {
  let meanwhile: Promise<unknown> = Promise.resolve()
  const look = house.app.asSystem(async (ctx: Context) => {
    await lookAtDue(ctx, 50)
    // It may have to wait for us, so we do not wait for it for long.
    meanwhile = during()
    await Promise.race([meanwhile.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 40))])
    if (crash) throw new Error('crash')
  })
  await look.catch((error: Error) => expect(error.message).toBe('crash'))
  await meanwhile
}
const mark = ({ id }: Story) => house.app.asSystem((ctx) => markItem(ctx.db, id, ctx.now))

const step = fc.record({
  say: fc.option(fc.boolean(), { nil: null }),
  /** What happens while somebody looks. */
  during: fc.constantFrom('nothing', 'good', 'bad', 'look', 'mark'),
  crash: fc.boolean(),
  settle: fc.boolean(),
})
test('however facts, looks and crashes fall between each other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 7 }), async (steps) => {
      const one = await story()
      let last: boolean | null = null
      for (const { say: value, during, crash, settle } of steps) {
        if (value !== null) await say(one, value)
        if (value !== null) last = value
        await mark(one)
        await lookWhile(async () => {
          if (during === 'good' || during === 'bad') await say(one, during === 'good')
          if (during === 'look') await house.app.asSystem((ctx) => lookAtDue(ctx, 50))
          if (during === 'mark') await mark(one)
        }, crash)
        if (during === 'good' || during === 'bad') last = during === 'good'
        house.clock.set(new Date(house.clock.now().getTime() + 3_700_000))
        if (settle) await house.settle()
      }
      await house.settle()
      await sound(one, last === false)
      await withdraw(one)
      await house.settle()
      await sound(one, false)
    }),
    { numRuns: 12, endOnFailure: true },
  )
})

test.each([
  ['the expectation is withdrawn', withdraw, 'withdrawn'],
  ['the item is removed', remove, 'outOfScope'],
  ['the item leaves the scope', leave, 'outOfScope'],
] as const)('while somebody looks %s', async (_, deed, ended) => {
  for (const crash of [false, true]) {
    const one = await story()
    // Once with a deviation that opens in that very look, once with one that is open already.
    for (const settle of crash ? [true] : [false]) {
      await say(one, false)
      if (settle) await house.settle()
      await mark(one)
      await lookWhile(() => deed(one), crash)
      await house.settle()
    }
    await sound(one, false)
    const { deviations } = await whatHappened(one)
    expect(deviations.every((deviation) => deviation.ended === ended)).toBe(true)
  }
})

test('a state that becomes of another class takes what is in it out of the scope, and back', async () => {
  const one = await story({ kind: 'application', classes: ['inUse'] })
  await say(one, false)
  await house.settle()
  await sound(one, true)
  const of = house.as(itemKinds, lead.token)
  const { organisationId } = lead
  const found = (await of.kinds({ params: { organisationId } })).items.find(({ key }) => key === 'application')
  if (!found) throw new Error('there is no such kind')
  const { names, plural, attributes, active } = found
  const states = found.states.map((state) => (state.key === 'live' ? { ...state, required: [], class: 'outOfUse' as const } : state))
  const params = { organisationId, key: 'application' }
  await of.saveKind({ params, body: { version: found.version, kind: { names, plural, states, attributes, active } } })
  await house.settle()
  await sound(one, false)
  expect((await whatHappened(one)).deviations).toMatchObject([{ ended: 'outOfScope' }])
  await of.resetKind({ params })
  await house.settle()
  await sound(one, true)
  await withdraw(one)
  await house.settle()
})

test('what ended before somebody looked ended with what was observed then', async () => {
  const one = await story({ recovery: 10 })
  await say(one, false)
  await house.settle()
  await say(one, true)
  await house.settle()
  house.clock.set(new Date(house.clock.now().getTime() + 3_600_000))
  await say(one, false)
  await house.settle()
  const { items: all } = await house.as(normsDeviations, lead.token).deviations({ query: { itemId: one.id } })
  expect(all).toMatchObject([
    { until: null, observed: { facts: [{ value: false }] } },
    { ended: 'right', observed: { facts: [{ value: false }] }, rightAgain: { facts: [{ value: true }] } },
  ])
  await withdraw(one)
  await house.settle()
})
