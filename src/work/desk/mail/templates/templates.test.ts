/** The story of letters in other words: checked, tried, used, and back to ours. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { type PostOffice, postOffice } from '#test/mail/letters.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { deskTemplates } from './contract.ts'
import { fill, variablesIn, wrongIn } from './rules.ts'

let house: Spil
let post: PostOffice
let lead: Member
const by = () => house.as(deskTemplates, lead.token)
beforeAll(async () => {
  house = await spil()
  lead = await house.member('lead', { name: 'Lea Linde' })
  post = postOffice(house, (await house.member('engineer', { name: 'Els Beuk' })).token)
})
afterAll(() => house[Symbol.asyncDispose]())
const problem = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ProblemError)) throw error ?? new Error('it was not refused')
  return error.problem
}
const change = (letter: string, text: string, version = 0, locale: 'nl' | 'en' = 'nl') =>
  by().changeTemplate({ params: { letter }, body: { organisationId: lead.organisationId, locale, version, text } })
const receipt = async () => {
  const at = await post.open()
  return { at, text: (await post.sentAbout(at.id))[0]?.content.text ?? '', html: (await post.sentAbout(at.id))[0]?.content.html ?? '' }
}

test('every letter is there with its variables, in both languages', async () => {
  const { items } = await by().templates({ query: { organisationId: lead.organisationId } })
  expect(items.map((one) => one.letter)).toEqual(expect.arrayContaining(['received', 'answered', 'test', 'ended', 'greeting', 'regards']))
  const answered = items.find((one) => one.letter === 'answered')
  expect(answered).toMatchObject({ about: 'Er is een antwoord', required: ['text'] })
  expect(answered?.variables).toEqual(expect.arrayContaining(['author', 'text', 'number', 'name']))
  expect(answered?.words.map(({ locale, version }) => [locale, version])).toEqual([
    ['nl', 0],
    ['en', 0],
  ])
})

describe('other words', () => {
  test('are used from then on, as text and as HTML, and taken away again', async () => {
    await change('received', "Fijn dat u mailt over '{title}' <b>.\n\nUw nummer: {number}")
    await change('greeting', 'Dag {name}')
    const { at, text, html } = await receipt()
    expect(text).toMatch(new RegExp(`^Dag Jan Jansen\n\nFijn dat u mailt over 'Printer' <b>\\.\n\nUw nummer: ${at.number}\n`))
    expect(html).toContain('Fijn dat u mailt over &#39;Printer&#39; &lt;b&gt;.')
    expect(text).toContain(`/portal/cases/${at.number}`)
    const body = { organisationId: lead.organisationId, locale: 'nl' } as const
    const back = await by().restoreTemplate({ params: { letter: 'received' }, body })
    expect(back.words[0]?.version).toBe(0)
    expect((await receipt()).text).toContain('Wij hebben uw melding ontvangen')
    expect(await house.happened()).toContain('desk.mail.templateChanged')
  })
  test('what a person wrote never becomes a variable', async () => {
    await change('answered', '{author}: {text}')
    const at = await post.open()
    await post.cases.addEntry({ params: { id: at.id }, body: { visibility: 'public', text: 'Typ {name} en {number}' } })
    expect((await post.sentAbout(at.id)).at(-1)?.content.text).toContain('Els Beuk: Typ {name} en {number}')
  })
  test.each([
    ['a variable that is not there', '{wachtwoord} {text}', 'unknownVariable', '{wachtwoord}'],
    ['a loose brace', 'Kijk { hier {text}', 'brace', '{number}'],
    ['without what it is about', 'Er is iets', 'missing', '{text}'],
  ])('%s: refused, with the field and the remedy', async (_what, text, code, named) => {
    const refused = await problem(change('answered', text, 1))
    expect(refused.type).toBe(`desk.templates.${code}`)
    expect(refused.errors?.[0]).toMatchObject({ pointer: '/text', detail: expect.stringContaining(named) })
  })
  test('of two who change it the second is told', async () => {
    expect((await change('ended', 'Eén {number}')).words[0]?.version).toBe(1)
    expect((await problem(change('ended', 'Twee {number}'))).type).toBe('desk.templates.changed')
    expect((await change('ended', 'Twee {number}', 1)).words[0]?.version).toBe(2)
  })
  test('are tried before they are kept', async () => {
    const body = { organisationId: lead.organisationId, locale: 'en', text: 'About {number}, {title}: {done}' } as const
    const shown = await by().previewTemplate({ params: { letter: 'test' }, body })
    expect(shown.subject).toBe('[C-1042] The printer does nothing')
    expect(shown.text).toContain('Dear Jan Jansen,\n\nAbout C-1042, The printer does nothing: We replaced the cable.')
    expect(shown.html).toContain('<p style="margin:0 0 1em">About C-1042, The printer')
    expect((await problem(by().previewTemplate({ params: { letter: 'no' }, body }))).type).toBe('platform.notFound')
  })
})

test('whatever the words, they are filled once and checked without fail', () => {
  const piece = fc.oneof(fc.constantFrom('{name}', '{text}', '{', '}', '{{name}}', "'", '{onbekend}'), fc.string({ maxLength: 8 }))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const words = pieces.join('')
      if (wrongIn(words, ['{text}']) === undefined) {
        const filled = fill(words, { name: '{text}', text: 'x' })
        expect(filled).toBe(
          words
            .replaceAll('{name}', '\u0001')
            .replaceAll('{text}', 'x')
            .replaceAll('\u0001', '{text}')
            .replace(/\{(number|title|organisation)\}/g, ''),
        )
        expect(variablesIn(words)).toContain('text')
      }
    }),
  )
})
