/** Work that comes back: the turns for any zone and rule, and the story through HTTP with the clock turned on. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { instantOf, textOf, wallFrom, wallOf } from '#platform/clock.ts'
import { usualWeek } from '#record/cases/contract.ts'
import { items } from '#record/items/contract.ts'
import { findItem, removeItems } from '#record/items/items.ts'
import { itemLinking } from '#record/items/linking/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '../contract.ts'
import { deskRecurring } from './contract.ts'
import { dealWith, type Timing, turnsAfter } from './rules.ts'

const amsterdam = 'Europe/Amsterdam'
const hours = { timeZone: amsterdam, week: usualWeek }
const timing = (given: Partial<Timing>): Timing => ({
  starts: '2026-03-27T08:00',
  timeZone: amsterdam,
  rrule: 'FREQ=DAILY',
  endsOn: null,
  leadHours: 0,
  closedDays: 'keep',
  ...given,
})
const wall = (text: string) => wallFrom(text) ?? new Date(0)
const atOf = (given: Partial<Timing>, most = 4) => turnsAfter(timing(given), hours, wall('2026-01-01T00:00'), most).map(({ at }) => at.toISOString())

describe('turns', () => {
  test('08:00 stays 08:00 across both changes; an hour that is not there moves on, one that comes twice counts once', () => {
    expect(atOf({})).toEqual(['2026-03-27T07:00:00.000Z', '2026-03-28T07:00:00.000Z', '2026-03-29T06:00:00.000Z', '2026-03-30T06:00:00.000Z'])
    expect(atOf({ starts: '2026-03-28T02:30' }, 3)).toEqual(['2026-03-28T01:30:00.000Z', '2026-03-29T01:30:00.000Z', '2026-03-30T00:30:00.000Z'])
    expect(atOf({ starts: '2026-10-24T02:30' }, 3)).toEqual(['2026-10-24T00:30:00.000Z', '2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z'])
  })
  test('closed days: kept, skipped, moved to before or after; the end date is the last day', () => {
    const saturday = { starts: '2026-03-28T09:00', rrule: 'FREQ=WEEKLY' }
    const days = (closedDays: Timing['closedDays']) => atOf({ ...saturday, closedDays }, 2).map((at) => at.slice(0, 10))
    expect(days('keep')).toEqual(['2026-03-28', '2026-04-04'])
    expect(days('skip')).toEqual([])
    expect(days('before')).toEqual(['2026-03-27', '2026-04-03'])
    expect(days('after')).toEqual(['2026-03-30', '2026-04-06'])
    expect(atOf({ endsOn: '2026-03-28' })).toHaveLength(2)
    expect(atOf({ rrule: null })).toHaveLength(1)
    expect(turnsAfter(timing({ leadHours: 24 }), hours, wall('2026-01-01T00:00'), 1)[0]?.makeAt.toISOString()).toBe('2026-03-26T07:00:00.000Z')
  })
  test('the last Friday of the month, and the 31st only where there is one', () => {
    expect(atOf({ starts: '2026-01-01T08:00', rrule: 'FREQ=MONTHLY;BYDAY=-1FR' }, 3).map((at) => at.slice(0, 10))).toEqual([
      '2026-01-30',
      '2026-02-27',
      '2026-03-27',
    ])
    expect(atOf({ starts: '2026-01-31T08:00', rrule: 'FREQ=MONTHLY' }, 3).map((at) => at.slice(0, 10))).toEqual([
      '2026-01-31',
      '2026-03-31',
      '2026-05-31',
    ])
  })
})

describe('turns of any rule in any zone', () => {
  const zone = fc.constantFrom(amsterdam, 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC')
  const minute = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }).map((at) => new Date(Math.floor(at / 60_000) * 60_000))
  test('an instant and its wall time are each other, except where an hour comes twice: then it is the first', () => {
    fc.assert(
      fc.property(zone, minute, (where, at) => {
        const found = instantOf(wallOf(at, where), where)
        expect(found.getTime()).toBeLessThanOrEqual(at.getTime())
        expect(wallOf(found, where)).toEqual(wallOf(at, where))
        expect(at.getTime() - found.getTime()).toBeLessThanOrEqual(2 * 3_600_000)
      }),
      { numRuns: 1000 },
    )
  })
  test('going on from any turn gives the same turns as asking for all at once', () => {
    const rule = fc.constantFrom('FREQ=DAILY;INTERVAL=3', 'FREQ=WEEKLY;BYDAY=MO,TH', 'FREQ=MONTHLY;BYMONTHDAY=1,15', 'FREQ=YEARLY;BYMONTH=3,10')
    fc.assert(
      fc.property(
        zone,
        rule,
        minute,
        fc.constantFrom('keep' as const, 'skip' as const, 'before' as const, 'after' as const),
        (where, rrule, from, closedDays) => {
          const one = timing({ timeZone: where, rrule, closedDays, starts: textOf(from) })
          const begin = new Date(from.getTime() - 60_000)
          const all = turnsAfter(one, hours, begin, 6)
          const stepped = []
          for (let after = begin; stepped.length < all.length; ) {
            const [next] = turnsAfter(one, hours, after, 1)
            if (!next) break
            stepped.push(next)
            after = wall(next.turn)
          }
          expect(stepped).toEqual(all)
          expect(new Set(all.map(({ turn }) => turn)).size).toBe(all.length)
        },
      ),
      { numRuns: 150 },
    )
  })
  test('after a standstill: the last is made once, or what is late is skipped', () => {
    const due = turnsAfter(timing({}), hours, wall('2026-01-01T00:00'), 4)
    const now = new Date('2026-03-30T12:00:00Z')
    expect(dealWith(due, 'once', now)).toEqual({ make: due[3], missed: due.slice(0, 3) })
    expect(dealWith(due.slice(0, 2), 'skip', now)).toEqual({ make: undefined, missed: due.slice(0, 2) })
    expect(dealWith(due, 'skip', now)).toEqual({ make: due[3], missed: due.slice(0, 3) })
  })
})

let app: Spil
let bea: Member
let anna: Member
beforeAll(async () => {
  app = await spil()
  bea = await app.administrator()
  anna = await app.member('engineer', { name: 'Anna' })
})
afterAll(() => app[Symbol.asyncDispose]())
const nl = { 'accept-language': 'nl' }
const by = (who: Member) => app.as(deskRecurring, who.token, nl)
const at = (who: Member) => app.as(desk, who.token, nl)
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => (error instanceof ProblemError ? error.problem.type : error),
  )
const template = (title: string) => ({ kind: 'task' as const, title, tasks: ['Filter schoon', 'Getest'], minutes: 90 })
/** Local wall time so many hours from now. */
const inHours = (n: number) => textOf(wallOf(new Date(app.clock.now().getTime() + n * 3_600_000), amsterdam))
async function later(n: number) {
  app.clock.set(new Date(app.clock.now().getTime() + n * 3_600_000))
  await app.settle()
}
const casesCalled = async (title: string) => (await at(bea).cases({ query: { search: title } })).items

test('shown before it is saved, made at its moment with tasks and why, linked to the open one before; paused; ended', async () => {
  const { organisationId } = bea
  const when = { starts: inHours(2), rrule: 'FREQ=DAILY', timeZone: amsterdam }
  const preview = await by(anna).preview({ body: { organisationId, ...when } })
  expect(preview.turns).toHaveLength(10)
  const made = await by(bea).addSchedule({ body: { organisationId, name: 'Luchtfilters', template: template('Luchtfilters reinigen'), ...when } })
  expect(made.next).toEqual(preview.turns[0])
  await app.settle()
  expect(await casesCalled('Luchtfilters')).toEqual([])
  await later(3)
  await app.settle()
  const [first] = await casesCalled('Luchtfilters')
  expect(first).toMatchObject({ kind: 'task', state: 'new', channel: 'schedule', reporter: { id: bea.id } })
  const history = await at(bea).history({ params: { id: first?.id ?? '' } })
  expect(history.items.map(({ text }) => text).join('\n')).toContain(
    `Gemaakt volgens planning: Luchtfilters, voor ${when.starts.slice(0, 10)}. Verwachte duur: 90 minuten`,
  )
  await later(24)
  const both = await casesCalled('Luchtfilters')
  expect(both).toHaveLength(2)
  const second = both.find(({ id }) => id !== first?.id)
  expect((await at(bea).case({ params: { id: second?.id ?? '' } })).links).toMatchObject([{ number: first?.number, kind: 'follows' }])
  const { items } = await by(bea).schedules({ query: { organisationId } })
  expect(items).toMatchObject([{ made: 2, last: { number: second?.number, open: true } }])
  const { id, version, organisationId: _o, next: _n, made: _m, last: _l, ...fields } = items[0] ?? made
  await by(bea).changeSchedule({ params: { id }, body: { ...fields, version, active: false } })
  expect(await refused(by(bea).changeSchedule({ params: { id }, body: { ...fields, version, active: false } }))).toBe('desk.recurring.changed')
  await later(48)
  expect(await casesCalled('Luchtfilters')).toHaveLength(2)
  // What was due while it was paused is over.
  await by(bea).changeSchedule({ params: { id }, body: { ...fields, version: version + 1, active: true } })
  await app.settle()
  expect(await casesCalled('Luchtfilters')).toHaveLength(2)
  await by(bea).removeSchedule({ params: { id } })
  await later(48)
  expect(await casesCalled('Luchtfilters')).toHaveLength(2)
})

test('after a standstill the last one is made once; with an open one before it waits and the open one is told; a period shows it all', async () => {
  const { organisationId } = bea
  const base = { organisationId, starts: inHours(1), rrule: 'FREQ=DAILY', timeZone: amsterdam }
  await by(bea).addSchedule({ body: { ...base, name: 'Inhalen', template: template('Inhaalwerk') } })
  await by(bea).addSchedule({ body: { ...base, name: 'Ophouden', previous: 'hold', template: template('Ophoudwerk') } })
  await by(bea).addSchedule({ body: { ...base, name: 'Overslaan', missed: 'skip', template: template('Overslawerk') } })
  const from = inHours(0).slice(0, 10)
  await later(73)
  expect(await casesCalled('Inhaalwerk')).toHaveLength(1)
  expect(await casesCalled('Overslawerk')).toHaveLength(1)
  const [held] = await casesCalled('Ophoudwerk')
  await later(24)
  expect(await casesCalled('Ophoudwerk')).toHaveLength(1)
  expect((await at(bea).case({ params: { id: held?.id ?? '' } })).entries.map(({ text }) => text).join()).toContain(
    'De volgende keer van Ophouden is gekomen',
  )
  const { items } = await by(anna).planned({ query: { organisationId, from, until: inHours(48).slice(0, 10) } })
  const states = (name: string) => items.filter((one) => one.name === name).map(({ state }) => state)
  expect(states('Inhalen').slice(0, 5)).toEqual(['missed', 'missed', 'missed', 'made', 'made'])
  expect(states('Ophouden').slice(0, 5)).toEqual(['missed', 'missed', 'missed', 'made', 'held'])
  expect(states('Inhalen').at(-1)).toBe('planned')
})

test('what never comes, does not exist or comes more than once a day is refused', async () => {
  const { organisationId } = bea
  const body = { organisationId, name: 'x', template: template('x'), starts: '2020-01-01T08:00' }
  expect(await refused(by(bea).addSchedule({ body }))).toBe('desk.recurring.never')
  expect(await refused(by(bea).addSchedule({ body: { ...body, starts: '2031-02-30T08:00' } }))).toBe('desk.recurring.date')
  expect(await refused(by(bea).addSchedule({ body: { ...body, rrule: 'FREQ=HOURLY' } }))).toBe('platform.invalid')
  expect(await refused(by(bea).addSchedule({ body: { ...body, timeZone: 'Mars/Base', rrule: 'FREQ=DAILY' } }))).toBe('desk.recurring.zone')
  expect(await refused(by(anna).addSchedule({ body: { ...body, rrule: 'FREQ=DAILY' } }))).toBe('platform.notAllowed')
})

test('a schedule about items: each case it makes is about them; what left the register is left out, and its plan can be asked of an item', async () => {
  const { organisationId } = bea
  const register = app.as(items, bea.token)
  const ups = await register.createItem({ body: { kind: 'server', name: 'UPS-01', state: 'live' } })
  const other = await register.createItem({ body: { kind: 'server', name: 'UPS-02', state: 'live' } })
  const when = { starts: inHours(2), rrule: 'FREQ=MONTHLY;INTERVAL=3', timeZone: amsterdam }
  const about = { ...template('Accutest UPS'), itemIds: [ups.id, other.id] }
  const strange = { ...about, itemIds: [ups.id, organisationId] }
  expect(await refused(by(bea).addSchedule({ body: { organisationId, name: 'Accu', template: strange, ...when } }))).toBe('desk.recurring.noSuchItem')
  const made = await by(bea).addSchedule({ body: { organisationId, name: 'Accu', template: about, ...when } })
  expect(made.template.itemIds).toEqual([ups.id, other.id])
  const day = (n: number) => new Date(app.clock.now().getTime() + n * 86_400_000).toISOString().slice(0, 10)
  const plan = async (itemId: string) =>
    (await by(anna).planned({ query: { organisationId, from: day(-1), until: day(95), itemId } })).items.map(({ name, items: about }) => [
      name,
      about.length,
    ])
  expect(await plan(ups.id)).toContainEqual(['Accu', 2])
  expect(await plan(made.id)).toEqual([])
  await app.app.asSystem(async (ctx) => {
    const row = await findItem(ctx, other.id)
    if (row) await removeItems(ctx, [row])
  })
  await later(3)
  const [found] = await casesCalled('Accutest')
  const linked = await app.as(itemLinking, bea.token).caseItems({ params: { caseId: found?.id ?? '' } })
  expect(linked.items.map(({ name }) => name)).toEqual(['UPS-01'])
})
