/** Two reports of the same thing, through HTTP and mail. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type PostOffice, postOffice } from '#test/mail/letters.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '../contract.ts'
import { deskPortal } from '../portal/contract.ts'
import { deskSearch } from '../search/contract.ts'
import { deskMerging } from './contract.ts'

let app: Spil
let post: PostOffice
let noor: Member
let sem: Member
let engineer: Member
let colleague: Member
let lead: Member
beforeAll(async () => {
  app = await spil()
  noor = await app.member('reporter', { name: 'Noor Bakker' })
  sem = await app.member('reporter', { name: 'Sem Visser' })
  engineer = await app.member('engineer', { name: 'Ilse de Boer' })
  colleague = await app.member('engineer', { name: 'Daan Smit' })
  lead = await app.member('lead', { name: 'Karel Mulder' })
  post = postOffice(app, engineer.token)
})
afterAll(() => app[Symbol.asyncDispose]())

const by = (who: Member) => app.as(deskMerging, who.token, { 'accept-language': 'nl' })
const at = (who: Member) => app.as(desk, who.token, { 'accept-language': 'nl' })
const portal = (who: Member) => app.as(deskPortal, who.token, { 'accept-language': 'nl' })
const problemOf = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${error}`)
  return error.problem
}
const report = (title: string, reporter: Member, extra: object = {}) =>
  at(engineer).createCase({
    body: { kind: 'incident', title, text: `${title}, sinds vanmorgen`, impact: 'group', urgency: 'normal', reporterId: reporter.id, ...extra },
  })
const merge = (from: { id: string }, into: { id: string }, who = engineer) => by(who).merge({ params: { id: from.id }, body: { into: into.id } })

describe('a merged number', () => {
  test('leads to the other case: page, API, search, portal and mail; both reporters hear of it', async () => {
    const a = await report('Wifi in zaal Iepenhof weg', noor)
    const b = await report('Geen internet op de eerste verdieping', sem)
    await at(engineer).addEntry({ params: { id: a.id }, body: { visibility: 'public', text: 'We kijken in Iepenhof.' } })
    const done = await merge(a, b)
    expect(done).toMatchObject({ number: a.number, into: b.number })
    await app.settle()
    const page = await at(engineer).case({ params: { id: a.number } })
    expect(page.case).toMatchObject({ id: b.id, number: b.number, state: 'new' })
    expect(page.merged).toMatchObject([
      { number: a.number, text: a.text, reporter: { name: 'Noor Bakker' }, mergedBy: { name: 'Ilse de Boer' }, into: b.number },
    ])
    expect(page.entries.map(({ text, caseId }) => [text, caseId])).toEqual([['We kijken in Iepenhof.', a.id]])
    expect(page.people.map(({ person, role }) => [person.name, role])).toEqual([
      ['Noor Bakker', 'participant'],
      ['Sem Visser', 'reporter'],
    ])
    // A change on the old number is one of the case it leads to.
    expect(await at(engineer).take({ params: { id: a.number }, body: { version: page.case.version } })).toMatchObject({
      number: b.number,
      state: 'inProgress',
    })
    const hits = (await app.as(deskSearch, engineer.token).search({ query: { q: 'Iepenhof' } })).items
    expect(hits.map(({ number }) => number)).toEqual([b.number, b.number])
    expect((await app.as(deskSearch, engineer.token).search({ query: { q: a.number } })).items[0]).toMatchObject({ caseId: b.id, number: b.number })
    const mine = await portal(noor).myCases({ query: {} })
    expect(mine.items.map(({ number }) => number)).toEqual([b.number])
    expect(await portal(noor).myCase({ params: { id: a.number } })).toMatchObject({ number: b.number })
    await portal(noor).answer({ params: { id: a.number }, body: { text: 'Bij ons ook in de kelder' } })
    expect((await at(sem).case({ params: { id: b.id } })).entries.map(({ text }) => text)).toContain('Bij ons ook in de kelder')
    const letters = (await post.sentAbout(b.id)).map(({ content }) => content.text)
    expect(letters.some((text) => text.includes(`Uw melding ${a.number}`) && text.includes(b.number))).toBe(true)
    expect(letters.some((text) => text.includes('Iemand anders meldde hetzelfde') && text.includes(a.number))).toBe(true)
    const solution = { version: page.case.version + 1, done: 'Accesspoint vervangen.', tested: 'Wifi blijft staan.' }
    await at(engineer).solve({ params: { id: b.id }, body: solution })
    await app.settle()
    const solved = (await post.sentAbout(b.id)).filter(({ content }) => content.text.includes('Accesspoint vervangen.'))
    expect(solved.flatMap(({ recipients }) => recipients.to.map(({ address }) => address)).sort()).toEqual([noor.email, sem.email].sort())
    const history = await at(engineer).history({ params: { id: b.id } })
    expect(history.items.map(({ text }) => text)).toContain(`${a.number} samengevoegd met ${b.number}`)
    const own = await by(engineer).mergedHistory({ params: { id: done.mergeId } })
    expect(own.items.map(({ text }) => text)).toEqual(expect.arrayContaining(['Gemeld', 'Bericht geschreven']))
  })

  test('an answer by mail to the merged case arrives on the other; after the undo on its own again', async () => {
    const a = await post.open()
    const b = await report('Zelfde printer', sem)
    const [receipt] = await post.sentAbout(a.id)
    const done = await merge(a, b)
    await app.settle()
    const headers = [`In-Reply-To: ${receipt?.messageId}`]
    expect(await post.send({ headers, text: 'Nog steeds stuk' })).toMatchObject({ disposition: 'appended', case: { number: b.number } })
    await by(engineer).undoMerge({ params: { id: done.mergeId }, body: {} })
    await app.settle()
    expect(await post.send({ headers, text: 'En nu?' })).toMatchObject({ disposition: 'appended', case: { number: a.number } })
    expect((await post.sentAbout(a.id)).some(({ content }) => content.text.includes('eigen nummer'))).toBe(true)
  })
})

describe('asked to test', () => {
  test('who reported the merged one answers by a link of their own, and finds the way back there once it is closed', async () => {
    const a = await report('Wifi in de kelder', noor)
    const b = await report('Wifi valt weg', sem, { take: true })
    await merge(a, b)
    const { version: first } = (await at(engineer).case({ params: { id: b.id } })).case
    await at(engineer).solve({ params: { id: b.id }, body: { version: first, done: 'Accesspoint vervangen.', tested: 'Wifi blijft staan.' } })
    await app.settle()
    const linkTo = async (email: string, words: string) => {
      const letter = (await post.sentAbout(b.id)).find(
        ({ content, recipients }) => content.text.includes(words) && recipients.to.some(({ address }) => address === email),
      )
      return /\/confirm\/(\S+)/.exec(letter?.content.text ?? '')?.[1] ?? ''
    }
    const link = { params: { token: await linkTo(noor.email, 'Accesspoint vervangen.') } }
    expect(link.params.token).not.toBe(await linkTo(sem.email, 'Accesspoint vervangen.'))
    const guest = app.as(deskPortal, undefined, { 'accept-language': 'nl' })
    expect(await guest.confirmState(link)).toMatchObject({ number: b.number, state: 'solved', answered: false })
    const no = await guest.confirmByLink({ ...link, body: { works: false, text: 'In de kelder nog niet' } })
    expect(no).toMatchObject({ number: b.number, state: 'reopened', outcome: 'rejected' })
    const entries = (await at(engineer).case({ params: { id: b.id } })).entries
    expect(entries.find(({ text }) => text === 'In de kelder nog niet')?.author).toMatchObject({ name: 'Noor Bakker' })
    const { version } = (await at(engineer).case({ params: { id: b.id } })).case
    await at(engineer).solve({ params: { id: b.id }, body: { version, done: 'Ook in de kelder.', tested: 'Gelopen.' } })
    await app.settle()
    const again = { params: { token: await linkTo(noor.email, 'Ook in de kelder.') } }
    expect(await guest.confirmByLink({ ...again, body: { works: true } })).toMatchObject({ state: 'closed', outcome: 'confirmed' })
    await app.settle()
    expect(await guest.confirmState({ params: { token: await linkTo(noor.email, 'is gesloten.') } })).toMatchObject({ back: true })
  })
})

describe('undo', () => {
  test('gives the case back as it was; a second time it is refused', async () => {
    const a = await report('Muis', noor, { take: true })
    const b = await report('Muis en toetsenbord', sem)
    const waits = await at(engineer).wait({ params: { id: a.id }, body: { version: a.version, for: 'supplier', reason: 'Bestelling 12' } })
    const { mergeId } = await merge(a, b)
    expect((await at(noor).case({ params: { id: a.id } })).case.number).toBe(b.number)
    expect(await by(colleague).undoMerge({ params: { id: mergeId }, body: {} })).toEqual({ number: a.number })
    const again = (await at(engineer).case({ params: { id: a.number } })).case
    expect({ ...again, updatedAt: '', version: 0 }).toEqual({ ...waits, updatedAt: '', version: 0 })
    expect((await problemOf(at(noor).case({ params: { id: b.id } }))).status).toBe(404)
    expect((await problemOf(by(engineer).undoMerge({ params: { id: mergeId }, body: {} }))).type).toBe('cases.mergeUndone')
  })

  test('in a chain the middle one can be undone first', async () => {
    const [a, b, c] = [await report('Een', noor), await report('Twee', sem), await report('Drie', sem)]
    const first = await merge(a, b)
    await merge(b, c)
    expect((await at(engineer).case({ params: { id: a.number } })).case.number).toBe(c.number)
    await by(engineer).undoMerge({ params: { id: first.mergeId }, body: {} })
    expect((await at(engineer).case({ params: { id: a.number } })).case.number).toBe(a.number)
    expect((await at(engineer).case({ params: { id: b.number } })).case.number).toBe(c.number)
    // Merged before, and free again.
    expect(await merge(a, b)).toMatchObject({ into: c.number })
  })

  test('not while it was changed since whether the case is confidential', async () => {
    const [a, b] = [await report('Open', noor), await report('Ook open', sem)]
    const { mergeId } = await merge(a, b)
    const hidden = await at(engineer).edit({ params: { id: b.id }, body: { version: b.version, confidential: true } })
    expect((await problemOf(at(colleague).case({ params: { id: a.number } }))).status).toBe(404)
    expect((await problemOf(by(engineer).undoMerge({ params: { id: mergeId }, body: {} }))).type).toBe('cases.undoConfidential')
    await at(engineer).edit({ params: { id: b.id }, body: { version: hidden.version, confidential: false } })
    expect(await by(engineer).undoMerge({ params: { id: mergeId }, body: {} })).toEqual({ number: a.number })
  })
})

describe('refused', () => {
  test('with itself, in a circle, across organisations, into an ended case', async () => {
    const [a, b] = [await report('A', noor), await report('B', sem)]
    expect((await problemOf(merge(a, a))).type).toBe('cases.mergeSame')
    await merge(a, b)
    expect((await problemOf(merge(b, a))).type).toBe('cases.mergeSame')
    expect((await problemOf(merge(a, b))).type).toBe('cases.mergeSame')
    const bea = await app.administrator()
    const elsewhere = await app.as(directory, bea.token).createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
    const both = await app.member('engineer', { name: 'Overal' })
    await app.as(directory, bea.token).grantRole({ params: { id: both.id, organisationId: elsewhere.id, role: 'engineer' } })
    const body = { kind: 'incident', title: 'Daar', impact: 'person', urgency: 'low' } as const
    const there = await at(both).createCase({ body: { ...body, organisationId: elsewhere.id } })
    expect((await problemOf(merge(there, b, both))).type).toBe('cases.mergeElsewhere')
    const ended = await report('Klaar', noor)
    await at(engineer).cancel({ params: { id: ended.id }, body: { version: 1, reason: 'Niet nodig' } })
    expect((await problemOf(merge(await report('Nieuw', noor), ended))).type).toBe('cases.mergeEnded')
  })

  test('confidential only among the same people, or by who is named on both', async () => {
    const secret = { confidential: true }
    const [open, a, b] = [await report('Open', noor), await report('Geheim', noor, secret), await report('Ook geheim', sem, secret)]
    expect((await problemOf(merge(a, open))).type).toBe('cases.mergeConfidential')
    expect((await problemOf(merge(open, a))).type).toBe('cases.mergeConfidential')
    expect((await problemOf(merge(a, b, colleague))).status).toBe(404)
    // The engineer registered both and is named on both.
    const { mergeId } = await merge(a, b)
    expect((await problemOf(at(colleague).case({ params: { id: a.number } }))).status).toBe(404)
    await by(engineer).undoMerge({ params: { id: mergeId }, body: {} })
    // The colleague may read along in one of them, and that one only.
    await at(engineer).addPerson({ params: { id: a.id }, body: { personId: colleague.id, role: 'named' } })
    expect((await problemOf(merge(a, b, lead))).status).toBe(404)
  })

  test('of merges at the same moment the database lets one through, whichever way they go', async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b, c] = [await report('A', noor), await report('B', sem), await report('C', sem)]
      const tries = await Promise.allSettled([merge(a, b), merge(b, a, colleague), merge(a, c, lead), merge(c, a), merge(b, c, colleague)])
      const made = tries.filter(({ status }) => status === 'fulfilled').length
      expect(made).toBe(2)
      for (const one of tries) if (one.status === 'rejected') expect((one.reason as ProblemError).problem.type).toBe('cases.mergeSame')
      const numbers = new Set<string>()
      for (const one of [a, b, c]) numbers.add((await at(engineer).case({ params: { id: one.number } })).case.number)
      expect(numbers.size).toBe(1)
    }
  })
})
