/** What machines send back about our mail. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendMail } from '#platform/mail/mail.ts'
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

const back = (original: string | undefined, { to = 'weg@linde.example', action = 'failed', status = '5.1.1' } = {}) => ({
  raw: [
    ...['Return-Path: <>', 'From: MAILER-DAEMON@mx.example', 'Subject: Undelivered', `Message-ID: <b${++count}@mx.example>`],
    ...['Content-Type: multipart/report; report-type=delivery-status; boundary=q', '', '--q', '', 'Sorry', '--q'],
    ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx', '', `Final-Recipient: rfc822; ${to}`, `Action: ${action}`],
    ...[`Status: ${status}`, '', '--q', 'Content-Type: message/rfc822', '', `Message-ID: ${original}`, 'Subject: x', '', 'x', '--q--', ''],
  ].join('\r\n'),
})
const stateOf = async (messageId: string | undefined) =>
  (await house.app.pools.owner.query('select state from outgoing_mail where message_id = $1', [messageId])).rows[0]?.state
const marked = async () => (await house.app.pools.owner.query<{ address: string }>('select address from mail_bounced')).rows.map((row) => row.address)
const opened = async () => {
  const at = await post.open()
  const [mail] = await post.sentAbout(at.id)
  return { at, id: mail?.messageId, to: mail?.recipients.to[0]?.address ?? '' }
}

test('mail that came back is told on its case, marks its address, and gets no more automatic mail until somebody writes from there', async () => {
  const { at, id, to } = await opened()
  expect(await post.mails.submit(back(id, { to }))).toMatchObject({ disposition: 'appended', case: at })
  expect((await post.pageOf(at.id)).entries.at(-1)).toMatchObject({ text: expect.stringContaining('5.1.1'), visibility: 'internal' })
  expect(await stateOf(id)).toBe('bounced')
  expect(await house.happened()).toContain('mail.failed')
  expect(await marked()).toContain(to)
  await post.solve(at.id)
  expect(await post.sentAbout(at.id)).toHaveLength(1)
  await post.send({ from: to, headers: [`In-Reply-To: ${id}`], text: 'Ik ben er weer' })
  expect(await marked()).not.toContain(to)
})
test('it never opens a case again', async () => {
  const { at, id, to } = await opened()
  await post.solve(at.id)
  const { version } = (await post.pageOf(at.id)).case
  await post.cases.close({ params: { id: at.id }, body: { version, reason: 'Geen antwoord' } })
  expect(await post.mails.submit(back(id, { to }))).toMatchObject({ case: at })
  expect((await post.pageOf(at.id)).case.state).toBe('closed')
})
test('mail that is only delayed, or that a server gave up for now, marks nothing', async () => {
  const late = await opened()
  expect(await post.mails.submit(back(late.id, { to: late.to, action: 'delayed', status: '4.4.1' }))).toMatchObject({ case: late.at })
  expect((await post.pageOf(late.at.id)).entries.at(-1)?.text).toContain('nog onderweg')
  expect(await stateOf(late.id)).not.toBe('bounced')
  const tired = await opened()
  await post.mails.submit(back(tired.id, { to: tired.to, status: '4.4.7' }))
  expect(await stateOf(tired.id)).toBe('bounced')
  expect(await marked()).not.toContain(tired.to)
})
test('nobody can have an address marked that we did not write to', async () => {
  const { at, id } = await opened()
  expect(await post.mails.submit(back(id, { to: 'directeur@linde.example' }))).toMatchObject({ case: at })
  await post.mails.submit(back('<verzonnen@elders.example>', { to: 'directeur@linde.example' }))
  expect(await marked()).not.toContain('directeur@linde.example')
})
test('an old server that gives our mail back below its words', async () => {
  const { at, id, to } = await opened()
  const done = await post.mails.submit({
    raw: `Return-Path: <>\r\nFrom: postmaster@mx.example\r\nSubject: failure\r\n\r\nSorry.\r\n--- Below this line is a copy.\r\n\r\nMessage-ID: ${id}\r\n`,
  })
  expect(done).toMatchObject({ disposition: 'appended', case: at })
  expect(await marked()).toContain(to)
})
test('what belongs to no case is on the list, and marked', async () => {
  const { messageId } = await house.app.asSystem((ctx) =>
    sendMail(ctx, { to: [{ name: '', address: 'weg@linde.example' }], subject: 'Uitnodiging', text: '', about: 'person/somebody' }),
  )
  expect(await post.mails.submit(back(messageId))).toMatchObject({ disposition: 'notProcessed', reason: 'desk.mail.reason.bounce' })
  expect(await stateOf(messageId)).toBe('bounced')
  expect(await marked()).toContain('weg@linde.example')
})
test('a receipt of reading is kept inside the case and says nothing of mail that came back', async () => {
  const { at, id } = await opened()
  const text = `From: jan@linde.example\r\nSubject: Gelezen\r\nIn-Reply-To: ${id}\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=q\r\n\r\n--q\r\n\r\nGelezen\r\n--q--\r\n`
  expect(await post.mails.submit({ raw: text })).toMatchObject({ disposition: 'appended', case: at })
  expect((await post.pageOf(at.id)).entries.at(-1)?.text).toContain('Automatisch antwoord')
  expect(await stateOf(id)).not.toBe('bounced')
})
