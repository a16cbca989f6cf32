/** Letters about a case, as any part of the desk writes them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { caseById } from '#record/cases/cases.ts'
import { actorOf } from '#record/people/people.ts'
import { type PostOffice, postOffice } from '#test/mail/letters.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { type Letter, writeTo } from './module.ts'

let house: Spil
let post: PostOffice
let engineer: Member
beforeAll(async () => {
  house = await spil()
  engineer = await house.member('engineer', { name: 'Els Beuk' })
  post = postOffice(house, engineer.token)
})
afterAll(() => house[Symbol.asyncDispose]())

const piet = { name: 'Piet', email: 'piet@linde.example', locale: 'en' } as const
/** By the engineer, in one transaction of theirs. */
const write = async (caseId: string, letter: Partial<Letter> = {}, fails = false) =>
  house.app.as(await actorOf(house.app, engineer.id), async (ctx) => {
    const at = await caseById(ctx, caseId)
    if (!at) throw new Error('no such case')
    const id = await writeTo(ctx, { at, to: piet, letter: 'desk.letter.test', values: { done: 'Kabel' }, ...letter })
    if (fails) throw new Error('changed my mind')
    return id
  })

test('in the language of who gets it, as text and HTML, with its links, under the case', async () => {
  const at = await post.open()
  const [receipt] = await post.sentAbout(at.id)
  const id = await write(at.id, { buttons: [{ text: 'desk.mail.confirmLink', url: 'https://spil.example/confirm/a?b=1&c=2' }] })
  const mail = (await post.sentAbout(at.id)).at(-1)
  expect(mail?.messageId).toBe(id)
  expect(mail?.subject).toBe(`[${at.number}] Printer`)
  expect(mail?.content.text).toContain('Dear Piet,')
  expect(mail?.content.text).toContain('What we did:\nKabel')
  expect(mail?.content.text).toContain('Choose whether it works, without signing in:\nhttps://spil.example/confirm/a?b=1&c=2')
  expect(mail?.content.html).toContain('href="https://spil.example/confirm/a?b=1&amp;c=2"')
  expect(mail?.content.references).toContain(receipt?.messageId)
  expect(mail?.content.autoSubmitted).toBe('auto-generated')
})
test('exists exactly when the work it tells about does', async () => {
  const at = await post.open()
  await expect(write(at.id, {}, true)).rejects.toThrow('changed my mind')
  expect(await post.sentAbout(at.id)).toHaveLength(1)
})
test('nothing goes to who has no address, to machines or to ourselves', async () => {
  const at = await post.open()
  for (const email of [null, 'no-reply@linde.example', 'MAILER-DAEMON@linde.example', house.app.config.mailFrom])
    expect(await write(at.id, { to: { ...piet, email } }), String(email)).toBeUndefined()
  expect(await post.sentAbout(at.id)).toHaveLength(1)
})
test('what opens something is kept sealed', async () => {
  const at = await post.open()
  await write(at.id, { secret: true, buttons: [{ text: 'desk.mail.confirmLink', url: 'https://spil.example/geheim' }] })
  const { rows } = await house.app.pools.owner.query('select content, sealed from outgoing_mail where about = $1 order by created_at', [
    `case/${at.id}`,
  ])
  expect(rows.at(-1)?.content).toBeNull()
  expect(rows.at(-1)?.sealed).not.toContain('geheim')
})
test('an answer to a letter among staff stays among staff', async () => {
  const at = await post.open()
  const id = await write(at.id, { internal: true, page: 'desk', to: { ...piet, email: engineer.email } })
  expect(await post.send({ from: engineer.email, headers: [`In-Reply-To: ${id}`], text: 'Nog niet zeggen' })).toMatchObject({ case: at })
  expect((await post.pageOf(at.id)).entries.at(-1)).toMatchObject({ visibility: 'internal', text: expect.stringContaining('Nog niet zeggen') })
  // What the reporter gets next names none of it.
  await write(at.id)
  expect((await post.sentAbout(at.id)).at(-1)?.content.references).not.toContain(id)
})
