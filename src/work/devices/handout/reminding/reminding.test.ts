import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { items } from '#record/items/contract.ts'
import { handingOut, jpeg, preparedLaptops } from '#test/handouts.ts'
import type { Member, Spil } from '#test/spil.ts'
import { devicesHandout } from '../contract.ts'
import { reminders } from '../jobs.ts'
import { remindersOn } from '../rules.ts'

let house: Spil
let engineer: Member
let noor: Member
let organisationId: string
beforeAll(async () => {
  ;({ house, engineer, noor, organisationId } = await handingOut())
})
afterAll(() => house[Symbol.asyncDispose]())

const by = (who: Member) => house.as(devicesHandout, who.token)
const laptops = (count: number) => preparedLaptops(house.app, organisationId, count)
const _item = (id: string) => house.as(items, engineer.token).item({ params: { id } })
const give = (who: Member, itemIds: readonly string[], more: object = {}) =>
  by(who).handOut({ body: { organisationId, receiverId: noor.id, items: itemIds.map((itemId) => ({ itemId })), ...more } })
const _problem = (call: Promise<unknown>): Promise<{ type: string; data?: unknown; title?: string }> =>
  call.then(
    () => ({ type: '' }),
    (error) => (error instanceof ProblemError ? error.problem : { type: String(error) }),
  )
const _addPhoto = (who: Member, raw: Buffer<ArrayBuffer> = jpeg) =>
  by(who).addPhoto({ query: { organisationId }, raw }, { contentType: 'image/heic' })
const _mails = async () =>
  (
    await house.app.pools.owner.query<{ subject: string; to: string; text: string }>(
      `select subject, recipients->'to'->0->>'address' as to, content->>'text' as text from outgoing_mail where about like 'handout/%' order by created_at, id`,
    )
  ).rows

test('reminders come as often as is set, and never twice on a day', () => {
  const settings = { remindAfterDays: 3, remindEveryDays: 7, remindAtMost: 2, dueSoonDays: 2 }
  const none = { unsigned: [], dueSoon: [], overdue: [] }
  const on = (today: string, more: object = {}) =>
    remindersOn(today, { issuedOn: '2026-11-01', dueOn: null, signed: false, reminded: none, ...more }, settings)
  expect([on('2026-11-03'), on('2026-11-04'), on('2026-12-24')]).toEqual([[], ['unsigned'], ['unsigned']])
  const told = (days: string[]) => ({ reminded: { ...none, unsigned: days } })
  expect([on('2026-11-04', told(['2026-11-04'])), on('2026-11-10', told(['2026-11-04'])), on('2026-11-11', told(['2026-11-04']))]).toEqual([
    [],
    [],
    ['unsigned'],
  ])
  expect(on('2026-12-24', told(['2026-11-04', '2026-11-11']))).toEqual([])
  const loan = { dueOn: '2026-11-20', signed: true }
  expect([17, 18, 20, 21].map((day) => on(`2026-11-${day}`, loan))).toEqual([[], ['dueSoon'], ['dueSoon'], ['overdue']])
  expect(on('2026-11-19', { ...loan, reminded: { ...none, dueSoon: ['2026-11-18'] } })).toEqual([])
})

test('each morning the receiver of what is unsigned is mailed once, however often that morning runs', async () => {
  const [one = ''] = await laptops(1)
  const { id, number } = await give(engineer, [one])
  const morning = async (day: string) => {
    house.clock.set(new Date(`${day}T06:40:00Z`))
    await Promise.all([1, 2].map(() => reminders.run({}, house.app, new AbortController().signal)))
    const { rows } = await house.app.pools.owner.query('select subject from outgoing_mail where about = $1', [`handout/${id}`])
    return rows.map(({ subject }) => subject)
  }
  expect(await morning('2026-11-28')).toEqual([])
  expect(await morning('2026-11-29')).toEqual([`U moet nog tekenen voor ${number}`])
  expect(await morning('2026-11-30')).toHaveLength(1)
  expect(await morning('2026-12-06')).toHaveLength(2)
  expect((await by(engineer).handout({ params: { id } })).reminders).toEqual([
    { about: 'unsigned', day: '2026-11-29' },
    { about: 'unsigned', day: '2026-12-06' },
  ])
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
})

test('of a loan the receiver is reminded before its last day and after it; who signed or brought it back meanwhile is not', async () => {
  const [one = '', two = '', three = ''] = await laptops(3)
  const loan = (id: string) => give(engineer, [id], { kind: 'loan', dueOn: '2026-12-02' })
  const kept = await loan(one)
  const brought = await loan(two)
  const broken = await loan(three)
  const owner = house.app.pools.owner
  const mornings = async (day: string) => {
    house.clock.set(new Date(`${day}T06:40:00Z`))
    await reminders.run({}, house.app, new AbortController().signal)
    const { rows } = await owner.query(`select subject from outgoing_mail where about = $1 and subject not like 'U moet%'`, [`handout/${kept.id}`])
    return rows.map(({ subject }) => subject)
  }
  // One that cannot be written down keeps nobody else from being reminded.
  await owner.query(`alter table handout_reminder add constraint never check (handout_id <> '${broken.id}') not valid`)
  await by(engineer).takeBack({ params: { id: brought.id }, body: { items: [{ itemId: two }] } })
  const soon = `Breng het geleende uiterlijk 2 december 2026 terug (${kept.number})`
  const late = `Te laat: breng het geleende terug (${kept.number})`
  const earlier = await loan((await laptops(1))[0] ?? '')
  expect(await mornings('2026-11-28')).toEqual([])
  expect(await mornings('2026-12-01')).toEqual([soon])
  expect(await mornings('2026-12-02')).toEqual([soon])
  expect(await mornings('2026-12-03')).toEqual([soon, late])
  const told = async (id: string) => (await by(engineer).handout({ params: { id } })).reminders.map(({ about }) => about)
  expect(await told(brought.id)).toEqual([])
  expect(await told(broken.id)).toEqual([])
  expect(await told(earlier.id)).toContain('overdue')
  await owner.query('alter table handout_reminder drop constraint never')
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
})

test('who has no address is not written down as reminded', async () => {
  const [one = ''] = await laptops(1)
  const pia = await house.member('reporter', { name: 'Pia' })
  const { id } = await give(engineer, [one], { receiverId: pia.id })
  await house.app.pools.owner.query('update person set email = null where id = $1', [pia.id])
  house.clock.set(new Date('2026-11-30T06:40:00Z'))
  await reminders.run({}, house.app, new AbortController().signal)
  expect((await by(engineer).handout({ params: { id } })).reminders).toEqual([])
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
})

test('who signs in the moment of the reminder is not reminded', async () => {
  const [one = ''] = await laptops(1)
  const { id } = await give(engineer, [one])
  house.clock.set(new Date('2026-11-30T06:40:00Z'))
  const signing = await house.app.pools.owner.connect()
  await signing.query('begin')
  await signing.query(
    `update handout set signed_at = now(), signed_how = 'here', signature = '{"by":"name","name":"Noor"}', receipt_hash = 'none' where id = $1`,
    [id],
  )
  const morning = reminders.run({}, house.app, new AbortController().signal)
  await vi.waitFor(async () => {
    const { rows } = await house.app.pools.owner.query(`select from pg_stat_activity where wait_event_type = 'Lock' and query like '%handout%'`)
    expect(rows).toHaveLength(1)
  }, 20_000)
  await signing.query('commit')
  signing.release()
  await morning
  expect((await by(engineer).handout({ params: { id } })).reminders).toEqual([])
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
})
