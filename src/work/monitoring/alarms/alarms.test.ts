/** The story of alarms through HTTP: samples come in, and what is wrong is said once, in words, on one case. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { norms, Rule } from '#record/norms/contract.ts'
import { type AlarmsHouse, alarmsHouse } from '#test/alarms.ts'
import { codeOf } from '#test/closing.ts'
import { desk } from '#work/desk/contract.ts'
import { monitoringWindows } from './windows/contract.ts'

vi.setConfig({ testTimeout: 120_000 })

let on: AlarmsHouse
beforeAll(async () => {
  on = await alarmsHouse()
})
afterAll(() => on.house[Symbol.asyncDispose]())
afterEach(() => on.withdrawAll())

test('a full disk: words, one alarm with what was seen, hysteresis, one case that hears it, and monitor and engineer close it together', async () => {
  const host = await on.make('FS-01', 'disk')
  const series = { kind: 'threshold', query: 'disk_used', op: '>', value: 90, clearAt: 80, unit: '%' }
  const { reads } = await on.rule('disk', series, { severity: 'high', remedy: 'Ruim op' })
  expect(reads).toBe('de meting disk_used hoogstens 90 % is (weer goed vanaf 80 %)')
  await on.round()
  expect(await on.standing(host)).toMatchObject({ verdict: 'unknown' })
  await on.give('disk_used', host, 95, { mountpoint: '/var' })
  await on.give('disk_used', host, 40, { mountpoint: '/' })
  expect(await on.round()).toMatchObject({ opened: 1, ended: 0 })
  await on.house.settle()
  const [alarm] = (await on.alarms()).items
  expect(alarm).toMatchObject({ item: { number: host.number }, severity: 'high', verdict: 'broken', acknowledged: null, hides: 0 })
  expect(alarm?.observed.series).toEqual([{ name: 'mountpoint="/var"', value: 95, limit: 90, unit: '%' }])
  const number = alarm?.case?.number ?? ''
  const page = () => on.house.as(desk, on.engineer.token).case({ params: { id: number } })
  const { case: made } = await page()
  expect(made.text).toContain('/var: 95 % (grens 90 %)')
  expect(made.text).toContain('Sinds ')
  // Between the two values it stays as it was.
  on.later(60)
  await on.give('disk_used', host, 85, { mountpoint: '/var' })
  expect(await on.round()).toMatchObject({ opened: 0, ended: 0 })
  // A quiet round costs no statement that changes something.
  expect(await on.round()).toMatchObject({ changed: 0 })
  const work = on.house.as(desk, on.engineer.token)
  await work.take({ params: { id: number }, body: { version: (await page()).case.version } })
  on.later(60)
  await on.give('disk_used', host, 79, { mountpoint: '/var' })
  expect(await on.round()).toMatchObject({ ended: 1 })
  await on.house.settle()
  const { case: before, entries } = await page()
  expect(entries.at(-1)?.text).toContain('voldoet weer')
  await work.solve({ params: { id: number }, body: { version: before.version, done: 'Opgeruimd', tested: 'Er is weer plaats' } })
  await on.house.settle()
  expect((await page()).case.state).toBe('closed')
})

test('what is no place in the list is refused', async () => {
  const id = '3f0c5a7e-0b0e-4a57-8d0f-5f6f2a3b9c11'
  const written = (...place: unknown[]) => Buffer.from(JSON.stringify(place)).toString('base64url')
  const moment = '2026-11-26T12:00:00.000Z'
  for (const after of ['x', written(1, moment), written(2 ** 40, moment, id), written(1, '0000-01-01T00:00:00.000Z', id), written(1, moment, 'a')])
    expect(await codeOf(on.alarms({ after })), after).toBe('platform.after')
  expect((await on.alarms({ after: written(1, moment, id) })).next).toBeNull()
})

test('what is wrong with a condition is said at its place', async () => {
  const of = on.house.as(norms, on.lead.token)
  const read = (series: object) => of.readCondition({ body: { series: series as never } })
  expect((await read({ kind: 'threshold', query: 'rate(x[5m', op: '>', value: 1 })).wrong[0]?.code).toBe('norms.series.query')
  expect((await read({ kind: 'threshold', query: 'x[5m]', op: '>', value: 1 })).wrong[0]?.code).toBe('norms.series.noVector')
  expect((await read({ kind: 'threshold', query: 'x', op: '>', value: 1, clearAt: 2 })).wrong[0]?.code).toBe('norms.series.clearAt')
  const rule = Rule.parse({ title: 'x', condition: 'a', series: { kind: 'absence', query: 'x', minutes: 5 } })
  expect(await codeOf(of.addExpectation({ body: { organisationId: on.lead.organisationId, rule } }))).toBe('norms.notRight')
})

test('nothing came for a while: wrong where something came before, unknown where nothing ever did', async () => {
  const [silent, never] = [await on.make('A', 'silent'), await on.make('B', 'silent')]
  await on.give('beat', silent, 1)
  await on.rule('silent', { kind: 'absence', query: 'beat', minutes: 5 })
  await on.round()
  on.later(301)
  expect(await on.round()).toMatchObject({ opened: 1 })
  expect((await on.standing(silent))?.verdict).toBe('broken')
  expect((await on.standing(never))?.verdict).toBe('unknown')
  await on.give('beat', silent, 1)
  expect(await on.round()).toMatchObject({ ended: 1 })
})

test('a disk that fills is an alarm before it is full, with the days and the band; one that only wavers is none', async () => {
  const [fills, wavers] = [await on.make('FULL', 'fills'), await on.make('CALM', 'fills')]
  const now = on.house.clock.now().getTime()
  for (let hour = 48; hour >= 0; hour--) {
    await on.give('used', fills, 70 + (48 - hour) * 0.25 + (hour % 2), {}, now - hour * 3_600_000)
    await on.give('used', wavers, 70 + (hour % 2) * 4, {}, now - hour * 3_600_000)
  }
  const series = { kind: 'forecast', query: 'used', op: '>', value: 95, hours: 96, history: 48, every: 3600 }
  await on.rule('fills', series, { severity: 'low' })
  expect(await on.round()).toMatchObject({ opened: 1 })
  const [one] = (await on.alarms({ itemId: fills.id })).items
  const hits = one?.observed.series?.[0]?.hits
  // 82 now, 6 a day: 95 in a little more than two days.
  expect(hits?.days).toBeGreaterThan(1.7)
  expect(hits?.days).toBeLessThan(2.6)
  expect(hits?.from).toBeLessThan(hits?.days ?? 0)
  expect(hits?.to).toBeGreaterThan(hits?.days ?? 0)
  expect((await on.standing(wavers))?.verdict).toBe('met')
})

test('another load than usual in this hour of the week; too little history is unknown', async () => {
  const [known, fresh] = [await on.make('KNOWN', 'usual'), await on.make('FRESH', 'usual')]
  // The weeks pass: samples of long ago are not taken. Two hours on both sides: the hour on the wall is another one where the clock was changed.
  const now = on.house.clock.now().getTime()
  for (let week = 3; week >= 1; week--) {
    on.house.clock.set(new Date(now - week * 604_800_000 + 7_200_000))
    for (let minute = 0; minute < 240; minute += 10)
      await on.give('load', known, 100 + (minute % 20), {}, now - week * 604_800_000 + (minute - 120) * 60_000)
  }
  on.house.clock.set(new Date(now))
  await on.give('load', known, 105)
  await on.give('load', fresh, 105)
  await on.rule('usual', { kind: 'baseline', query: 'load', weeks: 3, every: 600 }, { severity: 'low' })
  await on.round()
  expect((await on.standing(known))?.verdict).toBe('met')
  expect((await on.standing(fresh))?.verdict).toBe('unknown')
  on.later(60)
  await on.give('load', known, 900)
  expect(await on.round()).toMatchObject({ opened: 1 })
  expect((await on.alarms({ itemId: known.id })).items[0]?.observed.series?.[0]?.usual?.mean).toBeCloseTo(105, 0)
})

test('in maintenance nothing opens; what is wrong at its end counts from then; what was open stays', async () => {
  const [before, during] = [await on.make('M-1', 'maint'), await on.make('M-2', 'maint')]
  await on.rule('maint', { kind: 'threshold', query: 'maint', op: '>', value: 1 }, { severity: 'low' })
  await on.give('maint', before, 9)
  await on.give('maint', during, 0)
  await on.round()
  const of = on.house.as(monitoringWindows, on.engineer.token)
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'short' })
  const starts = local.format(on.house.clock.now()).replace(' ', 'T')
  const body = { organisationId: on.lead.organisationId, name: 'Schijf erbij', itemIds: [before.id, during.id], starts, minutes: 60 }
  const made = await of.addWindow({ body })
  expect(made).toMatchObject({ covers: 2, holdsUntil: expect.any(String) })
  expect(await codeOf(of.addWindow({ body: { ...body, rrule: 'FREQ=SECONDLY' } }))).toBe('monitoring.windows.rule')
  // It lies over their graphs, and over no others.
  const now = on.house.clock.now().getTime()
  const within = { from: new Date(now - 3_600_000).toISOString(), to: new Date(now + 7_200_000).toISOString() }
  const turns = async (id: string) => (await of.turnsOnItem({ params: { id }, query: within })).items
  expect(await turns(during.id)).toEqual([{ windowId: made.id, name: 'Schijf erbij', from: expect.any(String), until: made.holdsUntil }])
  expect(await turns((await on.make('M-3', 'maint')).id)).toEqual([])
  expect(await codeOf(of.turnsOnItem({ params: { id: during.id }, query: { from: within.to, to: within.from } }))).toBe('monitoring.windows.span')
  on.later(60)
  await on.give('maint', during, 9)
  await on.give('maint', before, 9)
  expect(await on.round()).toMatchObject({ opened: 0, ended: 0 })
  expect((await on.alarms({ itemId: before.id })).items).toHaveLength(1)
  expect((await on.standing(during))?.observed.maintenance).toBe(made.holdsUntil)
  on.later(3600)
  await on.give('maint', during, 9)
  expect(await on.round()).toMatchObject({ opened: 1 })
  expect((await on.alarms({ itemId: during.id })).items[0]?.from).toBe(made.holdsUntil)
  expect(await codeOf(of.changeWindow({ params: { id: made.id }, body: { ...body, version: 9 } }))).toBe('monitoring.windows.changed')
  await of.removeWindow({ params: { id: made.id } })
  expect((await of.windows({})).items).toEqual([])
})
