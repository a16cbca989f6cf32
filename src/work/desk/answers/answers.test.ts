/** Canned answers, through HTTP; and no raw field ever comes out. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { people } from '#record/people/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '../contract.ts'
import { deskAnswers, type Variable, variables } from './contract.ts'
import { fill, wrongIn } from './rules.ts'

let app: Spil
let reporter: Member
let engineer: Member
let colleague: Member
let lead: Member
beforeAll(async () => {
  app = await spil()
  reporter = await app.member('reporter', { name: 'Noor Bakker' })
  engineer = await app.member('engineer', { name: 'Ilse de Boer' })
  colleague = await app.member('engineer', { name: 'Daan Smit' })
  lead = await app.member('lead')
})
afterAll(() => app[Symbol.asyncDispose]())

const by = (who: Member) => app.as(deskAnswers, who.token, { 'accept-language': 'nl' })
const keep = (who: Member, scope: 'personal' | 'team' | 'organisation', name: string, nl: string, en = '', teamId?: string) =>
  by(who).addAnswer({ body: { organisationId: who.organisationId, scope, name, texts: { nl, en }, ...(teamId && { teamId }) } })
const problemOf = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${error}`)
  return error.problem
}

test('filled in for the case, in the language of its reporter, each for whom it is', async () => {
  const bea = await app.administrator()
  const team = await app
    .as(directory, bea.token)
    .createTeam({ body: { organisationId: bea.organisationId, name: 'Netwerk', memberIds: [engineer.id] } })
  const text = 'Beste {firstName}, over {number} ({title}): zie {link}. Groet, {engineerFirstName}, {organisation} {team}.'
  const all = await keep(lead, 'organisation', 'Ontvangst', text, 'Dear {firstName}, about {number}. {engineer}')
  await keep(engineer, 'team', 'Wifi herstart', 'Zet wifi uit en aan.', '', team.id)
  const mine = await keep(engineer, 'personal', 'Groetjes', 'Groetjes van {engineerFirstName}')
  const one = await app.as(desk, engineer.token).createCase({
    body: { kind: 'incident', title: 'Geen {wifi}', impact: 'person', urgency: 'low', reporterId: reporter.id },
  })
  const offered = await by(engineer).answersForCase({ params: { id: one.number }, query: {} })
  expect(offered.locale).toBe('nl')
  expect(offered.items.map(({ name, scope }) => [name, scope])).toEqual([
    ['Groetjes', 'personal'],
    ['Ontvangst', 'organisation'],
    ['Wifi herstart', 'team'],
  ])
  const url = app.app.config.url
  expect(offered.items[1]).toMatchObject({
    text: `Beste Noor, over ${one.number} (Geen {wifi}): zie ${url}/portal/cases/${one.number}. Groet, Ilse, Lindecollege.`,
    missing: ['team'],
  })
  expect((await by(engineer).answersForCase({ params: { id: one.id }, query: { search: 'wifi' } })).items.map(({ name }) => name)).toEqual([
    'Wifi herstart',
  ])
  expect((await by(colleague).answersForCase({ params: { id: one.id }, query: {} })).items.map(({ name }) => name)).toEqual(['Ontvangst'])
  await app.as(people, reporter.token).updateMe({ body: { locale: 'en' } })
  const english = await by(engineer).answersForCase({ params: { id: one.id }, query: { search: 'ontvangst' } })
  expect(english).toMatchObject({ locale: 'en', items: [{ text: `Dear Noor, about ${one.number}. Ilse de Boer` }] })
  expect((await problemOf(by(colleague).changeAnswer({ params: { id: mine.id }, body: { version: 1, name: 'X', texts: { nl: 'x' } } }))).status).toBe(
    404,
  )
  expect((await problemOf(by(engineer).changeAnswer({ params: { id: all.id }, body: { version: 1, name: 'X', texts: { nl: 'x' } } }))).type).toBe(
    'desk.answers.notYours',
  )
  const off = { version: 1, name: 'Groetjes', texts: { nl: 'Dag' }, active: false }
  expect(await by(engineer).changeAnswer({ params: { id: mine.id }, body: off })).toMatchObject({ active: false, version: 2 })
  expect((await problemOf(by(engineer).changeAnswer({ params: { id: mine.id }, body: off }))).type).toBe('desk.answers.changed')
  expect((await by(engineer).answersForCase({ params: { id: one.id }, query: {} })).items).toHaveLength(2)
})

test('an unknown field or a loose brace is refused when saving and in the preview; whose it may be is decided', async () => {
  const unknown = await problemOf(keep(engineer, 'personal', 'Fout', 'Beste {voornaam} en {number}'))
  expect(unknown).toMatchObject({ type: 'desk.answers.unknownVariable', title: 'Dit veld bestaat niet: {voornaam}' })
  expect((await problemOf(keep(engineer, 'personal', 'Fout', 'Beste {firstName'))).type).toBe('desk.answers.looseBrace')
  expect((await problemOf(keep(engineer, 'organisation', 'Van ons', 'Dag'))).type).toBe('desk.answers.notYours')
  expect((await problemOf(keep(engineer, 'team', 'Van welk team', 'Dag'))).type).toBe('desk.answers.whichTeam')
  expect((await problemOf(keep(engineer, 'personal', 'Leeg', ' '))).status).toBe(400)
  expect(await by(engineer).previewAnswer({ body: { text: 'Dag {firstName}, {number}', locale: 'en' } })).toEqual({ text: 'Dag Noor, C-1042' })
  expect((await problemOf(by(engineer).previewAnswer({ body: { text: '{x}', locale: 'nl' } }))).type).toBe('desk.answers.unknownVariable')
})

test('whatever is written between braces, what comes out of an accepted text has no field of ours left, and values keep their braces', () => {
  const values = Object.fromEntries(variables.map((name, at) => [name, at % 3 === 0 ? null : `<{${name}}>`])) as Record<Variable, string | null>
  const piece = fc.oneof(
    fc.constantFrom('{', '}', '{{', '}}', ' ', ','),
    fc.constantFrom(...variables).map((name) => `{${name}}`),
    fc.string({ maxLength: 6 }),
  )
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
      (text) => {
        const { unknown, loose } = wrongIn(text)
        if (unknown.length > 0 || loose) return
        const out = fill(text, values)
        expect(out.text.replace(/<\{\w+\}>/g, '')).not.toMatch(/[{}]/)
        for (const name of out.missing) expect(values[name]).toBeNull()
      },
    ),
    { numRuns: 500 },
  )
})
