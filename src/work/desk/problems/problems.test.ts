/** Several incidents, one problem: cause, work-around, and one solution to all, through HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '../contract.ts'
import { deskPortal } from '../portal/contract.ts'
import { deskProblems } from './contract.ts'
import { solveAll } from './jobs.ts'

let app: Spil
let noor: Member
let sem: Member
let engineer: Member
let auditor: Member
beforeAll(async () => {
  app = await spil()
  noor = await app.member('reporter', { name: 'Noor Bakker' })
  sem = await app.member('reporter', { name: 'Sem Visser' })
  engineer = await app.member('engineer', { name: 'Ilse de Boer' })
  auditor = await app.member('auditor')
})
afterAll(() => app[Symbol.asyncDispose]())

const nl = { 'accept-language': 'nl' }
const work = (who = engineer) => app.as(desk, who.token, nl)
const problems = (who = engineer) => app.as(deskProblems, who.token, nl)
const refused = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${error}`)
  return error.problem
}
const incident = (reporterId: string, title = 'Printen lukt niet op de derde verdieping') =>
  work().createCase({ body: { kind: 'incident', title, text: 'De wachtrij blijft vol', impact: 'person', urgency: 'normal', reporterId } })
const problem = (incidents: string[], title = 'Afdrukserver loopt vast na update') =>
  problems().openProblem({ body: { title, impact: 'group', urgency: 'normal', incidents } })
const stateOf = async (id: string) => (await work().case({ params: { id } })).case.state

describe('opening and linking', () => {
  test('a reporter cannot open a problem or a task, at the desk or in the portal', async () => {
    for (const kind of ['problem', 'task'] as const) {
      expect(await refused(work(noor).createCase({ body: { kind, title: 'Iets', impact: 'person', urgency: 'low' } }))).toMatchObject({
        type: 'desk.staffKind',
        status: 403,
        title: 'Een probleem of taak kan alleen een medewerker van de servicedesk openen',
      })
      const report = { title: 'Iets', howBad: 'canWork', howMany: 'me', kind } as const
      expect(await refused(app.as(deskPortal, noor.token, nl).report({ body: report }))).toMatchObject({ type: 'desk.staffKind', status: 403 })
    }
    expect(await refused(problems(noor).openProblem({ body: { title: 'Iets', impact: 'person', urgency: 'low' } }))).toMatchObject({ status: 403 })
  })

  test('opened from incidents, which say where they come from; more can be linked, and one taken off', async () => {
    const [first, second, third] = [await incident(noor.id), await incident(sem.id), await incident(sem.id)]
    await work().link({ params: { id: first.id }, body: { other: third.id, kind: 'related' } })
    const made = await problem([first.number, second.id])
    expect(made).toMatchObject({ incidents: 2, openIncidents: 2, knownError: false, version: 0, solving: null })
    const page = await work().case({ params: { id: made.caseId } })
    expect(page.case).toMatchObject({ kind: 'problem', reporter: { id: engineer.id } })
    expect((await work().case({ params: { id: first.id } })).links).toContainEqual(
      expect.objectContaining({ id: made.caseId, kind: 'causedBy', outgoing: true }),
    )
    await work().link({ params: { id: third.id }, body: { other: made.number, kind: 'related' } })
    const params = { id: made.number }
    expect(await problems().linkIncidents({ params, body: { incidents: [third.id, first.id] } })).toMatchObject({ incidents: 3 })
    expect((await problems().incidents({ params, query: { limit: 2 } })).items.map(({ number }) => number)).toEqual([third.number, second.number])
    const { next } = await problems().incidents({ params, query: { limit: 2 } })
    expect((await problems().incidents({ params, query: { limit: 2, after: next ?? '' } })).items.map(({ id }) => id)).toEqual([first.id])
    expect(await problems().unlinkIncident({ params: { ...params, incident: third.number } })).toMatchObject({ incidents: 2 })
    expect(await refused(problems().unlinkIncident({ params: { ...params, incident: third.number } }))).toMatchObject({ status: 404 })
    expect(await refused(problems().linkIncidents({ params, body: { incidents: [made.number] } }))).toMatchObject({
      type: 'desk.problems.notIncident',
      title: `${made.number} kan niet onder een probleem vallen`,
    })
    expect(await refused(problems().linkIncidents({ params, body: { incidents: ['C-99999'] } }))).toMatchObject({ type: 'desk.problems.noSuchCase' })
    expect(await refused(problems().problem({ params: { id: first.id } }))).toMatchObject({ type: 'desk.problems.notProblem' })
    expect(await refused(problems(auditor).linkIncidents({ params, body: { incidents: [third.id] } }))).toMatchObject({ status: 403 })
    expect(await refused(problems(noor).problem({ params }))).toMatchObject({ status: 403 })
  })
})

describe('a known error', () => {
  test('has a work-around; one for reporters has words they know; an older version is refused', async () => {
    const made = await problem([])
    const params = { id: made.caseId }
    const change = (body: Omit<Parameters<ReturnType<typeof problems>['changeProblem']>[0]['body'], 'version'>, version = 0) =>
      problems().changeProblem({ params, body: { version, ...body } })
    expect(await refused(change({ knownError: true }))).toMatchObject({ type: 'desk.problems.workaroundNeeded' })
    expect(await refused(change({ causeKnown: true, cause: ' ' }))).toMatchObject({ type: 'desk.problems.causeNeeded' })
    expect(await refused(change({ knownError: true, workaround: 'Zo', forReporters: true }))).toMatchObject({ type: 'desk.problems.knownAsNeeded' })
    expect(await change({ knownError: true, workaround: 'Druk af via de balie' })).toMatchObject({ version: 1, knownError: true })
    expect(await refused(change({ cause: 'Driver' }))).toMatchObject({ type: 'desk.problems.changed', data: { version: 1 } })
    expect(await change({ causeKnown: true, cause: 'Driver 4.2' }, 1)).toMatchObject({ version: 2, workaround: 'Druk af via de balie' })
  })

  test('is shown on its incidents, to the reporter when it is fit for them, and until it is solved', async () => {
    const { id } = await incident(noor.id)
    const made = await problem([id])
    const params = { id: made.caseId }
    const workaround = { knownError: true, cause: 'Driver 4.2 lekt geheugen', workaround: 'Zet de printer uit en aan' }
    await problems().changeProblem({ params, body: { version: 0, ...workaround } })
    expect((await problems().workarounds({ params: { id } })).items).toEqual([
      {
        problem: { id: made.caseId, number: made.number, title: 'Afdrukserver loopt vast na update' },
        knownAs: null,
        workaround: 'Zet de printer uit en aan',
        cause: 'Driver 4.2 lekt geheugen',
      },
    ])
    expect((await problems(noor).workarounds({ params: { id } })).items).toEqual([])
    await problems().changeProblem({ params, body: { version: 1, knownAs: 'Printen duurt lang', forReporters: true } })
    const seen = { problem: null, knownAs: 'Printen duurt lang', workaround: 'Zet de printer uit en aan', cause: null }
    expect((await problems(noor).workarounds({ params: { id } })).items).toEqual([seen])
    expect(await refused(problems(sem).workarounds({ params: { id } }))).toMatchObject({ status: 404 })
    expect((await problems(sem).similar({ query: { text: 'Het printen duurt zo lang vandaag' } })).items).toEqual([seen])
    await work().cancel({ params, body: { version: 1, reason: 'Printer vervangen' } })
    expect((await problems(noor).workarounds({ params: { id } })).items).toEqual([])
    expect((await problems(sem).similar({ query: { text: 'Het printen duurt zo lang vandaag' } })).items).toEqual([])
  })

  test('is offered while something like it is registered, and found in the list', async () => {
    const made = await problem([], 'Teams sluit af bij het delen van een scherm')
    await problems().changeProblem({
      params: { id: made.caseId },
      body: { version: 0, knownError: true, workaround: 'Deel het scherm vanuit de browser' },
    })
    const like = async (text: string) => (await problems().similar({ query: { text } })).items.map((one) => one.problem?.number)
    expect(await like('Scherm delen lukt niet in Teams')).toEqual([made.number])
    expect(await like('De koffie is op en de lamp van het lokaal ook')).toEqual([])
    expect(await like('')).toEqual([])
    const list = async (search: string) => (await problems().knownErrors({ query: { search } })).items.map(({ number }) => number)
    expect(await list('browser')).toEqual([made.number])
    expect(await list('teams scherm')).toEqual([made.number])
    expect(await list('koffie')).toEqual([])
    const all = await problems().knownErrors({ query: { limit: 1 } })
    expect(all.items[0]).toMatchObject({ number: made.number, incidents: 0, state: 'new' })
    const rest = await problems().knownErrors({ query: { limit: 100, after: all.next ?? '' } })
    expect(rest.items.map(({ number }) => number)).not.toContain(made.number)
    expect(rest.items.length).toBeGreaterThan(0)
    expect(await refused(problems().knownErrors({ query: { after: 'x' } }))).toMatchObject({ type: 'platform.after' })
  })
})

describe('one solution to all', () => {
  test('each open incident is solved once and asks its own reporter to test; what was closed meanwhile is left alone and named', async () => {
    const rows = [await incident(noor.id), await incident(sem.id), await incident(noor.id), await incident(sem.id)]
    const [first, second, third, gone] = rows.map(({ id }) => id) as [string, string, string, string]
    await work().cancel({ params: { id: gone }, body: { version: 1, reason: 'Toch niet' } })
    const made = await problem([first, second, third, gone])
    const params = { id: made.caseId }
    const solution = { done: 'Driver 4.3 geplaatst', tested: 'Twintig pagina’s afgedrukt' }
    const begun = await problems().solveIncidents({ params, body: { ...solution, version: 1 } })
    expect(begun).toMatchObject({ total: 3, solved: 0, finishedAt: null, by: { name: 'Ilse de Boer' } })
    expect(await refused(problems().solveIncidents({ params, body: solution }))).toMatchObject({ type: 'desk.problems.busy' })
    expect(await stateOf(made.caseId)).toBe('solved')
    // Before the job gets there.
    await work().cancel({ params: { id: third }, body: { version: 1, reason: 'Dubbel gemeld' } })
    await app.settle()
    expect([await stateOf(first), await stateOf(second), await stateOf(third), await stateOf(gone)]).toEqual([
      'solved',
      'solved',
      'cancelled',
      'cancelled',
    ])
    const after = (await problems().problem({ params })).solving
    expect(after).toMatchObject({ total: 3, solved: 2, failed: [], leftAlone: [{ number: rows[2]?.number, state: 'cancelled' }] })
    expect(after?.finishedAt).not.toBeNull()
    const portal = await app.as(deskPortal, sem.token).myCase({ params: { id: second } })
    expect(portal).toMatchObject({ state: 'solved', solution, may: { confirm: true, reject: true } })
    const { rows: mails } = await app.app.pools.owner.query<{ count: string }>(
      `select count(*) from outgoing_mail where about = any ($1) and subject like '%Printen lukt niet%' and content::text like '%Driver 4.3%'`,
      [[`case/${first}`, `case/${second}`, `case/${third}`, `case/${gone}`]],
    )
    expect(Number(mails[0]?.count)).toBe(2)
    expect((await work().case({ params })).entries.at(-1)?.text).toContain(
      '2 opgelost en ter test aangeboden, 1 intussen al afgehandeld, 0 niet gelukt',
    )
    expect(await refused(problems().solveIncidents({ params, body: solution }))).toMatchObject({ type: 'desk.problems.noneOpen' })
  })

  test('the job twice at once solves nothing twice', async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, () => incident(noor.id))).then((all) => all.map(({ id }) => id))
    const made = await problem(ids)
    const { id: solvingId } = await problems().solveIncidents({ params: { id: made.caseId }, body: { done: 'Hersteld', tested: 'Geprobeerd' } })
    const run = () => solveAll.run({ solvingId }, app.app, new AbortController().signal)
    await Promise.all([run(), run(), run()])
    await app.settle()
    expect((await problems().problem({ params: { id: made.caseId } })).solving).toMatchObject({ total: 30, solved: 30, leftAlone: [], failed: [] })
    const { rows } = await app.app.pools.owner.query<{ about: string; count: string }>(
      `select about, count(*) from event where name = 'cases.moved' and data->>'move' = 'solve' and about = any ($1) group by 1`,
      [ids.map((id) => `case/${id}`)],
    )
    expect(rows.map(({ count }) => Number(count))).toEqual(ids.map(() => 1))
    const told = (await work().case({ params: { id: made.caseId } })).entries.filter(({ kind }) => kind === 'system')
    expect(told).toHaveLength(1)
  })

  test('interrupted, it goes on with the rest', async () => {
    const ids = [await incident(noor.id), await incident(noor.id)].map(({ id }) => id)
    const made = await problem(ids)
    const { id: solvingId } = await problems().solveIncidents({ params: { id: made.caseId }, body: { done: 'Hersteld', tested: 'Geprobeerd' } })
    await expect(solveAll.run({ solvingId }, app.app, AbortSignal.abort())).rejects.toThrow('interrupted')
    expect(await stateOf(ids[0] ?? '')).toBe('new')
    await solveAll.run({ solvingId }, app.app, new AbortController().signal)
    expect(await Promise.all(ids.map(stateOf))).toEqual(['solved', 'solved'])
  })
})
