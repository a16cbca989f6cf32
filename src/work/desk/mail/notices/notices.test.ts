/** The story of our own mail: please test, and machines that answer each other. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PostOffice, postOffice } from '#test/mail/letters.ts'
import { type Spil, spil } from '#test/spil.ts'

let house: Spil
let post: PostOffice
let count = 0
beforeAll(async () => {
  house = await spil()
  post = postOffice(house, (await house.member('engineer', { name: 'Els Beuk' })).token)
})
afterAll(() => house[Symbol.asyncDispose]())

describe('a loop', () => {
  test('two machines that answer each other are stopped, and a person is told', async () => {
    const at = await post.open({ from: 'robot@linde.example' })
    for (let round = 0; round < 12; round++) {
      await post.solve(at.id)
      await house.settle()
      await post.send({ from: 'robot@linde.example', subject: `Re: [${at.number}]`, text: 'nee' })
      await house.settle()
    }
    expect(await post.sentAbout(at.id)).toHaveLength(10)
    const { items } = await post.cases.cases({ query: { search: 'automatische' } })
    expect(items.filter((one) => one.title.startsWith('Te veel'))).toHaveLength(1)
    expect(await house.happened()).toContain('desk.mail.answersLimited')
  }, 120_000)
  test('about a confidential case the person is told neither which one nor to whom', async () => {
    const at = await post.open({ from: 'geheim@linde.example' })
    const { version } = (await post.pageOf(at.id)).case
    await post.cases.edit({ params: { id: at.id }, body: { version, confidential: true } })
    for (let round = 0; round < 12; round++) {
      await post.solve(at.id)
      await house.settle()
      await post.send({ from: 'geheim@linde.example', subject: `Re: [${at.number}]`, text: 'nee' })
      await house.settle()
    }
    const { items } = await post.cases.cases({ query: { search: 'vertrouwelijke' } })
    expect(items).toHaveLength(1)
    const { case: told } = await post.pageOf(items[0]?.id ?? '')
    expect(`${told.title} ${told.text}`).not.toMatch(/C-\d|@|geheim@/)
  }, 120_000)
})

describe('please test', () => {
  const solved = async () => {
    const at = await post.open({ from: `test${++count}@linde.example` })
    await post.solve(at.id)
    const mail = (await post.sentAbout(at.id)).at(-1)
    return { at, mail, from: mail?.recipients.to[0]?.address ?? '' }
  }
  test('says what was done and holds the link', async () => {
    const { mail } = await solved()
    expect(mail?.content.text).toContain('Kabel vervangen')
    expect(mail?.content.text).toMatch(/\/confirm\/[\w.~-]+/)
  })
  test.each([
    ['Ja, het werkt weer. Dank!', 'closed'],
    ['Nee, het werkt nog steeds niet', 'reopened'],
    ['Ik kijk er morgen naar', 'solved'],
    ['Het werkt, maar de kleur klopt niet', 'solved'],
  ])('%s: %s', async (text, state) => {
    const { at, mail, from } = await solved()
    await post.send({
      from,
      text: `${text}\r\n\r\nOp ma 23 nov schreef Lindecollege:\r\n> ja, het werkt of nee, het werkt niet`,
      headers: [`In-Reply-To: ${mail?.messageId}`],
    })
    expect((await post.pageOf(at.id)).case.state).toBe(state)
  })
  test('a number and an address, which anybody can write, do not confirm', async () => {
    const { at, from } = await solved()
    await post.send({ from, subject: `Re: [${at.number}] Printer`, text: 'Ja, opgelost' })
    expect((await post.pageOf(at.id)).case.state).toBe('solved')
  })
  test('somebody else cannot confirm for the reporter', async () => {
    const { at, mail } = await solved()
    await post.send({ from: 'ander@linde.example', text: 'Ja, opgelost', headers: [`In-Reply-To: ${mail?.messageId}`] })
    expect((await post.pageOf(at.id)).case.state).toBe('solved')
  })
})
