/** The catalogue through HTTP: making, asking, versions, audience, approval, and what the answers say about priority. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { people } from '#record/people/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { deskApprovals } from '../approvals/contract.ts'
import { desk } from '../contract.ts'
import { deskPortal } from '../portal/contract.ts'
import { deskSearch } from '../search/contract.ts'
import { deskTasks } from '../tasks/contract.ts'
import { deskCatalogue } from './contract.ts'

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

describe('priority with arguments', () => {
  test('the answers of the portal are arguments; what the engineer chose instead stands with its reason', async () => {
    const report = { title: 'Scherm zwart', howBad: 'cannotWork', howMany: 'few' } as const
    const { id } = await app.as(deskPortal, reporter.token).report({ body: report })
    const { case: one } = await app.as(desk, engineer.token).case({ params: { id } })
    expect(one.proposal).toMatchObject({ priority: 'high' })
    expect(one.proposal.reasons).toEqual([
      'Op “Hoe erg is het voor u?” is “Ik kan niet werken” geantwoord: daarom is de urgentie “Hoog”',
      'Op “Hoeveel mensen hebben hier last van?” is “Een paar mensen of een klas” geantwoord: daarom is het gevolg “Een groep”',
      'Hoog, omdat het gevolg “Een groep” is en de urgentie “Hoog”',
    ])
    const edited = await app.as(desk, engineer.token).edit({ params: { id }, body: { version: one.version, urgency: 'low' } })
    // What the engineer overruled is no argument any more.
    expect(edited.proposal.reasons).toHaveLength(2)
    const chosen = { version: edited.version, priority: 'critical', priorityReason: 'Examen om 13 uur' } as const
    await app.as(desk, engineer.token).edit({ params: { id }, body: chosen })
    const listed = (await app.as(desk, engineer.token).cases()).items.find((row) => row.id === id)
    expect(listed).toMatchObject({ priority: 'critical', proposedPriority: 'low', priorityReason: 'Examen om 13 uur' })
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
