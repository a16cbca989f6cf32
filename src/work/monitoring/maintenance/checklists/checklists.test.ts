/** Preventive work: taken over in one click, planned for an item, and a case with its checklist about that item. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { items } from '#record/items/contract.ts'
import { itemLinking } from '#record/items/linking/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '#work/desk/contract.ts'
import { deskRecurring } from '#work/desk/recurring/contract.ts'
import { deskTasks } from '#work/desk/tasks/contract.ts'
import { monitoringChecklists } from './contract.ts'
import { shippedChecklists } from './shipped/rules.ts'

let house: Spil
let lead: Member
beforeAll(async () => {
  house = await spil()
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
  lead = await house.member('lead')
})
afterAll(() => house[Symbol.asyncDispose]())

test('each list has both languages and fits a checklist', () => {
  expect(Object.keys(shippedChecklists)).toHaveLength(5)
  for (const { name, text, tasks } of Object.values(shippedChecklists)) {
    expect(tasks.length).toBeGreaterThanOrEqual(5)
    for (const words of [name, text, ...tasks])
      expect([words.nl === words.en, words.nl.length > 200, words.en.length > 200]).toEqual([false, false, false])
  }
})
test('taken over, planned each quarter for an item, made with its tasks about that item', async () => {
  const { organisationId } = lead
  const of = house.as(monitoringChecklists, lead.token)
  expect((await of.shippedChecklists({ query: { organisationId } })).items.every(({ takenOver }) => takenOver === null)).toBe(true)
  const { checklistId } = await of.takeOverChecklist({ params: { key: 'ups' }, body: { organisationId } })
  expect((await of.shippedChecklists({ query: { organisationId } })).items.find(({ key }) => key === 'ups')?.takenOver).toBe(checklistId)
  const again = of.takeOverChecklist({ params: { key: 'ups' }, body: { organisationId } })
  await expect(again).rejects.toBeInstanceOf(ProblemError)
  await expect(of.takeOverChecklist({ params: { key: 'constructor' }, body: { organisationId } })).rejects.toMatchObject({ problem: { status: 404 } })
  const ups = await house
    .as(items, lead.token)
    .createItem({ body: { kind: 'iot', name: 'UPS-01', state: 'inUse' } })
    .catch(() => house.as(items, lead.token).createItem({ body: { kind: 'server', name: 'UPS-01', state: 'live' } }))
  const plan = { starts: '2026-11-27T09:00', rrule: 'FREQ=MONTHLY;INTERVAL=3', timeZone: 'Europe/Amsterdam' }
  const template = { kind: 'task' as const, title: 'Accutest UPS-01', checklistId, itemIds: [ups.id] }
  await house.as(deskRecurring, lead.token).addSchedule({ body: { organisationId, name: 'Accutest', template, ...plan } })
  const query = { organisationId, from: '2026-11-26', until: '2027-03-01', itemId: ups.id }
  expect((await house.as(deskRecurring, lead.token).planned({ query })).items.map(({ turn, state }) => [turn, state])).toEqual([
    ['2026-11-27T09:00', 'planned'],
    ['2027-02-27T09:00', 'planned'],
  ])
  house.clock.set(new Date('2026-11-27T08:30:00Z'))
  await house.settle()
  const [made] = (await house.as(desk, lead.token).cases({ query: { search: 'Accutest' } })).items
  expect((await house.as(itemLinking, lead.token).caseItems({ params: { caseId: made?.id ?? '' } })).items.map(({ name }) => name)).toEqual([
    'UPS-01',
  ])
  const tasks = await house.as(deskTasks, lead.token).caseTasks({ params: { id: made?.id ?? '' } })
  expect(JSON.stringify(tasks)).toContain('Zelftest gedaan en geslaagd')
})
