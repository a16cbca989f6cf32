/** The catalogue: forms as data for whatever they hold, and asking through HTTP. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { people } from '#record/people/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { deskApprovals } from '../approvals/contract.ts'
import { desk } from '../contract.ts'
import { deskSearch } from '../search/contract.ts'
import { deskTasks } from '../tasks/contract.ts'
import { type Answers, Definition, deskCatalogue, FormField } from './contract.ts'
import { check, flaws, matches, shownFields } from './rules.ts'

const today = '2026-11-25'
const field = (more: Partial<FormField> & Pick<FormField, 'key' | 'kind'>) => FormField.parse({ label: { nl: more.key }, ...more })

describe('patterns', () => {
  test('signs stand for what they say', () => {
    expect(matches('##-@@-##', '12-ab-34')).toBe(true)
    expect(matches('##-@@-##', '12-a4-34')).toBe(false)
    expect(matches('*@linde.nl', 'x')).toBe(false)
    expect(matches('LT-*', 'lt-0042')).toBe(true)
    expect(matches('', '')).toBe(true)
  })
  test('the same answers as a regular expression, and never long', () => {
    const signs = fc.array(fc.constantFrom('#', '?', '*', 'a', '1', '-'), { maxLength: 12 }).map((all) => all.join(''))
    const text = fc.array(fc.constantFrom('a', '1', '2', '-', 'b'), { maxLength: 16 }).map((all) => all.join(''))
    const as = (pattern: string) =>
      new RegExp(`^${[...pattern].map((sign) => (sign === '#' ? '\\d' : sign === '?' ? '.' : sign === '*' ? '.*' : sign)).join('')}$`)
    fc.assert(fc.property(signs, text, (pattern, word) => matches(pattern, word) === as(pattern).test(word)))
    const begin = performance.now()
    expect(matches(`${'*a'.repeat(29)}*b`, 'a'.repeat(20_000))).toBe(false)
    expect(performance.now() - begin).toBeLessThan(2000)
  })
})

describe('a form', () => {
  const fields = [
    field({
      key: 'kind',
      kind: 'choice',
      required: true,
      choices: [
        { key: 'new', label: { nl: 'Nieuw', en: 'New' }, impact: null, urgency: null },
        { key: 'old', label: { nl: 'Stuk', en: '' }, impact: null, urgency: 'high' },
      ],
    }),
    field({ key: 'broken', kind: 'text', required: true, shownWhen: { field: 'kind', is: ['old'] } }),
    field({ key: 'count', kind: 'number', min: 1, max: 10, unit: 'stuks' }),
    field({ key: 'tag', kind: 'text', pattern: 'LT-####' }),
    field({ key: 'day', kind: 'date', min: 0, max: 30 }),
  ]
  test('keeps only what is shown and right, and says at each field what is wrong', () => {
    expect(check(fields, {}, today).wrong).toMatchObject({ kind: { code: 'needed' } })
    expect(check(fields, { kind: 'new', broken: 'scherm' }, today)).toEqual({ clean: { kind: 'new' }, wrong: {} })
    expect(check(fields, { kind: 'old' }, today).wrong).toEqual({ broken: { code: 'needed', values: {} } })
    const bad = check(fields, { kind: 'weg', count: 11, tag: 'LT-12', day: '2026-02-30' }, today).wrong
    expect(Object.fromEntries(Object.entries(bad).map(([key, { code }]) => [key, code]))).toEqual({
      kind: 'noSuchChoice',
      count: 'tooHigh',
      tag: 'pattern',
      day: 'notADate',
    })
    expect(check(fields, { kind: 'new', day: '2026-11-24' }, today).wrong.day).toEqual({ code: 'tooEarly', values: { day: today } })
    expect(check(fields, { kind: 'new', day: '2026-12-26' }, today).wrong.day).toEqual({ code: 'tooLate', values: { day: '2026-12-25' } })
  })
  test('whatever is sent: nothing throws, nothing hidden or unknown is kept, and what is kept is right again', () => {
    const answer = fc.oneof(fc.string({ maxLength: 30 }), fc.double(), fc.boolean(), fc.array(fc.string({ maxLength: 5 }), { maxLength: 4 }))
    const keys = fc.constantFrom('kind', 'broken', 'count', 'tag', 'day', 'else', '__proto__')
    fc.assert(
      fc.property(fc.array(fc.tuple(keys, answer), { maxLength: 8 }), (given) => {
        const answers = Object.fromEntries(given) as Answers
        const { clean } = check(fields, answers, today)
        const shown = shownFields(fields, answers).map(({ key }) => key)
        expect(Object.keys(clean).filter((key) => !shown.includes(key))).toEqual([])
        for (const key of Object.keys(check(fields, clean, today).wrong)) expect(clean[key]).toBeUndefined()
      }),
    )
  })
  test('what cannot work is refused when it is made', () => {
    const base = Definition.parse({ name: { nl: 'Iets' }, kind: 'serviceRequest' })
    const codes = (fields: FormField[]) => flaws({ ...base, fields }).map(({ code }) => code)
    const [kind, broken] = fields as [FormField, FormField]
    expect(codes([kind, broken])).toEqual([])
    expect(codes([broken, kind])).toEqual(['whenEarlier'])
    expect(codes([kind, kind])).toEqual(['keyTwice'])
    expect(codes([field({ key: 'x', kind: 'choice' })])).toEqual(['noChoices'])
    expect(codes([field({ key: 'x', kind: 'number', min: 2, max: 1, pattern: '#' })])).toEqual(['minAboveMax', 'patternOnlyText'])
    expect(flaws({ ...base, kind: 'accessRequest' }).map(({ code }) => code)).toEqual(['accessOnly'])
  })
})

let app: Spil
let reporter: Member
let other: Member
let boss: Member
let engineer: Member
let lead: Member
let checklistId: string
let teamId: string
beforeAll(async () => {
  app = await spil()
  reporter = await app.member('reporter', { name: 'Noor Bakker' })
  other = await app.member('reporter', { name: 'Sem Visser' })
  boss = await app.member('reporter', { name: 'Wil de Baas' })
  engineer = await app.member('engineer', { name: 'Ilse de Boer' })
  lead = await app.member('lead', { name: 'Karel Mulder' })
  const admin = await app.administrator()
  await app.as(directory, admin.token).changePerson({ params: { id: reporter.id }, body: { version: 1, managerId: boss.id } })
  await app.as(people, lead.token).updateMe({ body: { locale: 'en' } })
  const { organisationId } = lead
  teamId = (await app.as(directory, admin.token).createTeam({ body: { organisationId, name: 'Werkplekken', memberIds: [engineer.id] } })).id
  const list = { organisationId, name: 'Laptop klaarmaken', tasks: [{ title: 'Image zetten' }, { title: 'Uitgeven', after: 0 }] }
  checklistId = (await app.as(deskTasks, lead.token).createChecklist({ body: list })).id
})
afterAll(() => app[Symbol.asyncDispose]())

const by = (who: Member) => app.as(deskCatalogue, who.token)
const refused = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${error}`)
  return error.problem
}
const laptop = () => ({
  name: { nl: 'Laptop', en: 'Laptop' },
  description: { nl: 'Een nieuwe laptop, of een die stuk is.', en: 'A new laptop, or one that is broken.' },
  also: 'notebook computer',
  kind: 'serviceRequest' as const,
  teamId,
  checklistId,
  criticality: 'critical' as const,
  fields: [
    {
      key: 'bad',
      kind: 'choice' as const,
      label: { nl: 'Hoe erg is het?', en: 'How bad is it?' },
      required: true,
      choices: [
        { key: 'wait', label: { nl: 'Ik kan wachten', en: 'I can wait' }, urgency: 'low' as const },
        { key: 'stop', label: { nl: 'Ik kan niet werken', en: 'I cannot work' }, urgency: 'high' as const },
      ],
    },
    { key: 'who', kind: 'person' as const, label: { nl: 'Voor wie?', en: 'For whom?' } },
    { key: 'photo', kind: 'file' as const, label: { nl: 'Foto', en: 'Photo' } },
    { key: 'tag', kind: 'text' as const, label: { nl: 'Sticker', en: 'Sticker' }, pattern: 'LT-####' },
  ],
})
const add = (definition: Parameters<ReturnType<typeof by>['addItem']>[0]['body']['definition']) =>
  by(lead).addItem({ body: { organisationId: lead.organisationId, definition } })

describe('asking', () => {
  test('a lead makes it, a reporter finds it by another word, fills it in, and everything is on the case', async () => {
    const item = await add(laptop())
    expect((await by(reporter).offers({ query: { search: 'NOTEBOOK' } })).items).toMatchObject([{ id: item.id, name: 'Laptop' }])
    expect((await by(reporter).offers({ query: { search: 'fiets' } })).items).toEqual([])
    const form = await by(lead).form({ params: { id: item.id } })
    expect(form).toMatchObject({ version: 1, description: 'A new laptop, or one that is broken.' })
    expect((await by(reporter).colleagues({ params: { id: item.id }, query: { search: 'viss' } })).items).toEqual([
      { id: other.id, name: 'Sem Visser' },
    ])
    const file = await by(reporter).upload(
      { params: { id: item.id }, raw: 'een foto' },
      { contentType: 'text/plain', headers: { 'x-file-name': 'foto.txt' } },
    )
    const answers = { bad: 'stop', who: other.id, photo: [file.id], tag: 'LT-0042', hidden: 'x' }
    const made = await by(reporter).request({ params: { id: item.id }, body: { version: 1, answers } })
    const params = { id: made.id }
    const page = await app.as(desk, engineer.token).case({ params })
    expect(page.case).toMatchObject({ kind: 'serviceRequest', title: 'Laptop', urgency: 'high', impact: 'person', team: { id: teamId } })
    // The matrix says normal; the importance of the service makes it one step higher, and says so.
    expect(page.case.proposal).toMatchObject({ priority: 'high' })
    expect(page.case.proposal.reasons).toEqual([
      'Op “Hoe erg is het?” is “Ik kan niet werken” geantwoord: daarom is de urgentie “Hoog”',
      'Normaal, omdat het gevolg “Eén persoon” is en de urgentie “Hoog”',
      'Eén stap hoger, van Normaal naar Hoog, omdat het belang van Laptop “Onmisbaar” is',
    ])
    expect(page.attachments.map(({ name }) => name)).toEqual(['foto.txt'])
    const { asked } = await by(engineer).answers({ params })
    expect(asked).toMatchObject({ version: 1, answers: { bad: 'stop', who: other.id, tag: 'LT-0042' } })
    expect(asked?.lines).toContainEqual({ label: 'Voor wie?', text: 'Sem Visser' })
    expect(asked?.answers.hidden).toBeUndefined()
    expect((await app.as(deskTasks, engineer.token).caseTasks({ params })).map(({ title }) => title)).toEqual(['Image zetten', 'Uitgeven'])
    const hits = await app.as(deskSearch, engineer.token).search({ query: { q: 'sticker visser' } })
    expect(hits.items.map(({ id }) => id)).toContain(made.id)
    const row = (await app.as(desk, lead.token).cases()).items.find(({ id }) => id === made.id)
    expect(row?.why[2]).toBe('One step higher, from Normal to High, because the importance of Laptop is “Indispensable”')
    const mine = (await app.as(desk, reporter.token).cases()).items.find(({ id }) => id === made.id)
    expect(mine?.why).toEqual([])
  })

  test('what is wrong is said at each field, and nothing is made', async () => {
    const item = await add(laptop())
    const before = (await app.as(desk, reporter.token).cases()).items.length
    const answers = { tag: 'LT-1', photo: [item.id], who: item.id }
    const problem = await refused(by(reporter).request({ params: { id: item.id }, body: { version: 1, answers } }))
    expect(problem.type).toBe('desk.catalogue.answersWrong')
    expect(problem.errors?.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/body/answers/bad', 'needed'],
      ['/body/answers/tag', 'pattern'],
      ['/body/answers/who', 'noSuchPerson'],
      ['/body/answers/photo', 'noSuchFile'],
    ])
    expect((await app.as(desk, reporter.token).cases()).items).toHaveLength(before)
  })
})

describe('versions and audience', () => {
  test('a case keeps the version it was asked with; an older form is refused; two leads do not overwrite each other', async () => {
    const item = await add(laptop())
    const params = { id: item.id }
    const made = await by(reporter).request({ params, body: { version: 1, answers: { bad: 'wait' } } })
    const changed = { ...laptop(), name: { nl: 'Schootcomputer', en: '' }, fields: [] }
    expect(await by(lead).changeItem({ params, body: { version: 1, definition: changed, active: true } })).toMatchObject({ version: 2 })
    expect(await refused(by(lead).changeItem({ params, body: { version: 1, definition: laptop(), active: true } }))).toMatchObject({
      type: 'desk.catalogue.changed',
      data: { current: { version: 2 } },
    })
    expect(await refused(by(reporter).request({ params, body: { version: 1, answers: { bad: 'wait' } } }))).toMatchObject({
      type: 'desk.catalogue.formChanged',
    })
    expect((await by(engineer).answers({ params: { id: made.id } })).asked).toMatchObject({ version: 1, name: 'Laptop' })
    expect((await by(engineer).item({ params, query: { version: '1' } })).definition.fields).toHaveLength(4)
    expect((await by(lead).form({ params })).name).toBe('Schootcomputer')
    await by(lead).changeItem({ params, body: { version: 2, definition: changed, active: false } })
    expect(await refused(by(reporter).form({ params }))).toMatchObject({ status: 404 })
  })

  test('an audience sees it, others do not; the order is that of the leads', async () => {
    const { organisationId } = lead
    const staff = await add({ name: { nl: 'Serverruimte' }, kind: 'serviceRequest', audience: { roles: ['engineer'] } })
    const team = await add({ name: { nl: 'Gereedschap' }, kind: 'serviceRequest', audience: { teamIds: [teamId] } })
    const seen = async (who: Member) => (await by(who).offers({})).items.map(({ id }) => id)
    expect(await seen(engineer)).toEqual(expect.arrayContaining([staff.id, team.id]))
    expect(await seen(reporter)).not.toContain(staff.id)
    expect(await seen(reporter)).not.toContain(team.id)
    expect(await refused(by(reporter).form({ params: { id: staff.id } }))).toMatchObject({ status: 404 })
    await by(lead).orderItems({ body: { organisationId, ids: [team.id, staff.id] } })
    expect((await seen(engineer)).slice(0, 2)).toEqual([team.id, staff.id])
    expect(await refused(by(engineer).orderItems({ body: { organisationId, ids: [] } }))).toMatchObject({ status: 403 })
  })

  test('a form that cannot work is refused at its place', async () => {
    const bad = { name: { nl: 'x' }, kind: 'serviceRequest' as const, fields: [{ key: 'a', kind: 'choice' as const, label: { nl: 'a' } }] }
    expect(await refused(add(bad))).toMatchObject({
      type: 'desk.catalogue.definitionWrong',
      errors: [{ pointer: '/body/definition/fields/0/choices', code: 'noChoices' }],
    })
    expect(await refused(add({ name: { nl: 'x' }, kind: 'serviceRequest', teamId: lead.id }))).toMatchObject({ type: 'desk.noSuchTeam' })
  })
})

describe('approval of a request', () => {
  const withApproval = () => ({ ...laptop(), approval: { steps: [{ name: { nl: 'Leidinggevende' }, deciders: [{ kind: 'manager' as const }] }] } })
  const askOne = async () => {
    const item = await add(withApproval())
    const made = await by(reporter).request({ params: { id: item.id }, body: { version: 1, answers: { bad: 'wait' } } })
    await app.settle()
    const [approval] = (await app.as(deskApprovals, reporter.token).caseApprovals({ params: { id: made.id } })).items
    if (!approval) throw new Error('nothing was asked')
    return { id: made.id, approval }
  }
  const solve = (id: string) =>
    app.as(desk, engineer.token).solve({ params: { id }, body: { version: 1, done: 'Dit', tested: 'Zo', despiteTasks: 'x' } })

  test('holds solving until it is there; then the checklist begins', async () => {
    const { id, approval } = await askOne()
    expect(approval.steps[0]?.seats.map((seat) => seat.person.name)).toEqual(['Wil de Baas'])
    expect(approval.lines).toContainEqual({ label: 'Hoe erg is het?', text: 'Ik kan wachten' })
    expect(await refused(solve(id))).toMatchObject({ type: 'cases.held', title: 'Oplossen kan nog niet: eerst moet er akkoord zijn' })
    expect(await app.as(deskTasks, engineer.token).caseTasks({ params: { id } })).toEqual([])
    await app.as(deskApprovals, boss.token).decide({ params: { id: approval.id }, body: { yes: true } })
    await app.settle()
    expect(await app.as(deskTasks, engineer.token).caseTasks({ params: { id } })).toHaveLength(2)
    expect((await app.as(desk, reporter.token).case({ params: { id } })).entries.map(({ text }) => text)).toContain(
      'Uw aanvraag is goedgekeurd. Wij gaan ermee aan de slag.',
    )
    expect((await solve(id)).state).toBe('solved')
  })
  test('a refusal closes the case with the reason, and the reporter is told', async () => {
    const { id, approval } = await askOne()
    await app.as(deskApprovals, boss.token).decide({ params: { id: approval.id }, body: { yes: false, reason: 'U hebt er al een' } })
    await app.settle()
    const page = await app.as(desk, reporter.token).case({ params: { id } })
    expect(page.case).toMatchObject({ state: 'cancelled', endReason: 'Afgewezen door Wil de Baas: U hebt er al een' })
    const { rows } = await app.app.pools.owner.query<{ content: { text: string } }>(
      `select content from outgoing_mail where about = $1 and content::text like '%afgewezen%'`,
      [`case/${id}`],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]?.content.text).toContain('U hebt er al een')
    await app.settle()
    expect((await app.as(desk, reporter.token).case({ params: { id } })).entries.filter(({ text }) => text.includes('afgewezen'))).toHaveLength(1)
  })
})
