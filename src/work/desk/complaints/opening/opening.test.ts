/** A complaint: to a lead, never to nor before the eyes of whom it is about, through every door there is. */
import { afterAll, describe, expect, test } from 'vitest'
import { directory } from '#record/people/directory/contract.ts'
import { complaining, refused } from '#test/complaining.ts'
import { deskNotices } from '../../notices/contract.ts'

const { app, boss, noor, karel, mira, engineer, work, complaints, portal, complain, handlerOf } = await complaining()
afterAll(() => app[Symbol.asyncDispose]())

test('history says that Spil gave it, and why; not that the complainant did', async () => {
  const made = await complain()
  const handler = made.assignee?.id === karel.id ? karel : mira
  const { items } = await work(handler).history({ params: { id: made.id } })
  const told = (name: string) => items.filter((one) => one.text.startsWith(name)).map(({ by, text }) => ({ by, text }))
  expect(told('Klacht gegeven')).toEqual([{ by: null, text: `Klacht gegeven aan ${handler.name}, die aan de beurt is` }])
  expect(told('Toegewezen')).toEqual([{ by: null, text: expect.stringContaining(handler.name) }])
  expect(items.filter(({ by }) => by?.id === noor.id)).toEqual([])
})

test('in turn, or to the handler of the organisation; other leads and engineers do not see it', async () => {
  const [first, second] = [await complain(), await complain()]
  expect([first.assignee?.name, second.assignee?.name].sort()).toEqual(['Karel Mulder', 'Mira Post'])
  const other = first.assignee?.id === karel.id ? mira : karel
  for (const who of [other, engineer, boss]) expect(await refused(work(who).case({ params: { id: first.id } }))).toMatchObject({ status: 404 })
  const { organisationId } = boss
  const policy = { organisationId, handlerId: mira.id, acknowledgeDays: 3, answerDays: 30 }
  expect(await refused(complaints(karel).changePolicy({ body: { ...policy, version: 0, handlerId: engineer.id } }))).toMatchObject({
    type: 'desk.complaints.noSuchPerson',
  })
  expect(await complaints(karel).changePolicy({ body: { ...policy, version: 0 } })).toMatchObject({ version: 1, handler: { name: 'Mira Post' } })
  expect(await refused(complaints(karel).changePolicy({ body: { ...policy, version: 0 } }))).toMatchObject({
    type: 'desk.complaints.policyChanged',
  })
  expect([(await complain()).assignee?.name, (await complain()).assignee?.name]).toEqual(['Mira Post', 'Mira Post'])
  // About the handler: to another.
  const about = await complain({ personId: mira.id })
  expect(about.assignee?.name).toBe('Karel Mulder')
  await complaints(karel).changePolicy({ body: { ...policy, version: 1, handlerId: null } })
  await app.settle()
  expect((await work(karel).case({ params: { id: about.id } })).entries.map(({ text }) => text)).toEqual([
    'De klacht is gegeven aan Karel Mulder, die aan de beurt is',
  ])
})

test('about every lead: to an administrator of our own organisation, who can handle it, and this is said', async () => {
  const { id: organisationId } = await app.as(directory, boss.token).createOrganisation({
    body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' },
  })
  for (const role of ['administrator'] as const) await app.as(directory, boss.token).revokeRole({ params: { id: boss.id, organisationId, role } })
  const lead = await app.member('lead', { name: 'Enige Leider', organisationId })
  const client = await app.member('reporter', { name: 'Klant Klaas', organisationId })
  const report = { title: 'Over de leiding', howBad: 'canWork', howMany: 'me', kind: 'complaint', organisationId } as const
  const made = await portal(client).report({ body: { ...report, complaint: { personId: lead.id } } })
  const handler = [boss, karel].find(({ id }) => id === made.assignee?.id)
  if (!handler) throw new Error(`handled by ${made.assignee?.name}`)
  expect(made.entries.map(({ text }) => text)).toEqual([
    `Uw klacht gaat over iedereen die leiding geeft in De Wilg. Daarom behandelt ${handler.name}, beheerder van Lindecollege, de klacht`,
  ])
  expect(await refused(work(lead).case({ params: { id: made.id } }))).toMatchObject({ status: 404 })
  // They have no role there, and handle it all the same.
  const params = { id: made.id }
  const view = await complaints(handler).complaint({ params })
  expect(view).toMatchObject({ mayHandle: true, givenBy: 'ownAdministrator', about: { person: { id: lead.id } } })
  let { version } = await complaints(handler).acknowledge({ params, body: { version: view.version, text: 'Ik ga ermee aan de slag' } })
  for (const side of ['complainant', 'other'] as const)
    version = (await complaints(handler).hear({ params, body: { version, side, text: `Verhaal van ${side}` } })).version
  version = (await complaints(handler).judge({ params, body: { version, judgement: 'founded', reason: 'Het klopt' } })).version
  await complaints(handler).answer({ params, body: { version, text: 'U hebt gelijk' } })
  expect(await portal(client).myCase({ params })).toMatchObject({
    state: 'solved',
    solution: { done: 'U hebt gelijk', tested: 'Uw klacht is gegrond' },
  })
  expect((await portal(client).myCase({ params })).entries.map(({ text }) => text)).not.toContain('Verhaal van other')
})

test('not by mail nor by a change of kind either: whoever made it a complaint no longer handles it', async () => {
  const { id } = await work(noor).createCase({ body: { kind: 'incident', title: 'Slecht geholpen', impact: 'person', urgency: 'low' } })
  const params = { id }
  const { version } = await work(engineer).take({ params, body: { version: 1 } })
  await work(engineer).edit({ params, body: { version, kind: 'complaint' } })
  await app.settle()
  const handler = await handlerOf(id)
  expect([karel.id, mira.id]).toContain(handler?.id)
  expect(await refused(work(engineer).take({ params, body: { version: 9 } }))).toMatchObject({ type: 'cases.notYou' })
  expect(await refused(work(engineer).solve({ params, body: { version: 9, done: 'x', tested: 'y' } }))).toMatchObject({ type: 'cases.notYou' })
  const lead = handler?.id === karel.id ? karel : mira
  const { case: one } = await work(lead).case({ params })
  expect(one.confidential).toBe(true)
  expect(await refused(work(lead).assign({ params, body: { version: one.version, assigneeId: engineer.id } }))).toMatchObject({
    type: 'desk.noSuchPerson',
  })
  expect(await refused(work(lead).solve({ params, body: { version: one.version, done: 'x', tested: 'y' } }))).toMatchObject({
    type: 'desk.judgeFirst',
  })
  // The engineer turns out to be whom it is about: then it is gone for them.
  const { version: shown } = await complaints(lead).complaint({ params })
  await complaints(lead).changeAbout({ params, body: { version: shown, about: { personId: engineer.id } } })
  expect(await refused(work(engineer).case({ params }))).toMatchObject({ status: 404 })
  expect(await refused(work(engineer).history({ params }))).toMatchObject({ status: 404 })
})

test('about the handler, found out later: given to another, and gone for the first', async () => {
  const { id, assignee } = await complain()
  const [first, second] = assignee?.id === karel.id ? [karel, mira] : [mira, karel]
  const { version } = await complaints(first).complaint({ params: { id } })
  const about = { personId: first.id }
  expect(await complaints(first).changeAbout({ params: { id }, body: { version, about } })).toEqual({ complaint: null })
  expect((await handlerOf(id))?.id).toBe(second.id)
  expect(await refused(complaints(first).complaint({ params: { id } }))).toMatchObject({ status: 404 })
  await app.settle()
  expect((await app.as(deskNotices, first.token).notices()).items.filter((one) => one.caseId === id)).toEqual([])
})

describe('whom it is about', () => {
  test('cannot register it, and nobody complains about themselves', async () => {
    const body = { kind: 'complaint', title: 'Klacht aan de telefoon', impact: 'person', urgency: 'low', reporterId: noor.id } as const
    expect(await refused(work(engineer).createCase({ body: { ...body, complaint: { personId: engineer.id } } }))).toMatchObject({
      type: 'desk.complaints.aboutYou',
      title: expect.stringContaining('Laat een collega haar registreren'),
    })
    expect(await refused(work(engineer).createCase({ body: { ...body, complaint: { personId: noor.id } } }))).toMatchObject({
      type: 'desk.complaints.aboutReporter',
    })
    const stranger = { personId: 'b1f9ae0c-3a54-4c7e-9d53-0f3d8f6a1c11' }
    expect(await refused(complain(stranger))).toMatchObject({ type: 'desk.complaints.noSuchPerson' })
    expect(await refused(complain({ personId: karel.id, teamId: karel.id }))).toMatchObject({ type: 'platform.invalid' })
    const made = await work(engineer).createCase({ body: { ...body, complaint: { personId: karel.id } } })
    expect(made.assignee?.name).toBe('Mira Post')
    // Who registered it reads along, and does not handle it.
    expect(await refused(work(engineer).cancel({ params: { id: made.id }, body: { version: made.version, reason: 'Weg ermee' } }))).toMatchObject({
      type: 'cases.notYou',
    })
  })

  test('names to choose from, without addresses', async () => {
    expect(await complaints(noor).whom({ query: { search: 'ilse' } })).toEqual({ people: [{ id: engineer.id, name: 'Ilse de Boer' }], teams: [] })
  })

  test('a team: everybody in it, also who joins later, but not who complains', async () => {
    const colleague = await app.member('engineer', { name: 'Daan Smit' })
    const later = await app.member(['engineer', 'administrator'], { name: 'Later Erbij' })
    const people = app.as(directory, boss.token)
    const body = { organisationId: boss.organisationId, name: 'Locatie Noord', memberIds: [colleague.id, engineer.id] }
    const team = await people.createTeam({ body })
    const report = { title: 'Mijn eigen team', howBad: 'canWork', howMany: 'me', kind: 'complaint', complaint: { teamId: team.id } } as const
    const made = await portal(engineer).report({ body: report })
    const params = { id: made.id }
    expect((await portal(engineer).myCase({ params })).title).toBe('Mijn eigen team')
    expect(await refused(work(colleague).case({ params }))).toMatchObject({ status: 404 })
    const lead = made.assignee?.id === karel.id ? karel : mira
    expect(await refused(work(lead).addPerson({ params, body: { personId: colleague.id, role: 'named' } }))).toMatchObject({ type: 'cases.keptFrom' })
    await work(lead).addPerson({ params, body: { personId: later.id, role: 'named' } })
    expect((await work(later).case({ params })).case.title).toBe('Mijn eigen team')
    await people.changeTeam({ params: { id: team.id }, body: { version: 1, memberIds: [later.id] } })
    expect(await refused(work(later).case({ params }))).toMatchObject({ status: 404 })
    expect(await refused(work(colleague).case({ params }))).toMatchObject({ status: 404 })
    // What one side said is not for a complainant who is staff.
    const { version } = await complaints(lead).complaint({ params })
    await complaints(lead).hear({ params, body: { version, side: 'other', text: 'Het team ziet het anders' } })
    expect(JSON.stringify(await work(engineer).case({ params }))).not.toContain('ziet het anders')
    expect(await refused(complaints(engineer).complaint({ params }))).toMatchObject({ status: 404 })
    expect(await complaints(engineer).myComplaint({ params })).toMatchObject({ about: 'Locatie Noord', judgement: null, handler: { id: lead.id } })
  })

  test('a case: whoever handled it', async () => {
    const { id, number } = await work(noor).createCase({ body: { kind: 'incident', title: 'Laptop', impact: 'person', urgency: 'low' } })
    const writer = await app.member('engineer', { name: 'Schreef Mee' })
    const taken = await work(engineer).take({ params: { id }, body: { version: 1 } })
    await work(writer).addEntry({ params: { id }, body: { visibility: 'internal', text: 'Ik keek ook even' } })
    await work(mira).assign({ params: { id }, body: { version: taken.version, assigneeId: mira.id } })
    const made = await complain({ case: number }, 'Mijn laptop was zoek')
    expect(made.assignee?.name).toBe('Karel Mulder')
    for (const who of [engineer, mira, writer]) expect(await refused(work(who).case({ params: { id: made.id } }))).toMatchObject({ status: 404 })
    expect((await complaints(karel).complaint({ params: { id: made.id } })).about.case).toMatchObject({ number })
  })
})
