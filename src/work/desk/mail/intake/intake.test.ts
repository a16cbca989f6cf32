/** What a mail is: who wrote it, whether a machine did, what it means. Pure rules on real messages. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { raw } from '#test/mail/letters.ts'
import { isForward, mayAnswer, messageIdOf, readSigned, readTag, splitQuoted, titleOf } from '../rules.ts'
import { parseMessage, UnreadableError } from './adapters/message.ts'
import { automaticOf, conversationOf, idsNamed, othersOn, senderOf } from './rules.ts'

const read = (text: string) => parseMessage(Buffer.from(text))

test('quoted text is told apart, and nothing of it is lost', () => {
  expect(splitQuoted('boven\n\nOp 3 nov schreef Jan:\n> a\n> b')).toEqual({ text: 'boven', rest: 'Op 3 nov schreef Jan:\n> a\n> b' })
  expect(splitQuoted('> vraag\nantwoord\n> vraag 2\nantwoord 2').rest).toBe('')
  expect(splitQuoted('hallo\n\nVan: Jan\nVerzonden: nu\nAan: ons\n\noud').text).toBe('hallo')
  expect(splitQuoted('hallo\n-- \nJan').text).toBe('hallo')
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', '> b', '', '-- ', 'Op 3 nov schreef x:', 'From: x')), (lines) => {
      const { text, rest } = splitQuoted(lines.join('\n'))
      expect((text + rest).replace(/\s/g, '')).toBe(lines.join('').replace(/\s/g, ''))
    }),
  )
})

test('subjects: answers, forwards, tags', () => {
  expect(titleOf('RE: AW: Re[2]: [C-1042] Printer', '-')).toBe('Printer')
  expect(titleOf('Re:', 'leeg')).toBe('leeg')
  for (const word of ['Fwd', 'FW', 'Fw', 'WG', 'Doorgestuurd', 'TR', 'RV']) expect(isForward(`${word}: x`), word).toBe(true)
  expect(['Re: Fwd: x', 'Forward planning', 'x'].map(isForward)).toEqual([false, false, false])
  expect([readTag('Re: [C-1042] x'), readTag('[c-7]'), readTag('C-1042')]).toEqual(['C-1042', 'C-7', undefined])
})

test('our ids are read back also in capitals, and only with their own signature', () => {
  const sign = (text: string) => Buffer.from(text).toString('hex').padEnd(32, '0').slice(0, 32)
  const checks = (text: string, given: string) => sign(text) === given
  const id = { number: '1042', entry: '018f6e1c-0000-7000-8000-000000000001' }
  const made = messageIdOf(id, 'linde.example', sign)
  expect(readSigned(made, checks)).toEqual(id)
  expect(readSigned(`help+${made.slice(1, -1).toUpperCase()}`, checks)).toEqual(id)
  expect(readSigned(made.replace('c1042', 'c1043'), checks)).toBeUndefined()
})

describe('who and what', () => {
  test.each([
    ['a person', [], 'no'],
    ['an alarm', ['Auto-Submitted: auto-generated'], 'generated'],
    ['a person who says so', ['Auto-Submitted: no'], 'no'],
    ['out of office', ['Auto-Submitted: auto-replied (vacation)'], 'replied'],
    ['a list', ['List-Id: <l.example>'], 'generated'],
    ['bulk', ['Precedence: bulk'], 'generated'],
    ['Outlook', ['X-Auto-Response-Suppress: OOF, AutoReply'], 'generated'],
    ['an alarm without a return path', ['Return-Path: <>'], 'generated'],
    ['a receipt of reading', ['Content-Type: multipart/report; report-type=disposition-notification; boundary=x'], 'replied'],
    ['a report of delivery', ['Content-Type: multipart/report; report-type=delivery-status; boundary=x'], 'bounce'],
    ['our own mail', ['X-Loop: spil.example'], 'replied'],
  ])('%s', async (_what, headers, kind) => {
    const message = await read(raw({ headers }))
    expect(automaticOf(message, 'jan@linde.example', 'spil.example')).toBe(kind)
  })
  test.each([
    ['Afwezig: Re: Printer', 'replied'],
    ['Out of Office', 'replied'],
    ['Automatic reply: vakantie', 'replied'],
    ['Afwezigheid doorgeven lukt niet', 'no'],
    ['Niet aanwezige studenten staan in de lijst', 'no'],
  ])('%s: %s', async (subject, kind) => {
    expect(automaticOf(await read(raw({ subject })), 'jan@linde.example', 'spil.example')).toBe(kind)
  })
  test('another header first, where a web form writes for who filled it in', async () => {
    const message = await read('From: form@web.example\r\nReply-To: Jan <jan@linde.example>\r\nSender: relay@web.example\r\n\r\nx')
    const found = (order?: Parameters<typeof senderOf>[1]) => senderOf(message, order)?.address
    expect([found(), found('replyTo-from-sender'), found('sender-from-replyTo')]).toEqual([
      'form@web.example',
      'jan@linde.example',
      'relay@web.example',
    ])
  })
  test('a group, and receivers that are kept secret', async () => {
    const message = await read(
      'From: Team: jan@linde.example, piet@linde.example;\r\nTo: undisclosed-recipients:;\r\nCc: Docenten: a@linde.example, b@linde.example;\r\n\r\nx',
    )
    expect(senderOf(message)?.address).toBe('jan@linde.example')
    expect(othersOn(message, 'jan@linde.example', () => false).map((one) => one.address)).toEqual(['a@linde.example', 'b@linde.example'])
  })
  test.each([
    ['From: "Jan <jan@linde.example', 'jan@linde.example'],
    ['From: Jan jan@linde.example (werk)', 'jan@linde.example'],
    ['From: <JAN@LINDE.example>', 'jan@linde.example'],
    ['From: undisclosed\r\nReply-To: jan@linde.example', 'jan@linde.example'],
    ['Subject: niemand', undefined],
  ])('%s', async (head, address) => {
    expect(senderOf(await read(`${head}\r\n\r\nx`))?.address).toBe(address)
  })
  test('at most forty others, never ourselves', async () => {
    const cc = Array.from({ length: 60 }, (_, n) => `p${n}@elders.example`).join(', ')
    const message = await read(raw({ headers: [`Cc: ${cc}`] }))
    const others = othersOn(message, 'jan@linde.example', (address) => address === 'help@linde.example')
    expect(others).toHaveLength(40)
    expect(others.map((one) => one.address)).not.toContain('help@linde.example')
  })
  test('ids nearest first; the conversation of Outlook without its answers', async () => {
    const message = await read(raw({ headers: ['References: <a@x> <b@x>', 'In-Reply-To: <b@x>', `Thread-Index: ${'A'.repeat(28)}BBBB`] }))
    expect(idsNamed(message)).toEqual(['<b@x>', '<a@x>'])
    expect(conversationOf(message)).toBe(`thread-index:${'A'.repeat(28)}`)
  })
  test('10,000 levels are refused, and the reader goes on', async () => {
    let text = 'From: a@b.nl'
    for (let n = 0; n < 10_000; n++) text += `\r\nContent-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}`
    await expect(read(text)).rejects.toThrow(UnreadableError)
    expect((await read(raw({}))).subject).toBe('Printer')
  })
})

test('no more than ten answers in ten minutes about one case, five receipts to one address, and a total', () => {
  const now = new Date('2026-11-23T12:00:00Z')
  const times = (n: number, seconds: number, caseId = 'a', letter = 'desk.letter.test') =>
    Array.from({ length: n }, () => ({ caseId, letter, at: new Date(now.getTime() - seconds * 1000) }))
  const may = (toThem: ReturnType<typeof times>, letter = 'desk.letter.test', onCase: ReturnType<typeof times> = []) =>
    mayAnswer({ toThem, onCase }, 'a', letter, now)
  expect(may(times(9, 10))).toBe('yes')
  expect(may(times(10, 10))).toBe('enoughOnCase')
  expect(may(times(10, 601))).toBe('yes')
  expect(may(times(100, 5 * 3600))).toBe('enoughOnCase')
  expect(may(times(99, 10, 'b'))).toBe('yes')
  expect(may(times(100, 10, 'b'))).toBe('enough')
  const receipt = 'desk.letter.received'
  expect(may(times(4, 10, 'b', receipt), receipt)).toBe('yes')
  expect(may(times(5, 10, 'b', receipt), receipt)).toBe('enough')
  expect(may(times(5, 10, 'b', receipt))).toBe('yes')
  expect(may(times(5, 601, 'b', receipt), receipt)).toBe('yes')
  expect(may([], receipt, times(299, 10))).toBe('yes')
  expect(may([], receipt, times(300, 10))).toBe('enough')
})
