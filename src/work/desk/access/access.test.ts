/** Access requests through HTTP: asked for a colleague, approved in steps, given with proof, and withdrawn when the last day is over. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { deskApprovals } from '../approvals/contract.ts'
import { deskCatalogue } from '../catalogue/contract.ts'
import { desk } from '../contract.ts'
import { deskPortal } from '../portal/contract.ts'
import { deskTasks } from '../tasks/contract.ts'
import { deskAccess } from './contract.ts'
import { endAccess } from './jobs.ts'
import { dayIn, endOfDay } from './rules.ts'

describe('the last day', () => {
  test('ends at the first moment of the next, whatever the zone and the clock do', () => {
    expect(endOfDay('2026-12-31', 'Europe/Amsterdam').toISOString()).toBe('2026-12-31T23:00:00.000Z')
    expect(endOfDay('2026-03-28', 'Europe/Amsterdam').toISOString()).toBe('2026-03-28T23:00:00.000Z')
    expect(endOfDay('2026-10-25', 'Europe/Amsterdam').toISOString()).toBe('2026-10-25T23:00:00.000Z')
    const zones = fc.constantFrom(
      'Europe/Amsterdam',
      'America/New_York',
      'Asia/Kolkata',
      'Pacific/Auckland',
      'UTC',
      'America/Santiago',
      'Asia/Beirut',
    )
    const days = fc.integer({ min: 0, max: 3650 }).map((n) => new Date(Date.UTC(2024, 0, 1) + n * 86_400_000).toISOString().slice(0, 10))
    fc.assert(
      fc.property(days, zones, (day, zone) => {
        const end = endOfDay(day, zone)
        expect(dayIn(end, zone) > day).toBe(true)
        expect(dayIn(new Date(end.getTime() - 1), zone)).toBe(day)
      }),
      { numRuns: 300 },
    )
  })
})

let app: Spil
let reporter: Member
let colleague: Member
let boss: Member
let owner: Member
let engineer: Member
let lead: Member
let itemId: string
beforeAll(async () => {
  app = await spil()
  // Days are counted: not while one ends.
  app.clock.set(new Date(`${new Date().toISOString().slice(0, 10)}T10:00:00Z`))
  reporter = await app.member('reporter', { name: 'Noor Bakker' })
  colleague = await app.member('reporter', { name: 'Sem Visser' })
  boss = await app.member('reporter', { name: 'Wil de Baas' })
  owner = await app.member('reporter', { name: 'Ada Eigenaar' })
  engineer = await app.member('engineer', { name: 'Ilse de Boer' })
  lead = await app.member('lead', { name: 'Karel Mulder' })
  const admin = await app.administrator()
  await app.as(directory, admin.token).changePerson({ params: { id: colleague.id }, body: { version: 1, managerId: boss.id } })
  const approval = {
    steps: [
      { name: { nl: 'Leidinggevende' }, deciders: [{ kind: 'manager' as const }] },
      { name: { nl: 'Eigenaar' }, deciders: [{ kind: 'owner' as const }] },
    ],
  }
  const rights = [
    { key: 'read', label: { nl: 'Alleen lezen', en: 'Read only' } },
    { key: 'write', label: { nl: 'Cijfers invoeren', en: 'Enter marks' } },
  ]
  const definition = { name: { nl: 'Magister' }, kind: 'accessRequest' as const, ownerId: owner.id, approval, access: { rights, mostDays: 100 } }
  itemId = (await app.as(deskCatalogue, lead.token).addItem({ body: { organisationId: lead.organisationId, definition } })).id
})
afterAll(() => app[Symbol.asyncDispose]())

const access = (who: Member) => app.as(deskAccess, who.token)
const refused = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${error}`)
  return error.problem
}
const dayFrom = (days: number) => dayIn(new Date(app.clock.now().getTime() + days * 86_400_000), 'Europe/Amsterdam')
const given = (more: { until?: string | null; right?: string; forId?: string } = {}) => ({
  forId: colleague.id,
  right: 'write',
  why: 'Vervangt Jan',
  until: dayFrom(10),
  ...more,
})
const ask = (more: Parameters<typeof given>[0] = {}) =>
  app.as(deskCatalogue, reporter.token).request({ params: { id: itemId }, body: { version: 1, answers: {}, access: given(more) } })
const decide = async (who: Member, caseId: string, yes: boolean, reason?: string) => {
  await app.settle()
  const [one] = (await app.as(deskApprovals, reporter.token).caseApprovals({ params: { id: caseId } })).items
  await app.as(deskApprovals, who.token).decide({ params: { id: one?.id ?? '' }, body: { yes, ...(reason && { reason }) } })
  await app.settle()
}
const solve = (id: string) => app.as(desk, engineer.token).solve({ params: { id }, body: { version: 1, done: 'Dit', tested: 'Zo' } })
const later = (days: number) => app.clock.set(new Date(app.clock.now().getTime() + days * 86_400_000))

describe('an access request', () => {
  test('asked, approved twice, given with proof, ended by its date, withdrawn with proof', async () => {
    const { id, number } = await ask()
    const params = { id }
    // Who it is for sees it too.
    expect((await app.as(deskPortal, colleague.token).myCase({ params })).title).toBe('Magister: Sem Visser')
    expect((await access(colleague).myAccess()).items).toMatchObject([{ state: 'asked', right: 'Cijfers invoeren', for: { id: colleague.id } }])
    expect(await refused(access(engineer).prove({ params, body: { text: 'Gedaan' } }))).toMatchObject({ type: 'desk.access.notNow' })
    await decide(boss, id, true)
    expect((await access(engineer).caseAccess({ params })).access).toMatchObject({ state: 'asked', mayProve: false })
    await decide(owner, id, true)
    expect((await access(engineer).caseAccess({ params })).access).toMatchObject({ state: 'approved', mayProve: true, part: 'grant' })
    const [task] = await app.as(deskTasks, engineer.token).caseTasks({ params })
    expect(task).toMatchObject({ title: 'Geef Sem Visser toegang tot Magister: Cijfers invoeren', required: true })
    // Not even when the task is ended without proof.
    await app.as(deskTasks, lead.token).taskDone({ params: { id: task?.id ?? '' }, body: { version: 1 } })
    expect(await refused(solve(id))).toMatchObject({
      type: 'cases.held',
      title: 'Oplossen kan nog niet: leg eerst vast wat er met de toegang is gedaan',
    })
    expect(await refused(access(engineer).prove({ params, body: {} }))).toMatchObject({ type: 'desk.access.proofEmpty' })
    const file = await app
      .as(desk, engineer.token)
      .attach({ params, raw: 'log' }, { contentType: 'text/plain', headers: { 'x-file-name': 'log.txt' } })
    const proven = await access(engineer).prove({ params, body: { text: 'In groep Docenten gezet', attachmentIds: [file.id] } })
    expect(proven).toMatchObject({
      state: 'granted',
      granted: { text: 'In groep Docenten gezet', by: { name: 'Ilse de Boer' }, files: [{ id: file.id, name: 'log.txt' }] },
    })
    expect(await refused(access(engineer).prove({ params, body: { text: 'Nog eens' } }))).toMatchObject({ type: 'desk.access.notNow' })
    expect((await solve(id)).state).toBe('solved')
    expect((await access(lead).access({ query: { personId: colleague.id } })).items).toMatchObject([{ state: 'granted', until: dayFrom(10) }])
    later(10)
    await app.settle()
    expect((await access(lead).access()).items).toMatchObject([{ state: 'granted' }])
    later(1)
    await app.settle()
    const [row] = (await access(lead).access({ query: { state: 'ending' } })).items
    const withdrawal = { id: row?.withdrawCaseId ?? '' }
    const page = await app.as(desk, engineer.token).case({ params: withdrawal })
    expect(page.case).toMatchObject({
      kind: 'accessRequest',
      state: 'new',
      title: 'Trek de toegang van Sem Visser tot Magister in: Cijfers invoeren',
    })
    expect(page.links).toMatchObject([{ number, kind: 'follows', outgoing: true }])
    expect(await refused(solve(withdrawal.id))).toMatchObject({ type: 'cases.held' })
    const done = await access(engineer).prove({ params: withdrawal, body: { text: 'Uit de groep gehaald' } })
    expect(done).toMatchObject({ state: 'withdrawn', part: 'withdraw', number, withdrawn: { text: 'Uit de groep gehaald' } })
    expect((await access(lead).access({ query: { state: 'withdrawn' } })).items).toHaveLength(1)
    expect((await access(colleague).myAccess()).items).toMatchObject([{ state: 'withdrawn' }])
    expect((await app.happened()).filter((name) => name.startsWith('desk.access.'))).toEqual(
      ['granted', 'ending', 'withdrawn'].map((n) => `desk.access.${n}`),
    )
  })
})

describe('other ways', () => {
  test('the end comes once, also when two notice it at the same moment', async () => {
    const { id } = await ask({ until: dayFrom(3) })
    await decide(boss, id, true)
    await decide(owner, id, true)
    await access(engineer).prove({ params: { id }, body: { text: 'Gegeven' } })
    later(5)
    await Promise.all([1, 2, 3].map(() => endAccess.run({ caseId: id }, app.app, new AbortController().signal)))
    await app.settle()
    const { rows } = await app.app.pools.owner.query('select 1 from case_link where other_id = $1', [id])
    expect(rows).toHaveLength(1)
    expect(await refused(access(engineer).withdraw({ params: { id }, body: { reason: 'Weg' } }))).toMatchObject({ type: 'desk.access.notNow' })
  })

  test('a refusal closes it with the reason, and nothing is given', async () => {
    const { id } = await ask()
    await decide(boss, id, true)
    await decide(owner, id, false, 'Heeft geen lessen')
    const page = await app.as(desk, reporter.token).case({ params: { id } })
    expect(page.case).toMatchObject({ state: 'cancelled', endReason: 'Afgewezen door Ada Eigenaar: Heeft geen lessen' })
    expect((await access(reporter).caseAccess({ params: { id } })).access).toMatchObject({ state: 'refused', granted: null })
    expect(await refused(access(engineer).prove({ params: { id }, body: { text: 'Toch' } }))).toMatchObject({ type: 'desk.access.notNow' })
  })

  test('sooner than its date by hand, with the reason', async () => {
    const { id } = await ask()
    await decide(boss, id, true)
    await decide(owner, id, true)
    await access(engineer).prove({ params: { id }, body: { text: 'Gegeven' } })
    const ending = await access(engineer).withdraw({ params: { id }, body: { reason: 'Uit dienst' } })
    expect(ending).toMatchObject({ state: 'ending' })
    expect((await app.as(desk, engineer.token).case({ params: { id: ending.withdrawCaseId ?? '' } })).case.text).toContain('Reden: Uit dienst')
  })

  test('what is wrong is said at each question; who may not see it does not', async () => {
    const pointers = async (more: Parameters<typeof given>[0]) => (await refused(ask(more))).errors?.map(({ pointer, code }) => [pointer, code])
    expect(await pointers({ until: dayFrom(-1), right: 'root' })).toEqual([
      ['/body/access/right', 'noSuchChoice'],
      ['/body/access/until', 'tooEarly'],
    ])
    expect(await pointers({ until: dayFrom(101) })).toEqual([['/body/access/until', 'tooLate']])
    expect(await pointers({ until: null })).toEqual([['/body/access/until', 'needed']])
    expect(await pointers({ forId: itemId })).toEqual([['/body/access/forId', 'noSuchPerson']])
    expect((await access(owner).myAccess()).items).toEqual([])
    expect(await refused(access(reporter).access())).toMatchObject({ status: 403 })
  })

  test('the list goes on from where it was, soonest end first', async () => {
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await access(lead).access({ query: { limit: 1, ...(after && { after }) } })
      seen.push(...page.items.map(({ caseId }) => caseId))
      after = page.next ?? undefined
    } while (after)
    const all = (await access(lead).access()).items
    expect(seen).toEqual(all.map(({ caseId }) => caseId))
    expect(new Set(seen).size).toBe(seen.length)
    expect(await refused(access(lead).access({ query: { after: 'x' } }))).toMatchObject({ type: 'platform.after' })
  })
})
