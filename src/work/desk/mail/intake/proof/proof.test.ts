/** Which case a mail answers, and who takes part by answering. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PostOffice, postOffice } from '#test/mail/letters.ts'
import { type Spil, spil } from '#test/spil.ts'
import { deskMail } from '../../contract.ts'
import { ourId } from '../../letters/module.ts'

let house: Spil
let post: PostOffice
let count = 0
const box = { name: 'Helpdesk', host: 'imap.linde.example', user: 'a', password: 'b', plusAddressing: true }
beforeAll(async () => {
  house = await spil()
  post = postOffice(house, (await house.member('engineer', { name: 'Els Beuk' })).token)
  const bea = await house.administrator()
  await house.as(deskMail, bea.token).addMailbox({ body: { ...box, organisationId: bea.organisationId, address: 'help@linde.example' } })
})
afterAll(() => house[Symbol.asyncDispose]())

const peopleOn = async (id: string) => (await post.pageOf(id)).people.map(({ person, role }) => `${person.name} ${role}`).sort()
const settle = (cc: string) =>
  house.app.pools.owner.query(
    `insert into mail_setting select id, 1, $1 from organisation where own on conflict (organisation_id) do update set cc = $1`,
    [cc],
  )

describe('somebody in Cc who replies', () => {
  const cc = () => `Kees Kers <kees${++count}@linde.example>`
  const story = async () => {
    const kees = cc()
    const at = await post.open({ headers: [`Cc: ${kees}`], id: `<samen${count}@linde.example>` })
    const before = await peopleOn(at.id)
    const done = await post.send({ from: kees, subject: 'Re: Printer', headers: [`In-Reply-To: <samen${count}@linde.example>`], text: 'Bij mij ook' })
    expect(done).toMatchObject({ disposition: 'appended', case: at })
    return { at, before, after: await peopleOn(at.id), kees }
  }
  test('takes part from then on, and gets the answers', async () => {
    const { at, before, after, kees } = await story()
    expect(before).toEqual(['Jan Jansen reporter'])
    expect(after).toEqual(['Jan Jansen reporter', 'Kees Kers participant'])
    await post.cases.addEntry({ params: { id: at.id }, body: { visibility: 'public', text: 'Wij kijken ernaar.' } })
    const to = (await post.sentAbout(at.id)).filter((mail) => mail.content.text.includes('Wij kijken')).map((mail) => mail.recipients.to[0]?.address)
    expect(to).toHaveLength(2)
    expect(to).toContain(/<(.*)>/.exec(kees)?.[1])
  })
  test('whom a mail was passed on to may say something, and does not take part', async () => {
    const at = await post.open()
    const [mail] = await post.sentAbout(at.id)
    const stranger = { from: 'Zus Zee <zus@elders.example>', headers: [`In-Reply-To: ${mail?.messageId}`] }
    for (let n = 0; n < 2; n++) expect(await post.send(stranger)).toMatchObject({ disposition: 'appended', case: at })
    expect(await peopleOn(at.id)).toEqual(['Jan Jansen reporter'])
    expect(await post.send({ from: stranger.from, subject: `Re: [${at.number}]` })).toMatchObject({ disposition: 'opened' })
  })
  test('as the organisation settled it: everybody on the mail, or nobody but the reporter', async () => {
    await settle('everybody')
    expect((await story()).before).toEqual(['Jan Jansen reporter', 'Kees Kers participant'])
    await settle('nobody')
    expect((await story()).after).toEqual(['Jan Jansen reporter'])
    await settle('replied')
  })
  test('never on a confidential case', async () => {
    const kees = cc()
    const at = await post.open({ headers: [`Cc: ${kees}`], id: `<stil${count}@linde.example>` })
    const { version } = (await post.pageOf(at.id)).case
    await post.cases.edit({ params: { id: at.id }, body: { version, confidential: true } })
    await post.send({ from: kees, headers: [`In-Reply-To: <stil${count}@linde.example>`] })
    expect(await peopleOn(at.id)).not.toContain('Kees Kers participant')
  })
  test('at most forty new people a mail', async () => {
    await settle('everybody')
    const all = Array.from({ length: 60 }, (_, n) => `klas${n}@linde.example`).join(', ')
    const at = await post.open({ headers: [`Cc: ${all}`] })
    expect(await peopleOn(at.id)).toHaveLength(41)
    await settle('replied')
  })
})

test("Outlook's thread, from who takes part only; as a proof it is too weak to close a case", async () => {
  const index = Buffer.alloc(22, ++count).toString('base64').slice(0, 28)
  const at = await post.open({ headers: [`Thread-Index: ${index}`] })
  expect(await post.send({ subject: 'iets anders', headers: [`Thread-Index: ${index}AAAA`] })).toMatchObject({ case: at })
  expect(await post.send({ from: 'vreemd@elders.example', headers: [`Thread-Index: ${index}AAAA`] })).toMatchObject({ disposition: 'opened' })
  await post.solve(at.id)
  await post.send({
    from: `${(await post.sentAbout(at.id))[0]?.recipients.to[0]?.address}`,
    text: 'Ja, het werkt',
    headers: [`Thread-Index: ${index}BBBB`],
  })
  expect((await post.pageOf(at.id)).case.state).toBe('solved')
})
test('our signed address finds the case also when every id was lost', async () => {
  const at = await post.open()
  const [mail] = await post.sentAbout(at.id)
  const to = mail?.content.replyTo?.address ?? ''
  expect(to).toMatch(/^help\+c\d+\.case\.[0-9a-f]{32}@linde\.example$/)
  expect(await post.send({ to, from: 'wie-dan-ook@elders.example', subject: 'x' })).toMatchObject({ disposition: 'appended', case: at })
  expect(await post.send({ to: to.replace(/\.[0-9a-f]{32}@/, `.${'0'.repeat(32)}@`), from: 'raadt@elders.example' })).toMatchObject({
    disposition: 'opened',
  })
})
test('a reply to an internal entry stays internal', async () => {
  const at = await post.open()
  await post.cases.addEntry({ params: { id: at.id }, body: { visibility: 'internal', text: 'Onder ons' } })
  const entry = (await post.pageOf(at.id)).entries.at(-1)
  const id = await house.app.asSystem(async (ctx) => ourId(ctx, { number: at.number.slice(2), entry: entry?.id ?? '' }))
  await post.send({ from: 'collega@linde.example', headers: [`In-Reply-To: ${id}`], text: 'Zeg het nog niet' })
  expect((await post.pageOf(at.id)).entries.at(-1)).toMatchObject({ visibility: 'internal', kind: 'note' })
  // It does not reach who reported it, and moves nothing.
  expect(await post.sentAbout(at.id)).toHaveLength(1)
})
