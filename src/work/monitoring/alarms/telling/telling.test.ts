/** Who is told about an alarm, and how they take it up: by the link in the mail, or on the screen. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type AlarmsHouse, alarmsHouse, type Thing } from '#test/alarms.ts'
import { codeOf } from '#test/closing.ts'
import type { Member } from '#test/spil.ts'
import { ackToken } from '../adapters/link.ts'
import { monitoringAlarms } from '../contract.ts'
import { monitoringOnCall } from '../oncall/contract.ts'

vi.setConfig({ testTimeout: 120_000 })

let on: AlarmsHouse
afterAll(() => on.house[Symbol.asyncDispose]())
afterEach(() => on.withdrawAll())
let second: Member
let third: Thing
beforeAll(async () => {
  on = await alarmsHouse()
  second = await on.house.member('engineer')
  const of = on.house.as(monitoringOnCall, on.lead.token)
  const rotation = { starts: '2026-01-05', at: '08:00', every: 'week' as const }
  const body = {
    organisationId: on.lead.organisationId,
    name: 'Piket',
    rotations: [
      { ...rotation, personIds: [on.engineer.id] },
      { ...rotation, personIds: [second.id] },
    ],
  }
  const { id, now } = await of.addSchedule({ body })
  expect(now.map(({ person }) => person.id)).toEqual([on.engineer.id, second.id])
  const to = (place: number) => ({ kind: 'onCall' as const, id, place })
  const steps = [
    { after: 0, to: to(1) },
    { after: 15, to: to(2) },
  ]
  const params = { organisationId: on.lead.organisationId }
  const policy = { low: [], normal: steps, high: [], critical: [] }
  expect(await codeOf(of.changeEscalation({ params, body: { version: 0, policy: { ...policy, high: [...steps].reverse() } } }))).toBe(
    'monitoring.oncall.order',
  )
  await of.changeEscalation({ params, body: { version: 0, policy } })
  third = await on.make('T-1', 'told')
  await on.rule('told', { kind: 'threshold', query: 'told', op: '>', value: 1 })
})
const mails = async (who: Member) => {
  const { rows } = await on.house.app.pools.owner.query<{ subject: string }>(
    'select subject from outgoing_mail where recipients::text like $1 order by created_at',
    [`%${who.email}%`],
  )
  return rows.map(({ subject }) => subject)
}
const linkOf = async ({ id: personId }: Member) => {
  const { rows } = await on.house.app.pools.owner.query<{ id: string }>(
    'select message_id as id from monitoring_alarm_told where person_id = $1 order by told_at desc limit 1',
    [personId],
  )
  return ackToken(on.house.app, { messageId: rows[0]?.id ?? '', personId }, on.house.clock.now())
}
test('who is on call, then who stands behind them, each once; the link in the mail acknowledges, looking at it does not', async () => {
  await on.give('told', third, 5)
  await on.round()
  await on.house.settle()
  await on.house.settle()
  expect(await mails(on.engineer)).toEqual(['Gewoon: Regel told: T-1'])
  expect(await mails(second)).toEqual([])
  const open = on.house.as(monitoringAlarms)
  const token = await linkOf(on.engineer)
  const [seen] = (await open.linkState({ params: { token } })).alarms
  expect(seen).toMatchObject({ title: 'Regel told', open: true, acknowledgedBy: null })
  on.later(16 * 60)
  await on.give('told', third, 5)
  await on.house.settle()
  expect(await mails(second)).toHaveLength(1)
  expect(await mails(on.engineer)).toHaveLength(1)
  expect(await open.acknowledgeByLink({ params: { token }, body: { note: 'Ik kijk' } })).toEqual({ done: 1, over: 0 })
  expect((await on.alarms({ itemId: third.id })).items[0]?.acknowledged).toMatchObject({ by: { id: on.engineer.id }, note: 'Ik kijk', until: null })
  expect(await codeOf(open.linkState({ params: { token: `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}` } }))).toBe(
    'monitoring.alarms.linkWrong',
  )
  // Who left since then neither sees nor acknowledges anything by a mail of before.
  const theirs = await linkOf(second)
  expect((await open.linkState({ params: { token: theirs } })).alarms).toHaveLength(1)
  await on.house.app.pools.owner.query('delete from membership where person_id = $1', [second.id])
  expect(await open.linkState({ params: { token: theirs } })).toMatchObject({ organisation: '', alarms: [] })
  expect(await open.acknowledgeByLink({ params: { token: theirs }, body: {} })).toEqual({ done: 0, over: 1 })
  expect((await on.alarms({ itemId: third.id })).items[0]?.acknowledged?.by.id).toBe(on.engineer.id)
  on.later(8 * 86_400)
  expect(await codeOf(open.linkState({ params: { token } }))).toBe('monitoring.alarms.linkExpired')
})
test('a storm is one mail with a list; who is silenced or has acknowledged hears nothing', async () => {
  const all = await Promise.all(Array.from({ length: 12 }, (_, at) => on.make(`S-${at}`, 'storm')))
  await on.rule('storm', { kind: 'threshold', query: 'storm', op: '>', value: 1 })
  for (const one of all) await on.give('storm', one, 5)
  await on.round()
  const open = (await on.alarms()).items.filter(({ expectation }) => expectation.title === 'Regel storm')
  expect(open).toHaveLength(12)
  const of = on.house.as(monitoringAlarms, on.engineer.token)
  const ids = open.map(({ id }) => id)
  const until = new Date(on.house.clock.now().getTime() + 3_600_000).toISOString()
  expect(await of.acknowledge({ body: { ids: ids.slice(0, 1) } })).toEqual({ done: 1, over: 0 })
  expect(await of.silence({ body: { ids: ids.slice(1, 2), until } })).toEqual({ done: 1, over: 0 })
  expect(await codeOf(of.silence({ body: { ids, until: '2020-01-01T00:00:00.000Z' } }))).toBe('monitoring.alarms.past')
  expect(await of.counts({})).toMatchObject({ open: { normal: 12 }, unacknowledged: 11, quiet: 0 })
  expect((await on.alarms({ acknowledged: 'true' })).items).toHaveLength(1)
  await on.house.settle()
  expect((await mails(on.engineer)).at(-1)).toBe('10 alarmen, hoogste ernst gewoon')
  // Their end is one mail as well, once, to who was told, five minutes after what they last heard of another's end.
  const told = (await mails(on.engineer)).length
  on.later(301)
  for (const one of all) await on.give('storm', one, 0)
  expect(await on.round()).toMatchObject({ ended: 12 })
  await on.house.settle()
  await on.house.settle()
  expect((await mails(on.engineer)).slice(told)).toEqual(['10 alarmen zijn voorbij'])
  expect((await mails(second)).filter((subject) => subject.includes('10 alarmen'))).toEqual([])
})
