import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { items } from '#record/items/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { devicesHandout } from '../handout/contract.ts'
import { devicesProvisioning } from '../provisioning/contract.ts'
import { devicesLoans } from './contract.ts'
import { rightDays } from './rules.ts'

let house: Spil
let engineer: Member
let lead: Member
let noor: Member
beforeAll(async () => {
  house = await spil()
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
  engineer = await house.member('engineer')
  lead = await house.member('lead')
  noor = await house.member('reporter', { name: 'Noor Bakker' })
})
afterAll(() => house[Symbol.asyncDispose]())

const of = (who: Member = engineer) => house.as(devicesLoans, who.token)
const type = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => '',
    (error) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
let last = 0
/** A prepared laptop that the desk lends. */
async function lent(wipes = true): Promise<string> {
  const body = { kind: 'laptop', name: `UIT-${++last}`, state: 'stock', attributes: { serial: `U${last}` } }
  const { id } = await house.as(items, engineer.token).createItem({ body })
  const provisioning = house.as(devicesProvisioning, engineer.token)
  const begun = await provisioning.begin({ params: { id }, body: { profileId: null } })
  await provisioning.finish({ params: { id: begun.id }, body: {} })
  if (!wipes) expect(await type(of().lend({ params: { id }, body: { lent: true, wipes } }))).toBe('devices.loans.leadOnly')
  await of(lead).lend({ params: { id }, body: { lent: true, wipes } })
  return id
}
const reserve = (itemId: string, from: string, until: string, personId = noor.id) =>
  of().reserve({ body: { itemId, personId, from, until, purpose: 'Examens' } })
const state = async (id: string) => (await house.as(items, engineer.token).item({ params: { id } })).state.key

test('days: the last is not before the first, and a year is enough', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
      fc.integer({ min: -400, max: 800 }),
      (begin, length) => {
        const day = (offset: number) => new Date(begin.getTime() + offset * 86_400_000).toISOString().slice(0, 10)
        expect(rightDays({ from: day(0), until: day(length) })).toBe(length >= 0 && length <= 366)
      },
    ),
  )
})

test('two reservations of one device never touch a day, also when they come at once', async () => {
  const id = await lent()
  const tries = await Promise.all(Array.from({ length: 6 }, (_, n) => type(reserve(id, `2026-12-0${1 + n}`, '2026-12-08'))))
  expect(tries.filter((one) => one === '')).toHaveLength(1)
  expect(new Set(tries)).toEqual(new Set(['', 'devices.loans.taken']))
  expect(await type(reserve(id, '2026-12-09', '2026-12-10'))).toBe('')
  expect(await type(reserve(id, '2026-12-12', '2026-12-11'))).toBe('devices.loans.days')
  const free = async (from: string, until: string) =>
    (await of().loanItems({ query: { organisationId: engineer.organisationId, from, until } })).items.map((one) => one.id)
  expect(await free('2026-12-10', '2026-12-11')).not.toContain(id)
  expect(await free('2026-12-11', '2026-12-12')).toContain(id)
  const { items: all } = await of().reservations({ query: { organisationId: engineer.organisationId, from: '2026-12-01', until: '2026-12-31' } })
  const mine = all.filter((one) => one.item.id === id)
  expect(mine.map(({ until, person }) => [until, person.name])).toEqual([
    ['2026-12-08', 'Noor Bakker'],
    ['2026-12-10', 'Noor Bakker'],
  ])
  await of().cancel({ params: { id: mine[0]?.id ?? '' } })
  expect(await type(of().cancel({ params: { id: mine[0]?.id ?? '' } }))).toBe('devices.loans.notReserved')
  expect(await free('2026-12-01', '2026-12-08')).toContain(id)
  expect(await type(of().lend({ params: { id }, body: { lent: false } }))).toBe('devices.loans.reserved')
})

test('a reservation is handed out as a loan until its last day; back, it is ready or waits to be wiped, and its days are free', async () => {
  for (const wipes of [true, false]) {
    const id = await lent(wipes)
    const made = await reserve(id, '2026-11-26', '2026-11-28')
    const issued = await of().issue({ params: { id: made.id }, body: { accessories: ['Adapter'] } })
    expect(issued).toMatchObject({ state: 'issued', handout: expect.stringMatching(/^U-\d+$/) })
    expect(await type(of().issue({ params: { id: made.id }, body: {} }))).toBe('devices.loans.notReserved')
    const desk = house.as(devicesHandout, engineer.token)
    expect(await desk.handout({ params: { id: issued.handout ?? '' } })).toMatchObject({ kind: 'loan', dueOn: '2026-11-28', receiver: 'Noor Bakker' })
    const pool = (await of().loanItems({ query: { organisationId: engineer.organisationId } })).items
    expect(pool.find((one) => one.id === id)?.out).toEqual({ number: issued.handout, receiver: 'Noor Bakker' })
    await desk.takeBack({ params: { id: issued.handout ?? '' }, body: { items: [{ itemId: id, condition: 'Goed' }] } })
    await house.settle()
    expect(await state(id)).toBe(wipes ? 'returned' : 'prepared')
    expect(await type(reserve(id, '2026-11-27', '2026-11-27'))).toBe('')
  }
})

test('what is reserved is not handed out to somebody else; who comes early for it has it from that day', async () => {
  const id = await lent(false)
  const { organisationId } = engineer
  const bo = await house.member('reporter', { name: 'Bo' })
  const desk = house.as(devicesHandout, engineer.token)
  const give = (more: object = {}) => desk.handOut({ body: { organisationId, receiverId: bo.id, items: [{ itemId: id }], ...more } })
  const mine = await reserve(id, '2026-11-28', '2026-11-30')
  const refused = await give({ kind: 'loan', dueOn: '2026-11-28' }).catch((error: ProblemError) => error.problem)
  const data = { itemId: id, person: 'Noor Bakker', from: '2026-11-28', until: '2026-11-30' }
  expect(refused).toMatchObject({ type: 'devices.handout.reserved', status: 409, data })
  expect(await type(give())).toBe('devices.handout.reserved')
  // Somebody else comes for it before: also who reserved it for later does not get it.
  const first = await reserve(id, '2026-11-27', '2026-11-27', bo.id)
  expect(await type(of().issue({ params: { id: mine.id }, body: {} }))).toBe('devices.handout.reserved')
  // Issued by a receipt that is not of this device any more: then the database decides.
  await house.app.pools.owner.query(`update loan_reservation set state = 'issued' where id = $1`, [first.id])
  expect(await type(of().issue({ params: { id: mine.id }, body: {} }))).toBe('devices.loans.taken')
  await house.app.pools.owner.query(`update loan_reservation set state = 'reserved' where id = $1`, [first.id])
  await of().cancel({ params: { id: first.id } })
  // Before the first day of the reservation it may be lent.
  const short = await give({ kind: 'loan', dueOn: '2026-11-27' })
  const free = async (from: string, until: string) =>
    (await of().loanItems({ query: { organisationId, from, until } })).items.some((one) => one.id === id)
  expect([await free('2026-11-27', '2026-11-27'), await free('2026-12-02', '2026-12-03')]).toEqual([false, true])
  await desk.takeBack({ params: { id: short.id }, body: { items: [{ itemId: id }] } })
  await house.settle()
  expect(await free('2026-11-26', '2026-11-27')).toBe(true)
  await of().issue({ params: { id: mine.id }, body: {} })
  const { items: all } = await of().reservations({ query: { organisationId, from: '2026-11-26', until: '2026-11-26' } })
  expect(all.find((one) => one.id === mine.id)).toMatchObject({ from: '2026-11-26', until: '2026-11-30', state: 'issued' })
  expect(await type(reserve(id, '2026-11-27', '2026-11-27'))).toBe('devices.loans.taken')
})

test('only what is lent, to who is there, by who works there', async () => {
  const id = await lent()
  const { id: other } = await house.as(items, engineer.token).createItem({ body: { kind: 'laptop', name: 'Niet', state: 'stock' } })
  expect(await type(reserve(other, '2027-01-01', '2027-01-02'))).toBe('devices.loans.notLent')
  const { token } = await house.administrator()
  const elsewhere = await house.as(directory, token).createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
  const stranger = await house.member('engineer', { organisationId: elsewhere.id })
  expect(await type(reserve(id, '2027-01-01', '2027-01-02', stranger.id))).toBe('devices.loans.person')
  const body = { itemId: id, personId: stranger.id, from: '2027-01-01', until: '2027-01-02' }
  expect(await type(of(stranger).reserve({ body }))).toBe('platform.notFound')
  expect(await type(of(stranger).loanItems({ query: { organisationId: engineer.organisationId } }))).toBe('platform.notFound')
})
