/** An item in more than one organisation, the agreement its cases get, and the services that a case can be about. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { type AgreementBody, usualAgreement } from '#record/cases/clocks/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { actorOf } from '#record/people/people.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { deskClocks } from '../../clocks/contract.ts'
import { desk } from '../../contract.ts'
import { deskCatalogue } from '../contract.ts'
import { type Db, offerTo } from '../store.ts'

let app: Spil
let admin: Member
let lead: Member
let engineer: Member
let reporter: Member
let customer: string
let theirs: Member
let theirLead: Member
let teamId: string
beforeAll(async () => {
  app = await spil()
  admin = await app.administrator()
  lead = await app.member('lead', { name: 'Karel Mulder' })
  engineer = await app.member('engineer', { name: 'Ilse de Boer' })
  reporter = await app.member('reporter', { name: 'Noor Bakker' })
  customer = (await app.as(directory, admin.token).createOrganisation({ body: { name: 'Wilgenschool', timeZone: 'Europe/Amsterdam', locale: 'nl' } }))
    .id
  theirs = await app.member('reporter', { name: 'Wil Wilg', organisationId: customer })
  theirLead = await app.member('lead', { name: 'Lies Wilg', organisationId: customer })
  teamId = (await app.as(directory, admin.token).createTeam({ body: { organisationId: lead.organisationId, name: 'Werkplekken' } })).id
})
afterAll(() => app[Symbol.asyncDispose]())

const by = (who: Member) => app.as(deskCatalogue, who.token)
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: unknown) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
const names = async (who: Member) => (await by(who).offers({})).items.map(({ name }) => name)
const usual = (name: string, more: object = {}) => ({ name: { nl: name, en: '' }, kind: 'serviceRequest' as const, ...more })
const caseOf = async (id: string, who = engineer) => (await app.as(desk, who.token).case({ params: { id } })).case

describe('offered to several organisations', () => {
  test('who belongs to one of them sees it and asks for it; the case is of their organisation', async () => {
    const item = await by(admin).addItem({
      body: { organisationId: lead.organisationId, definition: usual('Beamer lenen', { teamId }), offeredTo: [customer] },
    })
    expect(item.offeredTo).toEqual([customer])
    expect(await names(theirs)).toContain('Beamer lenen')
    const offer = (await by(theirs).offers({})).items.find(({ id }) => id === item.id)
    expect(offer?.organisationId).toBe(customer)
    const made = await by(theirs).request({ params: { id: item.id }, body: { version: 1, answers: {} } })
    // Our team is not a team of theirs.
    expect(await caseOf(made.id, theirLead)).toMatchObject({ organisationId: customer, team: null, reporter: { id: theirs.id } })
    expect((await by(theirs).answers({ params: { id: made.id } })).asked).toMatchObject({ itemId: item.id, name: 'Beamer lenen' })
    const own = await by(reporter).request({ params: { id: item.id }, body: { version: 1, answers: {} } })
    expect(await caseOf(own.id)).toMatchObject({ organisationId: lead.organisationId, team: { id: teamId } })

    // Left out it stays; taken away it is gone, and what was asked stays readable by whom it is of.
    const kept = await by(admin).changeItem({ params: { id: item.id }, body: { version: 1, definition: usual('Beamer lenen'), active: true } })
    expect(kept.offeredTo).toEqual([customer])
    await by(admin).changeItem({ params: { id: item.id }, body: { version: 2, definition: usual('Beamer lenen'), active: true, offeredTo: [] } })
    expect(await names(theirs)).not.toContain('Beamer lenen')
    expect(await codeOf(by(theirs).form({ params: { id: item.id } }))).toBe('platform.notFound')
    expect((await by(theirs).answers({ params: { id: made.id } })).asked?.itemId).toBe(item.id)
  })
  test('nobody offers into an organisation that is not theirs to lead: the handler says no, and so does the policy', async () => {
    const body = { organisationId: lead.organisationId, definition: usual('Laptop'), offeredTo: [customer] }
    expect(await codeOf(by(lead).addItem({ body }))).toBe('desk.catalogue.notYours')
    const item = await by(lead).addItem({ body: { ...body, offeredTo: [] } })
    const put = by(lead).changeItem({
      params: { id: item.id },
      body: { version: 1, definition: usual('Laptop'), active: true, offeredTo: [customer] },
    })
    expect(await codeOf(put)).toBe('desk.catalogue.notYours')
    expect(await codeOf(by(theirLead).changeItem({ params: { id: item.id }, body: { version: 1, definition: usual('Ons'), active: true } }))).toBe(
      'platform.notFound',
    )
    for (const who of [lead, theirLead]) {
      const written = app.app.as(await actorOf(app.app, who.id), (ctx) => offerTo(ctx.db as Db, item.id, lead.organisationId, [customer]))
      await expect(written).rejects.toThrow(/row-level security/)
    }
  })
})

test('a case asked from the catalogue gets the agreement of the item, which applies to no other; while it is named it is not removed', async () => {
  const { organisationId } = lead
  const clocks = app.as(deskClocks, lead.token)
  const body: AgreementBody = {
    ...usualAgreement(),
    name: 'Laptop binnen een week',
    applies: { ...usualAgreement().applies, chosen: true },
    targets: usualAgreement()
      .targets.filter(({ kind }) => kind === 'solution')
      .map((target) => ({
        ...target,
        key: 'week',
        kind: 'own',
        name: 'Uitgegeven',
        duration: { unit: 'elapsed', minutes: { critical: 60, high: 120, normal: 180, low: 240 } },
      })),
  }
  const agreement = await clocks.addAgreement({ body: { organisationId, body } })
  await app.settle()
  const item = await by(lead).addItem({ body: { organisationId, definition: usual('Laptop op tijd', { agreementId: agreement.id }) } })
  const asked = await by(reporter).request({ params: { id: item.id }, body: { version: 1, answers: {} } })
  const plain = await app
    .as(desk, engineer.token)
    .createCase({ body: { kind: 'serviceRequest', title: 'Laptop', impact: 'person', urgency: 'normal' } })
  const agreementsOf = async (id: string) => new Set((await clocks.caseClocks({ params: { id } })).clocks.map((clock) => clock.agreement))
  expect(await agreementsOf(asked.id)).toEqual(new Set([null, 'Laptop binnen een week']))
  expect(await agreementsOf(plain.id)).toEqual(new Set([null]))
  // It stays with the case through what happens to it, and through computing all of them anew.
  const now = await caseOf(asked.id)
  await app.as(desk, engineer.token).edit({ params: { id: asked.id }, body: { version: now.version, urgency: 'high' } })
  await clocks.changeAgreement({ params: { id: agreement.id }, body: { organisationId, version: 1, body: { ...body, name: 'Laptop in een week' } } })
  await app.settle()
  expect(await agreementsOf(asked.id)).toEqual(new Set([null, 'Laptop in een week']))
  const [own] = (await clocks.caseClocks({ params: { id: asked.id } })).clocks.filter(({ target }) => target === 'own')
  expect(own).toMatchObject({ state: 'running', targetSeconds: (await caseOf(asked.id)).priority === 'high' ? 7200 : 10_800 })
  const later = await caseOf(asked.id)
  await app.as(desk, engineer.token).cancel({ params: { id: asked.id }, body: { version: later.version, reason: 'Toch niet' } })
  const refusal = await clocks
    .removeAgreement({ params: { id: agreement.id }, query: { organisationId, version: 2 } })
    .catch((error: unknown) => error)
  expect(refusal instanceof ProblemError && refusal.problem).toMatchObject({
    type: 'desk.clocks.inUse',
    data: { items: ['Laptop op tijd'], cases: 0 },
  })
})

test('a service is chosen when registering and on the case: it is an argument for the priority', async () => {
  const { organisationId } = lead
  await by(lead).addItem({ body: { organisationId, definition: usual('Vraag over Magister', { serviceKey: 'Magister' }) } })
  await by(lead).addItem({ body: { organisationId, definition: usual('Magister stuk', { serviceKey: 'Magister', criticality: 'critical' }) } })
  expect((await by(engineer).services({ query: { organisationId } })).items).toEqual([{ name: 'Magister', criticality: 'critical' }])
  const work = app.as(desk, engineer.token, { 'accept-language': 'nl' })
  const body = { kind: 'incident', title: 'Cijfers weg', impact: 'group', urgency: 'normal' } as const
  const made = await work.createCase({ body: { ...body, service: 'Magister' } })
  expect(made).toMatchObject({ service: 'Magister', proposal: { priority: 'high' } })
  expect(made.proposal.reasons.at(-1)).toMatch(/belang van Magister/)
  expect(await codeOf(work.createCase({ body: { ...body, service: 'Bestaat niet' } }))).toBe('desk.noSuchService')
  expect(await codeOf(app.as(desk, reporter.token).createCase({ body: { ...body, service: 'Magister' } }))).toBe('desk.onlyStaff')
  const plain = await work.createCase({ body })
  expect(plain).toMatchObject({ service: null, proposal: { priority: 'normal' } })
  const raised = await work.edit({ params: { id: plain.id }, body: { version: plain.version, service: 'Magister' } })
  expect(raised).toMatchObject({ service: 'Magister', priority: 'high' })
  expect(await codeOf(work.edit({ params: { id: plain.id }, body: { version: raised.version, service: 'Bestaat niet' } }))).toBe('desk.noSuchService')
  // Another field leaves it; null takes it away.
  const titled = await work.edit({ params: { id: plain.id }, body: { version: raised.version, title: 'Cijfers zoek' } })
  expect(titled).toMatchObject({ service: 'Magister', priority: 'high' })
  expect(await work.edit({ params: { id: plain.id }, body: { version: titled.version, service: null } })).toMatchObject({
    service: null,
    priority: 'normal',
  })
})
