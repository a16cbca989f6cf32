/** The story of a report at the desk, through HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from './contract.ts'
import { deskNotices } from './notices/contract.ts'
import { deskPortal } from './portal/contract.ts'
import { deskSearch } from './search/contract.ts'
import { deskSettings } from './settings/contract.ts'

let app: Spil
let reporter: Member
let other: Member
let engineer: Member
let colleague: Member
let lead: Member
beforeAll(async () => {
  app = await spil()
  reporter = await app.member('reporter', { name: 'Noor Bakker' })
  other = await app.member('reporter', { name: 'Sem Visser' })
  engineer = await app.member('engineer', { name: 'Ilse de Boer' })
  colleague = await app.member('engineer', { name: 'Daan Smit' })
  lead = await app.member('lead', { name: 'Karel Mulder' })
})
afterAll(() => app[Symbol.asyncDispose]())

const by = (who: Member) => app.as(desk, who.token, { 'accept-language': 'nl' })
const report = {
  kind: 'incident',
  title: 'De printer in lokaal 12 doet niets',
  text: 'Hij geeft een rood lampje.',
  impact: 'group',
  urgency: 'normal',
} as const
/** The problem that it is refused with. */
const refused = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${error}`)
  return error.problem
}

describe('from report to closed', () => {
  test('reported, taken, answered, solved, confirmed', async () => {
    const made = await by(reporter).createCase({ body: report })
    expect(made).toMatchObject({ state: 'new', priority: 'normal', reporter: { name: 'Noor Bakker' }, number: expect.stringMatching(/^C-1\d{3}$/) })
    expect(made.proposal.reason).toBe('Normaal, omdat het gevolg “Een groep” is en de urgentie “Gewoon”')
    const params = { id: made.number }
    const taken = await by(engineer).take({ params, body: { version: made.version } })
    expect(taken).toMatchObject({ state: 'inProgress', assignee: { id: engineer.id } })
    await by(engineer).addEntry({ params, body: { visibility: 'public', text: 'Ik kom zo kijken.' } })
    await by(engineer).addEntry({ params, body: { visibility: 'internal', text: 'Vermoedelijk de fuser.' } })
    const seen = await by(reporter).case({ params })
    expect(seen.entries.map((entry) => entry.text)).toEqual(['Ik kom zo kijken.'])
    expect(seen.case.respondedAt).not.toBeNull()
    const solved = await by(engineer).solve({
      params,
      body: { version: taken.version, done: 'Papier uit de lade gehaald.', tested: 'Testpagina geprint.' },
    })
    expect(solved).toMatchObject({ state: 'solved', solution: { round: 1 }, dueAt: null })
    const closed = await by(engineer).confirm({ params, body: { version: solved.version, text: 'Noor belde: hij doet het.' } })
    expect(closed).toMatchObject({ state: 'closed', confirmed: true })
    const page = await by(lead).case({ params })
    expect(page.clocks.map((clock) => clock.state)).toEqual(['met', 'met'])
    expect(page.entries.map((entry) => entry.kind)).toEqual(['message', 'note', 'solution', 'test', 'test'])
    const history = await by(lead).history({ params })
    expect(history.items.map((item) => item.text)).toContain('Status van Nieuw naar In behandeling')
    expect((await app.happened()).filter((name) => name.startsWith('cases.'))).toEqual([
      'cases.opened',
      'cases.moved',
      'cases.entryAdded',
      'cases.entryAdded',
      // How it was tested is kept as a step.
      'cases.testStep',
      'cases.moved',
      'cases.entryAdded',
      'cases.entryAdded',
      'cases.moved',
      'cases.entryAdded',
    ])
  })

  test('two engineers take at the same moment: one has it, the other is told who', async () => {
    const made = await by(reporter).createCase({ body: report })
    const params = { id: made.id }
    const tries = await Promise.allSettled([engineer, colleague].map((one) => by(one).take({ params, body: { version: made.version } })))
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const lost = tries.find((one) => one.status === 'rejected')?.reason as ProblemError
    const winner = (await by(lead).case({ params })).case.assignee
    expect(lost.problem).toMatchObject({ type: 'cases.changed', status: 409, data: { version: 2, changedBy: winner } })
    expect((lost.problem.data as { changes: unknown[] }).changes).toContainEqual({ field: 'assigneeId', from: null, to: winner?.name })
  })

  test('a change on an older version is refused with what is different', async () => {
    const made = await by(reporter).createCase({ body: report })
    const params = { id: made.id }
    await by(engineer).edit({ params, body: { version: 1, title: 'Printer lokaal 12: rood lampje', impact: 'department' } })
    const problem = await refused(by(colleague).edit({ params, body: { version: 1, urgency: 'high' } }))
    expect(problem).toMatchObject({ type: 'cases.changed', data: { changedBy: { name: 'Ilse de Boer' }, version: 2 } })
    expect((problem.data as { changes: unknown }).changes).toEqual([
      { field: 'title', from: report.title, to: 'Printer lokaal 12: rood lampje' },
      { field: 'impact', from: 'Een groep', to: 'Een afdeling' },
      { field: 'priority', from: 'Normaal', to: 'Hoog' },
    ])
    expect((await by(lead).case({ params })).case).toMatchObject({ urgency: 'normal', priority: 'high' })
  })
})

describe('who sees what', () => {
  test('a reporter sees their own cases only', async () => {
    const mine = await by(reporter).createCase({ body: { ...report, title: 'Alleen van Noor' } })
    expect(await refused(by(other).case({ params: { id: mine.id } }))).toMatchObject({ status: 404 })
    expect(await refused(by(other).case({ params: { id: mine.number } }))).toMatchObject({ status: 404 })
    expect((await by(other).cases()).items).toEqual([])
    expect((await by(reporter).cases()).items.map(({ id }) => id)).toContain(mine.id)
    expect(await refused(by(reporter).take({ params: { id: mine.id }, body: { version: 1 } }))).toMatchObject({ status: 403 })
    expect(await refused(by(reporter).createCase({ body: { ...report, priority: 'critical', priorityReason: 'haast' } }))).toMatchObject({
      type: 'desk.onlyStaff',
    })
  })

  test('a confidential case is there for the named only, in lists, page, search, files and counts', async () => {
    const body = {
      ...report,
      title: 'Zorgen om gijzelsoftware',
      text: 'geheimwoord',
      confidential: true,
      reporterId: reporter.id,
    } as const
    const made = await by(engineer).createCase({ body })
    const params = { id: made.id }
    await by(engineer).addEntry({ params, body: { visibility: 'internal', text: 'geheimwoord in een notitie' } })
    for (const one of [colleague, lead, other]) {
      expect(await refused(by(one).case({ params }))).toMatchObject({ status: 404 })
      expect((await by(one).cases({ query: { search: 'gijzelsoftware' } })).items).toEqual([])
      expect((await app.as(deskSearch, one.token).search({ query: { q: 'geheimwoord' } })).items).toEqual([])
      expect((await app.as(deskSearch, one.token).search({ query: { q: made.number } })).items).toEqual([])
    }
    expect((await app.as(deskSearch, engineer.token).search({ query: { q: 'geheimwoord' } })).items.map(({ kind }) => kind).sort()).toEqual([
      'case',
      'entry',
    ])
    expect((await app.as(deskSearch, reporter.token).search({ query: { q: 'geheimwoord' } })).items.map(({ kind }) => kind)).toEqual(['case'])
    await by(engineer).addPerson({ params, body: { personId: lead.id, role: 'named' } })
    expect((await by(lead).case({ params })).entries).toHaveLength(1)
    await by(lead).edit({ params, body: { version: 1, confidential: false } })
    expect((await by(colleague).case({ params })).entries).toHaveLength(1)
  })

  test('files: internal ones stay with staff, only what cannot run is shown in the page', async () => {
    const { id } = await by(reporter).createCase({ body: report })
    const send = (who: Member, name: string, type: string, raw: string | Buffer, visibility: 'public' | 'internal' = 'public') =>
      by(who).attach(
        { params: { id }, query: { visibility }, raw: raw as BodyInit },
        { contentType: type, headers: { 'x-file-name': encodeURIComponent(name) } },
      )
    const png = Buffer.from('89504e470d0a1a0a0000', 'hex')
    const picture = await send(reporter, '../../etc/foto é.png', 'text/html', png)
    expect(picture).toMatchObject({ name: 'foto é.png', type: 'image/png', inline: true })
    const page = await send(reporter, 'evil.html', 'text/html', '<script>alert(1)</script>')
    expect(page).toMatchObject({ type: 'application/octet-stream', inline: false })
    expect(await send(reporter, 'fake.png', 'image/png', '<svg onload=alert(1)>')).toMatchObject({ inline: false })
    const secret = await send(engineer, 'log.txt', 'text/plain', 'wachtwoord', 'internal')
    expect((await by(reporter).case({ params: { id } })).attachments.map(({ name }) => name)).not.toContain('log.txt')
    expect(await refused(by(reporter).download({ params: { id: secret.id } }))).toMatchObject({ status: 404 })
    expect(await refused(by(other).download({ params: { id: picture.id } }))).toMatchObject({ status: 404 })
    const reply = await app.server.inject({ url: `/api/desk/attachments/${page.id}`, headers: { authorization: `Bearer ${reporter.token}` } })
    expect(reply.headers).toMatchObject({ 'content-security-policy': "default-src 'none'; sandbox", 'x-content-type-options': 'nosniff' })
    expect(reply.headers['content-disposition']).toMatch(/^attachment/)
    const entry = await by(reporter).case({ params: { id } })
    expect(entry.attachments).toHaveLength(3)
  })
})

describe('priority', () => {
  test('another than proposed needs a reason; both stay, also when the matrix changes', async () => {
    const { organisationId } = lead
    const body = { ...report, priority: 'critical', channel: 'phone' } as const
    expect(await refused(by(engineer).createCase({ body }))).toMatchObject({ type: 'desk.priorityReasonNeeded' })
    const made = await by(engineer).createCase({ body: { ...body, priorityReason: 'Centraal examen om 13.00 uur' } })
    expect(made).toMatchObject({ priority: 'critical', proposal: { priority: 'normal' }, priorityReason: 'Centraal examen om 13.00 uur' })
    expect(made.respondedAt).toBe(made.openedAt)
    const settings = app.as(deskSettings, lead.token)
    const { matrix, version } = await settings.matrix({ query: { organisationId } })
    const stricter = { ...matrix, group: { ...matrix.group, normal: 'high' as const } }
    await settings.changeMatrix({ body: { organisationId, version, matrix: stricter } })
    expect(await refused(settings.changeMatrix({ body: { organisationId, version, matrix } }))).toMatchObject({ type: 'desk.settings.changed' })
    expect(await refused(app.as(deskSettings, engineer.token).changeMatrix({ body: { organisationId, version: 1, matrix } }))).toMatchObject({
      status: 403,
    })
    expect((await by(reporter).createCase({ body: report })).priority).toBe('high')
    const edited = await by(engineer).edit({ params: { id: made.id }, body: { version: 1, priority: null } })
    expect(edited).toMatchObject({ priority: 'high', proposal: { priority: 'high' }, priorityReason: null })
    await settings.changeMatrix({ body: { organisationId, version: 1, matrix } })
  })
})

describe('the list', () => {
  test('filters, sorts and pages without losing or repeating one', async () => {
    const mine = await app.member('reporter')
    const numbers: string[] = []
    for (let index = 0; index < 7; index++)
      numbers.push((await by(mine).createCase({ body: { ...report, title: `Reeks ${index}`, urgency: index % 2 ? 'high' : 'low' } })).number)
    for (const sort of ['updated', 'created', 'due', 'priority'] as const) {
      const seen: string[] = []
      let after: string | undefined
      do {
        const page = await by(engineer).cases({ query: { reporterId: mine.id, sort, limit: 3, ...(after && { after }) } })
        seen.push(...page.items.map(({ number }) => number))
        after = page.next ?? undefined
      } while (after)
      expect([...seen].sort()).toEqual([...numbers].sort())
    }
    expect((await by(engineer).cases({ query: { reporterId: mine.id, state: ['new'], priority: ['high'], assignee: 'none' } })).items).toHaveLength(3)
    expect((await by(engineer).cases({ query: { reporterId: mine.id, search: 'reeks 3' } })).items.map(({ title }) => title)).toEqual(['Reeks 3'])
    expect(await refused(by(engineer).cases({ query: { after: 'nonsense' } }))).toMatchObject({ type: 'platform.after', status: 400 })
    expect(await by(engineer).counts()).toMatchObject({ new: expect.any(Number), mine: expect.any(Number) })
  })

  test('search folds accents, knows both languages, beginnings and numbers', async () => {
    const made = await by(reporter).createCase({
      body: { ...report, title: 'Coördinator kan geen computers benaderen', text: 'The laptops are overheating' },
    })
    const find = async (q: string) => (await app.as(deskSearch, engineer.token).search({ query: { q } })).items.map(({ number }) => number)
    for (const q of ['coordinator', 'coördi', 'computer', 'laptop overheat', made.number, made.number.slice(2)])
      expect(await find(q), q).toContain(made.number)
    const digits = made.number.slice(2)
    for (const q of [`c${digits}`, `C ${digits}`, `#${digits}`, `# ${digits}`, `C-00${digits}`, `00${digits}`])
      expect((await find(q))[0], q).toBe(made.number)
    // The sticker of a laptop: not a number below zero, and not the number of a case.
    const laptop = await by(reporter).createCase({ body: { ...report, title: 'Laptop LT-0042 start niet', text: 'Zie ook factuur 2026-77310.' } })
    for (const q of ['LT-0042', 'lt-0042', 'LT 0042', '0042', 'lt-004', '77310', '2026-773']) expect(await find(q), q).toContain(laptop.number)
    for (const q of ['LT-0043', '-0043']) expect(await find(q), q).not.toContain(laptop.number)
    expect(await find('ditwoordbestaatniet')).toEqual([])
    expect(await find("'; drop table x; -- & | ! :*")).toEqual([])
    const people = await app.as(deskSearch, engineer.token).search({ query: { q: 'visser' } })
    expect(people.items).toContainEqual(expect.objectContaining({ kind: 'person', title: 'Sem Visser' }))
    expect((await app.as(deskSearch, reporter.token).search({ query: { q: 'visser' } })).items).toEqual([])
  })
})

describe('working together', () => {
  test('two engineers on one case see each other', async () => {
    const { id } = await by(reporter).createCase({ body: report })
    await by(colleague).here({ params: { id }, body: { writing: true } })
    const { others } = await by(engineer).here({ params: { id }, body: {} })
    expect(others).toMatchObject([{ person: { name: 'Daan Smit' }, writing: true }])
    expect((await by(engineer).case({ params: { id } })).here).toHaveLength(1)
  })

  test('who works on it is told that it was assigned and answered, once', async () => {
    const { id } = await by(reporter).createCase({ body: report })
    await by(lead).assign({ params: { id }, body: { version: 1, assigneeId: engineer.id } })
    await app.as(deskPortal, reporter.token).answer({ params: { id }, body: { text: 'Hij piept nu ook.' } })
    await app.settle()
    const notices = app.as(deskNotices, engineer.token, { 'accept-language': 'nl' })
    const page = await notices.notices()
    expect(page.items.filter(({ caseId }) => caseId === id).map(({ kind }) => kind)).toEqual(['answered', 'assigned'])
    expect(page.items[0]).toMatchObject({ read: false, by: { name: 'Noor Bakker' } })
    const { unread } = await notices.readNotices({ body: { ids: page.items.map((one) => one.id) } })
    expect(unread).toBe(0)
    expect((await app.as(deskNotices, colleague.token).notices()).items.filter(({ caseId }) => caseId === id)).toEqual([])
  })
})
