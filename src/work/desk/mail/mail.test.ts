/** The story of mail: a report comes in, is answered, tested and closed by mail; and nothing that comes in is lost. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { type PostOffice, postOffice, raw } from '#test/mail/letters.ts'
import { type Spil, spil } from '#test/spil.ts'
import { deskMail } from './contract.ts'

let house: Spil
let post: PostOffice
let reporter: string

beforeAll(async () => {
  house = await spil()
  post = postOffice(house, (await house.member('engineer', { name: 'Els Beuk' })).token)
  reporter = (await house.member('reporter', { name: 'Ria Riet' })).token
})
afterAll(() => house[Symbol.asyncDispose]())

let count = 0
const refused = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ProblemError)) throw error ?? new Error('it was not refused')
  return error.problem.type
}

describe('a report by mail', () => {
  test('opens a case of its sender, who is told the number', async () => {
    const at = await post.open({
      from: 'Jan Jansen <jan@linde.example>',
      subject: '=?iso-8859-1?Q?Printer_van_Ren=E9?=',
      text: 'Hij doet niets.\r\n\r\n-- \r\nJan',
    })
    const { case: found } = await post.pageOf(at.id)
    expect(found).toMatchObject({ number: at.number, title: 'Printer van René', channel: 'mail', state: 'new', reporter: { name: 'Jan Jansen' } })
    expect(found.text).toContain('Hij doet niets.')
    const [mail, ...more] = await post.sentAbout(at.id)
    expect(more).toEqual([])
    expect(mail?.recipients.to).toEqual([{ name: 'Jan Jansen', address: 'jan@linde.example' }])
    expect(mail?.subject).toBe(`[${at.number}] Printer van René`)
    expect(mail?.content.text).toContain(`/portal/cases/${at.number}`)
    expect(mail?.content.autoSubmitted).toBe('auto-replied')
    expect(await house.happened()).toEqual(expect.arrayContaining(['cases.opened', 'desk.mail.received']))
  })
  test('handed in twice it is one report', async () => {
    const letter = raw({ subject: 'Eén keer' })
    const first = await post.mails.submit({ raw: letter })
    expect(await post.mails.submit({ raw: letter })).toEqual(first)
  })
  test('handed in ten times at the same moment it is one report', async () => {
    const letter = raw({ subject: 'Tien keer' })
    const all = await Promise.all(Array.from({ length: 10 }, () => post.mails.submit({ raw: letter })))
    expect(new Set(all.map((one) => one.case?.id)).size).toBe(1)
  })
})

describe('what comes along', () => {
  test('attachments, also pictures in the text', async () => {
    const done = await post.mails.submit({
      raw: [
        'From: jan@linde.example',
        'Subject: Foto',
        'Message-ID: <foto@linde.example>',
        'MIME-Version: 1.0',
        'Content-Type: multipart/related; boundary=q',
        '',
        '--q',
        'Content-Type: text/html',
        '',
        '<p onclick="x()">Kijk <img src="cid:a1"><img src="https://elders.example/pixel.png"></p><script>alert(1)</script>',
        '--q',
        'Content-Type: image/png; name="../../etc/foto.png"',
        'Content-ID: <a1>',
        'Content-Transfer-Encoding: base64',
        '',
        'iVBORw0KGgo=',
        '--q--',
        '',
      ].join('\r\n'),
    })
    const page = await post.pageOf(done.case?.id ?? '')
    expect(page.attachments.map((one) => one.name)).toEqual(['foto.png'])
    const shown = await post.mails.body({ params: { id: done.case?.id ?? '' } })
    expect(shown.html).toContain('<img src="data:image/png;base64,')
    expect(shown.html).not.toMatch(/script|onclick|elders/)
    // Nobody fetches them: that would tell who sent it that it was read, where and when.
    expect(shown).toMatchObject({ blockedImages: 1, blocked: ['https://elders.example/pixel.png'] })
    expect(await refused(house.as(deskMail, reporter).body({ params: { id: done.case?.id ?? '' } }))).toBe('desk.mail.notFound')
  })
})

test('handed in above the bound: refused with the bound, in the language of who does, and nothing is kept', async () => {
  const { maxUploadBytes } = house.app.config
  const url = await house.server.listen({ port: 0, host: '127.0.0.1' })
  const kept = async () => (await house.app.pools.owner.query<{ n: number }>('select count(*)::int as n from incoming_mail')).rows[0]?.n
  const before = await kept()
  const titles = { nl: 'Dit is te groot: hoogstens 25 MB wordt aangenomen', en: 'This is too large: at most 25 MB is accepted' }
  for (const [locale, title] of Object.entries(titles)) {
    const { id, token } = await house.member('engineer')
    await house.app.pools.owner.query('update person set locale = $1 where id = $2', [locale, id])
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'message/rfc822' }
    const reply = await fetch(`${url}/api/desk/mail`, { method: 'POST', headers, body: Buffer.alloc(maxUploadBytes + 1, 'a') })
    expect(reply.status).toBe(413)
    expect(await reply.json()).toMatchObject({ type: 'files.tooLarge', title, data: { maxBytes: maxUploadBytes } })
  }
  expect(await kept()).toBe(before)
})

describe('the message as it came in', () => {
  test('is had from the case it opened and from each entry, by who works on it', async () => {
    const letter = raw({ from: 'Ria <ria2@linde.example>', subject: 'Heel', id: '<heel@linde.example>' })
    const { case: at } = await post.mails.submit({ raw: letter })
    const answer = raw({ from: 'Ria <ria2@linde.example>', subject: 'Re: Heel', headers: ['In-Reply-To: <heel@linde.example>'] })
    const { entry } = await post.mails.submit({ raw: answer })
    expect((await post.mails.messages({ params: { id: at?.id ?? '' } })).items).toEqual(
      expect.arrayContaining([
        { entryId: at?.id, html: false, original: true },
        { entryId: entry, html: false, original: true },
      ]),
    )
    expect(String(await post.mails.original({ params: { id: at?.id ?? '' } }))).toBe(letter)
    expect(String(await post.mails.original({ params: { id: entry ?? '' } }))).toBe(answer)
    const auditor = (await house.member('auditor')).token
    expect(await refused(house.as(deskMail, auditor).original({ params: { id: entry ?? '' } }))).toBe('platform.notAllowed')
    expect((await house.as(deskMail, auditor).messages({ params: { id: at?.id ?? '' } })).items[0]?.original).toBe(false)
  })
})

describe('an answer', () => {
  test('finds its case by our signed id, whoever it is from', async () => {
    const at = await post.open()
    const [mail] = await post.sentAbout(at.id)
    const done = await post.send({ from: 'Collega <piet@elders.example>', subject: 'iets anders', headers: [`In-Reply-To: ${mail?.messageId}`] })
    expect(done).toMatchObject({ disposition: 'appended', case: at })
    const page = await post.pageOf(at.id)
    expect(page.entries.at(-1)).toMatchObject({ text: expect.stringContaining('Het werkt niet.'), visibility: 'public', channel: 'mail' })
  })
  test('not by an id with a signature that was guessed', async () => {
    const at = await post.open()
    const [mail] = await post.sentAbout(at.id)
    const forged = mail?.messageId.replace(/\.[0-9a-f]{32}@/, `.${'0'.repeat(32)}@`)
    expect(await post.send({ from: 'kwaad@elders.example', headers: [`In-Reply-To: ${forged}`] })).toMatchObject({ disposition: 'opened' })
  })
  test('by any id that was ever named, also one we never saw', async () => {
    const at = await post.open({ headers: ['References: <nooit@gezien.example>'] })
    expect(await post.send({ from: 'ander@linde.example', headers: ['References: <nooit@gezien.example> <ook@nieuw.example>'] })).toMatchObject({
      case: at,
    })
    expect(await post.send({ from: 'derde@linde.example', headers: ['In-Reply-To: <ook@nieuw.example>'] })).toMatchObject({ case: at })
  })
  test('by the tag only from somebody who takes part; a stranger opens a case that may belong to it', async () => {
    const at = await post.open({ headers: ['Cc: Kees <kees@linde.example>'] })
    const subject = `Re: [${at.number}] Printer`
    expect(await post.send({ subject })).toMatchObject({ disposition: 'appended', case: at })
    expect(await post.send({ subject, from: 'KEES@linde.example' })).toMatchObject({ disposition: 'appended', case: at })
    const stranger = await post.send({ subject, from: 'vreemd@elders.example' })
    expect(stranger.disposition).toBe('opened')
    const { links } = await post.pageOf(stranger.case?.id ?? '')
    expect(links).toMatchObject([{ id: at.id, kind: 'possiblyRelated' }])
  })
  test('a forward is not an answer', async () => {
    const at = await post.open({ id: '<door@linde.example>' })
    const done = await post.send({ subject: 'WG: Printer', headers: ['References: <door@linde.example>'] })
    expect(done.disposition).toBe('opened')
    expect(done.case?.id).not.toBe(at.id)
  })
  test('an engineer answers, the reporter gets it, and replies', async () => {
    const at = await post.open()
    const [first] = await post.sentAbout(at.id)
    await post.cases.addEntry({ params: { id: at.id }, body: { visibility: 'internal', text: 'Geheim' } })
    const file = await post.cases.attach(
      { params: { id: at.id }, raw: 'uitleg' },
      { contentType: 'text/plain', headers: { 'x-file-name': 'uitleg.txt' } },
    )
    await post.cases.addEntry({ params: { id: at.id }, body: { visibility: 'public', text: 'Staat hij aan? <b>', attachmentIds: [file.id] } })
    const mail = (await post.sentAbout(at.id)).at(-1)
    expect(mail?.content.text).toContain('Staat hij aan?')
    expect(mail?.content.html).toContain('Staat hij aan? &lt;b&gt;')
    expect(mail?.content.text).not.toContain('Geheim')
    expect(mail?.content.autoSubmitted).toBeNull()
    expect(mail?.content.attachments).toMatchObject([{ name: 'uitleg.txt' }])
    expect(mail?.content.references).toContain(first?.messageId)
    expect(await post.send({ headers: [`References: ${mail?.messageId}`], text: 'Ja hoor' })).toMatchObject({ disposition: 'appended', case: at })
    expect(await post.sentAbout(at.id)).toHaveLength(2)
  })
})

describe('after the end', () => {
  const closed = async () => {
    const at = await post.open()
    await post.solve(at.id)
    const { version } = (await post.pageOf(at.id)).case
    await post.cases.close({ params: { id: at.id }, body: { version, reason: 'Geen antwoord' } })
    return at
  }
  test('an answer within ten working days opens the case again', async () => {
    const at = await closed()
    expect(await post.send({ subject: `Re: [${at.number}] Printer` })).toMatchObject({ disposition: 'appended', case: at })
    expect((await post.pageOf(at.id)).case.state).toBe('reopened')
  })
  test('later it opens a new case that follows the old one', async () => {
    const at = await closed()
    house.clock.set(new Date(house.clock.now().getTime() + 20 * 86_400_000))
    const done = await post.send({ subject: `Re: [${at.number}] Printer` })
    house.clock.set(undefined)
    expect(done.disposition).toBe('opened')
    expect((await post.pageOf(done.case?.id ?? '')).links).toMatchObject([{ id: at.id, kind: 'follows' }])
    expect((await post.pageOf(at.id)).case.state).toBe('closed')
  })
  test('a machine does not open it again', async () => {
    const at = await closed()
    await post.send({ subject: `Re: [${at.number}] Printer`, headers: ['Auto-Submitted: auto-generated'] })
    expect((await post.pageOf(at.id)).case.state).toBe('closed')
  })
})

describe('machines', () => {
  test('a list or an alarm opens a case and gets no answer', async () => {
    for (const header of ['Auto-Submitted: auto-generated', 'Precedence: bulk', 'List-Id: <x.example>', 'X-Auto-Response-Suppress: All']) {
      const at = await post.open({ from: `alarm${++count}@linde.example`, headers: [header] })
      expect(await post.sentAbout(at.id), header).toEqual([])
    }
  })
  test('an out-of-office is kept inside the case, confirms nothing, and alone it is not processed', async () => {
    const at = await post.open()
    const [mail] = await post.sentAbout(at.id)
    const away = {
      subject: `Automatisch antwoord: [${at.number}]`,
      text: 'Ja, opgelost',
      headers: ['Auto-Submitted: auto-replied', `In-Reply-To: ${mail?.messageId}`],
    }
    expect(await post.send(away)).toMatchObject({ disposition: 'appended', case: at })
    expect((await post.pageOf(at.id)).entries.at(-1)).toMatchObject({ visibility: 'internal', kind: 'system' })
    expect(await post.send({ subject: 'Out of office', headers: ['Auto-Submitted: auto-replied'] })).toMatchObject({
      disposition: 'notProcessed',
      reason: 'desk.mail.reason.automaticReply',
    })
    expect(await post.sentAbout(at.id)).toHaveLength(1)
  })
})

describe('what cannot be processed', () => {
  test('stands on the list with its reason and whole, and can be retried, assigned or discarded', async () => {
    const letter = 'Subject: van niemand\r\n\r\nHallo\r\n'
    const done = await post.mails.submit({ raw: letter })
    expect(done).toMatchObject({ disposition: 'notProcessed', case: null, reason: 'desk.mail.reason.noSender' })
    const { items } = await post.mails.notProcessed()
    expect(items.find((one) => one.id === done.id)).toMatchObject({ subject: 'van niemand', reason: 'desk.mail.reason.noSender' })
    expect(String(await post.mails.raw({ params: { id: done.id } }))).toBe(letter)
    expect(await post.mails.retry({ params: { id: done.id } })).toMatchObject({ disposition: 'notProcessed' })
    const at = await post.open()
    expect(await post.mails.assign({ params: { id: done.id }, body: { case: at.number } })).toMatchObject({ disposition: 'appended', case: at })
    expect((await post.pageOf(at.id)).attachments.map((one) => one.name)).toEqual(['message.eml'])
    expect(await refused(post.mails.retry({ params: { id: done.id } }))).toBe('desk.mail.notFound')
    const other = await post.mails.submit({ raw: '\r\n\r\n' })
    await post.mails.discard({ params: { id: other.id }, body: { reason: 'Leeg' } })
    expect((await post.mails.notProcessed()).items.map((one) => one.id)).not.toContain(other.id)
  })
  test('becomes a case by hand, of who sent it, of who is named, or of who asks', async () => {
    const away = await post.send({ from: 'ria@linde.example', subject: 'Out of office', headers: ['Auto-Submitted: auto-replied'] })
    const opened = await post.mails.openCase({ params: { id: away.id }, body: {} })
    expect(opened).toMatchObject({ disposition: 'opened', reason: null })
    expect((await post.pageOf(opened.case?.id ?? '')).case).toMatchObject({ title: 'Out of office', reporter: { name: 'ria' } })
    const other = await house.member('reporter', { name: 'Oma Onbekend' })
    const nobody = await post.mails.submit({ raw: 'Subject: van niemand meer\r\n\r\nHallo daar\r\n' })
    const theirs = await post.mails.openCase({ params: { id: nobody.id }, body: { reporterId: other.id } })
    const page = await post.pageOf(theirs.case?.id ?? '')
    expect(page.case).toMatchObject({ title: 'van niemand meer', reporter: { name: 'Oma Onbekend' } })
    expect(page.case.text).toContain('Hallo daar')
    const empty = await post.mails.submit({ raw: '\r\n\r\n\r\n' })
    const mine = await post.mails.openCase({ params: { id: empty.id }, body: {} })
    expect((await post.pageOf(mine.case?.id ?? '')).case.reporter.name).toBe('Els Beuk')
    const stranger = (await post.mails.submit({ raw: 'Subject: weer niemand\r\n\r\nx\r\n' })).id
    const elsewhere = '00000000-0000-4000-8000-000000000000'
    expect(await refused(post.mails.openCase({ params: { id: stranger }, body: { reporterId: elsewhere } }))).toBe('desk.mail.noSuchPerson')
  })
  test('a reporter sees nothing of it', async () => {
    expect(await refused(house.as(deskMail, reporter).notProcessed())).toBe('platform.notAllowed')
    expect(await refused(house.as(deskMail, reporter).submit({ raw: raw({}) }))).toBe('platform.notAllowed')
  })
})
