/** Tasks and checklists, through HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '../contract.ts'
import { deskTasks } from './contract.ts'

let app: Spil
let reporter: Member
let engineer: Member
let colleague: Member
let lead: Member
let client: Member
beforeAll(async () => {
  app = await spil()
  reporter = await app.member('reporter', { name: 'Noor Bakker' })
  engineer = await app.member('engineer', { name: 'Ilse de Boer' })
  colleague = await app.member('engineer', { name: 'Daan Smit' })
  lead = await app.member('lead', { name: 'Karel Mulder' })
  client = await app.member('client', { name: 'Wim Client' })
})
afterAll(() => app[Symbol.asyncDispose]())

const by = (who: Member) => app.as(deskTasks, who.token, { 'accept-language': 'nl' })
const at = (who: Member) => app.as(desk, who.token, { 'accept-language': 'nl' })
const report = { kind: 'incident', title: 'Nieuwe werkplek', text: '', impact: 'person', urgency: 'normal' } as const
const problemOf = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${error}`)
  return error.problem
}
const opened = (extra: object = {}) => at(engineer).createCase({ body: { ...report, reporterId: reporter.id, take: true, ...extra } })

describe('tasks of a case', () => {
  test('in order, one after another, done by whom and with what result', async () => {
    const one = await opened()
    const params = { id: one.number }
    const added = await by(engineer).addTasks({
      params,
      body: { tasks: [{ title: 'Laptop klaarzetten' }, { title: 'Laptop uitgeven', after: 0, assigneeId: colleague.id }] },
    })
    expect(added.map(({ title, blocked, assignee }) => [title, blocked, assignee?.name ?? null])).toEqual([
      ['Laptop klaarzetten', false, null],
      ['Laptop uitgeven', true, 'Daan Smit'],
    ])
    const [first, second] = added
    if (!first || !second) throw new Error('two were added')
    const refused = await problemOf(by(colleague).taskDone({ params: { id: second.id }, body: { version: 1 } }))
    expect(refused).toMatchObject({ type: 'cases.taskBlocked', title: 'Eerst moet “Laptop klaarzetten” klaar zijn' })
    const done = await by(engineer).taskDone({ params: { id: first.id }, body: { version: 1, result: 'Nummer LP-12' } })
    expect(done).toMatchObject({ state: 'done', result: 'Nummer LP-12', endedBy: { name: 'Ilse de Boer' } })
    expect(await by(colleague).taskDone({ params: { id: second.id }, body: { version: 1 } })).toMatchObject({ state: 'done', blocked: false })
    expect(await problemOf(by(engineer).reopenTask({ params: { id: first.id }, body: { version: 2 } }))).toMatchObject({ type: 'cases.taskNeeded' })
    await by(colleague).reopenTask({ params: { id: second.id }, body: { version: 2 } })
    const again = await by(engineer).reopenTask({ params: { id: first.id }, body: { version: 2 } })
    expect(again).toMatchObject({ state: 'open', result: null, endedBy: null })
    const moved = await by(engineer).orderTasks({ params, body: { ids: [second.id] } })
    expect(moved.map(({ title }) => title)).toEqual(['Laptop uitgeven', 'Laptop klaarzetten'])
    const history = await at(lead).history({ params })
    expect(history.items.map(({ text }) => text)).toEqual(expect.arrayContaining(['Taken toegevoegd', 'Taak gedaan', 'Taak heropend']))
  })

  test('not needed wants a reason; tasks do not wait in a circle; the older version is told', async () => {
    const one = await opened()
    const [a, b] = await by(engineer).addTasks({ params: { id: one.id }, body: { tasks: [{ title: 'A' }, { title: 'B', after: 0 }] } })
    if (!a || !b) throw new Error('two were added')
    const circle = await problemOf(by(engineer).changeTask({ params: { id: a.id }, body: { version: 1, afterId: b.id } }))
    expect(circle).toMatchObject({ type: 'cases.taskCircle' })
    await by(engineer).changeTask({ params: { id: a.id }, body: { version: 1, title: 'A2', dueAt: '2030-01-01T10:00:00+01:00' } })
    const late = await problemOf(by(colleague).taskDone({ params: { id: a.id }, body: { version: 1 } }))
    expect(late).toMatchObject({ type: 'cases.taskChanged', data: { task: { title: 'A2', version: 2, dueAt: '2030-01-01T09:00:00.000Z' } } })
    const none = await by(engineer).taskNotNeeded({ params: { id: a.id }, body: { version: 2, reason: 'Dubbel' } })
    expect(none).toMatchObject({ state: 'notNeeded', result: 'Dubbel' })
    expect((await by(engineer).caseTasks({ params: { id: one.id } })).map(({ blocked }) => blocked)).toEqual([false, false])
  })

  test('of two who end it at once, one does', async () => {
    const one = await opened()
    const [a] = await by(engineer).addTasks({ params: { id: one.id }, body: { tasks: [{ title: 'Samen' }] } })
    const tries = await Promise.allSettled(
      [engineer, colleague].map((who) => by(who).taskDone({ params: { id: a?.id ?? '' }, body: { version: 1 } })),
    )
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('what tasks hold, and who sees them', () => {
  test('required tasks hold solving; a lead passes them with a reason that stays', async () => {
    const one = await opened()
    const params = { id: one.id }
    await by(engineer).addTasks({ params, body: { tasks: [{ title: 'Oude laptop wissen', required: true }, { title: 'Sticker' }] } })
    const solution = { version: one.version, done: 'Uitgegeven', tested: 'Aangemeld' }
    const refused = await problemOf(at(engineer).solve({ params, body: solution }))
    expect(refused).toMatchObject({ type: 'cases.tasksOpen', status: 409, data: { tasks: [{ title: 'Oude laptop wissen' }], mayPass: false } })
    expect(refused.title).toContain('Oude laptop wissen')
    const notLead = await problemOf(at(engineer).solve({ params, body: { ...solution, despiteTasks: 'Komt later' } }))
    expect(notLead).toMatchObject({ type: 'cases.onlyLeadPassesTasks', status: 403 })
    expect(await problemOf(at(lead).solve({ params, body: solution }))).toMatchObject({ type: 'cases.tasksOpen', data: { mayPass: true } })
    expect(await at(lead).solve({ params, body: { ...solution, despiteTasks: 'Laptop is gestolen' } })).toMatchObject({ state: 'solved' })
    const page = await at(engineer).case({ params })
    expect(page.entries.filter(({ visibility }) => visibility === 'internal').map(({ text }) => text)).toEqual([
      'Opgelost terwijl taken openstonden (Oude laptop wissen): Laptop is gestolen',
    ])
    expect((await at(reporter).case({ params })).entries.some(({ text }) => text.includes('gestolen'))).toBe(false)
    expect(await app.happened()).toContain('cases.tasksPassed')
  })

  test('done tasks let it be solved', async () => {
    const one = await opened()
    const [task] = await by(engineer).addTasks({ params: { id: one.id }, body: { tasks: [{ title: 'Nodig', required: true }] } })
    await by(engineer).taskDone({ params: { id: task?.id ?? '' }, body: { version: 1 } })
    expect(await at(engineer).solve({ params: { id: one.id }, body: { version: 1, done: 'Ja', tested: 'Ja' } })).toMatchObject({ state: 'solved' })
  })

  test('a reporter and a client see none of it; on a confidential case who gets a task is named', async () => {
    const one = await opened({ confidential: true })
    await by(engineer).addTasks({ params: { id: one.id }, body: { tasks: [{ title: 'Geheim', assigneeId: colleague.id }] } })
    for (const who of [reporter, client, lead])
      expect((await problemOf(by(who).caseTasks({ params: { id: one.id } }))).status, who.name).toBeGreaterThanOrEqual(403)
    expect((await by(colleague).caseTasks({ params: { id: one.id } })).map(({ title }) => title)).toEqual(['Geheim'])
    expect((await by(lead).tasks({ query: { limit: 200 } })).items.some(({ title }) => title === 'Geheim')).toBe(false)
    expect(
      (await problemOf(by(engineer).addTasks({ params: { id: one.id }, body: { tasks: [{ title: 'X', assigneeId: reporter.id }] } }))).type,
    ).toBe('desk.tasks.noSuchPerson')
  })
})

describe('checklists and my tasks', () => {
  test('a checklist adds its tasks with order, moments and who', async () => {
    const { organisationId } = engineer
    const bea = await app.administrator()
    const team = await app.as(directory, bea.token).createTeam({ body: { organisationId, name: 'Werkplekken', memberIds: [engineer.id] } })
    const tasks = [
      { title: 'Account', required: true, toAssignee: true, dueInDays: 2 },
      { title: 'Laptop', after: 0, teamId: team.id },
    ]
    const list = await by(lead).createChecklist({ body: { organisationId, name: 'Nieuwe medewerker', tasks } })
    expect((await problemOf(by(lead).createChecklist({ body: { organisationId, name: 'nieuwe Medewerker', tasks } }))).type).toBe(
      'cases.checklistName',
    )
    expect((await problemOf(by(engineer).createChecklist({ body: { organisationId, name: 'Zelf', tasks } }))).status).toBe(403)
    const wrong = [{ title: 'Eerst', after: 1 }, { title: 'Dan' }]
    expect((await problemOf(by(lead).createChecklist({ body: { organisationId, name: 'Rond', tasks: wrong } }))).type).toBe('cases.checklistOrder')
    const one = await opened()
    const added = await by(engineer).addChecklist({ params: { id: one.id }, body: { checklistId: list.id } })
    expect(added.map(({ title, required, blocked, checklist }) => [title, required, blocked, checklist])).toEqual([
      ['Account', true, false, 'Nieuwe medewerker'],
      ['Laptop', false, true, 'Nieuwe medewerker'],
    ])
    expect(added[0]).toMatchObject({ assignee: { id: engineer.id } })
    expect(added[1]).toMatchObject({ team: { name: 'Werkplekken' } })
    const mine = await by(engineer).tasks({ query: { assignee: 'me' } })
    expect(mine.items.filter(({ caseId }) => caseId === one.id)).toMatchObject([{ title: 'Account', number: one.number, blockedBy: null }])
    const ours = await by(engineer).tasks({ query: { teamId: 'mine' } })
    expect(ours.items).toMatchObject([{ title: 'Laptop', blockedBy: 'Account' }])
    const changed = { version: 1, name: 'Nieuwe collega', tasks: [{ title: 'Pas' }] }
    expect(await by(lead).changeChecklist({ params: { id: list.id }, body: changed })).toMatchObject({ version: 2, name: 'Nieuwe collega' })
    expect((await problemOf(by(lead).changeChecklist({ params: { id: list.id }, body: changed }))).type).toBe('cases.checklistChanged')
    expect((await by(engineer).caseTasks({ params: { id: one.id } })).length).toBe(2)
  })

  test('page by page, soonest first, without those of closed cases', async () => {
    const one = await opened()
    const days = [3, 1, 2, null, null]
    const tasks = days.map((day) => ({ title: `Dag ${day}`, assigneeId: lead.id, dueAt: day === null ? null : `2031-01-0${day}T00:00:00Z` }))
    await by(engineer).addTasks({ params: { id: one.id }, body: { tasks } })
    const seen: string[] = []
    for (let after: string | undefined; ; ) {
      const part = await by(lead).tasks({ query: { assignee: 'me', limit: 2, ...(after && { after }) } })
      seen.push(...part.items.map(({ title }) => title))
      if (part.next === null) break
      after = part.next
    }
    expect(seen).toEqual(['Dag 1', 'Dag 2', 'Dag 3', 'Dag null', 'Dag null'])
    expect((await problemOf(by(lead).tasks({ query: { after: 'x' } }))).type).toBe('platform.after')
    await at(engineer).cancel({ params: { id: one.id }, body: { version: 1, reason: 'Niet meer nodig' } })
    expect((await by(lead).tasks({ query: { assignee: 'me' } })).items).toEqual([])
  })
})
