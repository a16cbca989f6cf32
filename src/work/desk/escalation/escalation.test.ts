/** Asking a team, asking a lead: who has it, since when, what came of it, and who hears of it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '../contract.ts'
import { deskHandover } from '../handover/contract.ts'
import { deskNotices } from '../notices/contract.ts'
import { deskEscalation } from './contract.ts'

let app: Spil
let reporter: Member
let ilse: Member
let daan: Member
let lead: Member
let client: Member
let teamId: string
beforeAll(async () => {
  app = await spil()
  reporter = await app.member('reporter', { name: 'Noor Bakker' })
  ilse = await app.member('engineer', { name: 'Ilse de Boer' })
  daan = await app.member('engineer', { name: 'Daan Smit' })
  lead = await app.member('lead', { name: 'Karel Mulder' })
  client = await app.member('client', { name: 'Vera Opdracht' })
  const bea = await app.administrator()
  const body = { organisationId: bea.organisationId, name: 'Netwerk', memberIds: [daan.id] }
  teamId = (await app.as(directory, bea.token).createTeam({ body })).id
})
afterAll(() => app[Symbol.asyncDispose]())

const at = (who: Member) => app.as(desk, who.token, { 'accept-language': 'nl' })
const asks = (who: Member) => app.as(deskEscalation, who.token, { 'accept-language': 'nl' })
const refused = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${error}`)
  return error.problem.type
}
const inWork = async () => {
  const made = await at(reporter).createCase({ body: { kind: 'incident', title: 'Wifi valt weg', impact: 'group', urgency: 'normal' } })
  return at(ilse).take({ params: { id: made.number }, body: { version: made.version } })
}
const noticesOf = async (who: Member) => {
  await app.settle()
  return (await app.as(deskNotices, who.token).notices({})).items.map(({ kind, number }) => `${kind} ${number}`)
}
const question = { kind: 'functional', text: 'Is kanaal 6 vol?' } as const

test('to a team with a question: it is there, the team answers, the asker keeps the case and hears of it', async () => {
  const { number } = await inWork()
  const params = { id: number }
  expect(await refused(asks(ilse).escalate({ params, body: question }))).toBe('desk.escalation.teamNeeded')
  const made = await asks(ilse).escalate({ params, body: { ...question, teamId } })
  expect(made).toMatchObject({ status: 'open', by: { name: 'Ilse de Boer' }, team: { name: 'Netwerk' }, text: 'Is kanaal 6 vol?' })
  expect(await refused(asks(ilse).escalate({ params, body: { ...question, teamId } }))).toBe('desk.escalation.already')
  expect(await noticesOf(daan)).toContain(`escalated ${number}`)
  expect((await asks(daan).escalations({ query: {} })).items.map((one) => one.case.number)).toContain(number)
  expect((await asks(ilse).escalations({ query: { which: 'asked' } })).items[0]).toMatchObject({
    id: made.id,
    may: { answer: false, withdraw: true },
  })
  expect(await refused(asks(ilse).answerEscalation({ params: { id: made.id }, body: { answer: 'x' } }))).toBe('desk.escalation.notYou')
  const done = await asks(daan).answerEscalation({ params: { id: made.id }, body: { answer: 'Ja, kies kanaal 11.' } })
  expect(done).toMatchObject({ status: 'answered', answer: 'Ja, kies kanaal 11.', ended: { by: { name: 'Daan Smit' } } })
  expect(await refused(asks(daan).answerEscalation({ params: { id: made.id }, body: { answer: 'x' } }))).toBe('desk.escalation.ended')
  const page = await at(ilse).case({ params })
  expect(page.case.assignee?.id).toBe(ilse.id)
  expect(page.entries.map(({ text, visibility }) => `${visibility}: ${text}`)).toEqual([
    'internal: Vraag aan Netwerk: Is kanaal 6 vol?',
    'internal: Antwoord van Netwerk: Ja, kies kanaal 11.',
  ])
  expect((await at(reporter).case({ params })).entries).toEqual([])
  expect(await noticesOf(ilse)).toContain(`escalationAnswered ${number}`)
  const history = (await at(lead).history({ params })).items.map(({ text }) => text)
  expect(history).toEqual(expect.arrayContaining(['Gevraagd aan Netwerk', 'Vraag aan Netwerk beantwoord']))
  expect((await app.happened()).filter((name) => name.startsWith('desk.escal'))).toEqual(['desk.escalated', 'desk.escalationAnswered'])
})

test('the team keeps it: the case is theirs, with a note where one must go along, and the asker hears that it is solved', async () => {
  const hands = app.as(deskHandover, lead.token)
  await hands.changeHandoverSettings({ body: { organisationId: lead.organisationId, required: true } })
  const { number } = await inWork()
  const params = { id: number }
  const { id } = await asks(ilse).escalate({ params, body: { ...question, teamId } })
  expect(await refused(asks(daan).keepEscalation({ params: { id }, body: {} }))).toBe('cases.handoverNeeded')
  const note = { situation: 'Kanaal vol', done: 'Gemeten', next: 'Kanaal wisselen', risk: '' }
  expect(await asks(daan).keepEscalation({ params: { id }, body: { answer: 'Wij doen dit.', note } })).toMatchObject({ status: 'kept' })
  await hands.changeHandoverSettings({ body: { organisationId: lead.organisationId, required: false } })
  const { case: kept } = await at(daan).case({ params })
  expect(kept).toMatchObject({ assignee: { id: daan.id }, team: { id: teamId } })
  await at(daan).solve({ params, body: { version: kept.version, done: 'Kanaal 11', tested: 'Gemeten' } })
  expect(await noticesOf(ilse)).toEqual(expect.arrayContaining([`escalationKept ${number}`, `askedSolved ${number}`]))
})

test('to a lead with a reason: seen, decided; another priority with that reason', async () => {
  const { number } = await inWork()
  const params = { id: number }
  expect(await refused(asks(ilse).escalate({ params, body: { kind: 'hierarchical', text: 'x', toId: daan.id } }))).toBe('desk.escalation.noLead')
  const { id } = await asks(ilse).escalate({ params, body: { kind: 'hierarchical', text: 'Drie lokalen kunnen niet toetsen.' } })
  expect(await noticesOf(lead)).toContain(`escalated ${number}`)
  expect(await refused(asks(daan).acknowledgeEscalation({ params: { id } }))).toBe('platform.notAllowed')
  expect(await asks(lead).acknowledgeEscalation({ params: { id } })).toMatchObject({
    status: 'acknowledged',
    acknowledged: { by: { name: 'Karel Mulder' } },
  })
  const decide = (body: object) => asks(lead).decideEscalation({ params: { id }, body: { text: 'Toetsweek gaat voor', ...body } as never })
  expect(await refused(decide({ decision: 'otherPriority' }))).toBe('desk.escalation.priorityNeeded')
  expect(await decide({ decision: 'otherPriority', priority: 'critical' })).toMatchObject({ status: 'decided', decision: 'otherPriority' })
  expect((await at(ilse).case({ params })).case).toMatchObject({ priority: 'critical', priorityReason: 'Toetsweek gaat voor' })
  expect(await noticesOf(ilse)).toEqual(expect.arrayContaining([`escalationAcknowledged ${number}`, `escalationDecided ${number}`]))
})

test('more people are on it and told; the client reads what the lead wrote; advice goes back', async () => {
  const one = await inWork()
  const ask = async () => (await asks(ilse).escalate({ params: { id: one.number }, body: { kind: 'hierarchical', text: 'Alleen lukt het niet' } })).id
  const decide = async (body: object) =>
    asks(lead).decideEscalation({ params: { id: await ask() }, body: { text: 'Zo doen we het', ...body } as never })
  expect(await decide({ decision: 'morePeople', people: [daan.id] })).toMatchObject({ people: [{ name: 'Daan Smit' }] })
  expect(await noticesOf(daan)).toContain(`askedToHelp ${one.number}`)
  await decide({ decision: 'informClient', text: 'Morgen werkt het weer.' })
  await decide({ decision: 'advice', text: 'Bel de leverancier.' })
  await app.settle()
  const { rows } = await app.app.pools.owner.query<{ recipients: { to: { address: string }[] }; content: { text: string } }>(
    `select recipients, content from outgoing_mail where about = $1 order by created_at`,
    [`case/${one.id}`],
  )
  const toClient = rows.filter(({ recipients }) => recipients.to[0]?.address === client.email)
  expect(toClient).toHaveLength(1)
  expect(toClient[0]?.content.text).toContain('Morgen werkt het weer.')
  const page = await at(ilse).case({ params: { id: one.number } })
  expect(page.people.map(({ person }) => person.id)).toContain(daan.id)
  expect(page.entries.map(({ text }) => text)).toContain('Besluit: terug met advies. Bel de leverancier.')
})

test('two who answer at the same moment: one counts; what is closed takes its questions along', async () => {
  const { number, version } = await inWork()
  const params = { id: number }
  const { id } = await asks(ilse).escalate({ params, body: { ...question, teamId } })
  const both = await Promise.allSettled(['a', 'b'].map((answer) => asks(daan).answerEscalation({ params: { id }, body: { answer } })))
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const again = await asks(ilse).escalate({ params, body: { ...question, teamId } })
  await at(ilse).cancel({ params, body: { version, reason: 'Niet meer nodig' } })
  await app.settle()
  expect((await asks(daan).escalationsOf({ params })).find((one) => one.id === again.id)).toMatchObject({ status: 'withdrawn' })
  expect(await refused(asks(ilse).escalate({ params, body: { ...question, teamId } }))).toBe('desk.escalation.caseEnded')
})
