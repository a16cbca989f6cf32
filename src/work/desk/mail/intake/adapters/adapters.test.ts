/** What a message says, however badly it says it: letters, names of files, winmail.dat, reports of servers. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromUtf7 } from './charset.ts'
import { parseMessage } from './message.ts'
import { opened } from './tnef.ts'

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((one) => (typeof one === 'string' ? Buffer.from(one, 'latin1') : Buffer.from(one))))
const head = (...more: string[]) => [...['From: a@b.nl', 'Subject: x'], ...more, '', ''].join('\r\n')
const attached = async (...headers: string[]) => {
  const text = ['From: a@b.nl', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=q', '', '--q', ...headers, '', 'inhoud', '--q--', '']
  return (await parseMessage(Buffer.from(text.join('\r\n')))).attachments[0]
}

describe('letters', () => {
  test.each([
    ['windows-1252 called iso-8859-1', bytes(head('Content-Type: text/plain; charset=iso-8859-1'), 'prijs ', [0x80, 0x20, 0xe9]), 'prijs € é'],
    ['koi8-r', bytes(head('Content-Type: text/plain; charset=koi8-r'), [0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4]), 'Привет'],
    ['utf-7', bytes(head('Content-Type: text/plain; charset=utf-7'), 'Ren+AOk- +- +IKw- 5'), 'René + € 5'],
    ['none, and windows-1252', bytes(head(), 'Ren', [0xe9], ' ', [0x80]), 'René €'],
    ['none, and utf-8', bytes(head(), 'Ren', [0xc3, 0xa9]), 'René'],
    ['called utf-8, and windows-1252', bytes(head('Content-Type: text/plain; charset="utf-8"'), 'Ren', [0xe9]), 'René'],
    [
      'utf-8 with one broken letter stays utf-8',
      bytes(head('Content-Type: text/plain; charset=utf-8'), 'Ren', [0xc3, 0xa9, 0x20, 0xff]),
      'René \ufffd',
    ],
    ['one that does not exist', bytes(head('Content-Type: text/plain; charset=klingon-8'), 'Hallo'), 'Hallo'],
  ])('%s', async (_what, raw, text) => {
    expect((await parseMessage(raw)).text.trim()).toBe(text)
  })
  test('a subject in bare windows-1252, and one in words of several charsets', async () => {
    expect((await parseMessage(bytes('From: a@b.nl\r\nSubject: Caf', [0xe9], '\r\n\r\nx'))).subject).toBe('Café')
    expect((await parseMessage(bytes('From: a@b.nl\r\nSubject: =?iso-8859-1?Q?Caf=E9?= =?utf-8?B?4oKs?=\r\n\r\nx'))).subject).toBe('Café€')
  })
  test('what is no UTF-7 stays as it is', () => {
    expect(fromUtf7('1+1 = 2 +')).toBe('1+1 = 2 +')
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('+')),
        (text) => fromUtf7(text) === text,
      ),
    )
  })
})

describe('names of what is attached', () => {
  test.each([
    ['RFC 2231, in parts', ["Content-Type: application/pdf; name*0*=utf-8''Verslag%20Ren; name*1*=%C3%A9.pdf"], 'Verslag René.pdf'],
    ['an encoded word in two', ['Content-Type: application/pdf;', ' name="=?utf-8?Q?Verslag_Ren?= =?utf-8?Q?=C3=A9.pdf?="'], 'Verslag René.pdf'],
    ['a path', ['Content-Type: application/pdf', 'Content-Disposition: attachment; filename="C:\\\\Users\\\\jan\\\\a.pdf"'], 'a.pdf'],
    ['none: by its type', ['Content-Type: image/png', 'Content-Disposition: attachment'], 'attachment-1.png'],
    ['a calendar', ['Content-Type: text/calendar; method=REQUEST'], 'attachment-1.ics'],
    [
      'a message: by its subject',
      ['Content-Type: message/rfc822', '', 'From: c@d.nl', 'Subject: =?utf-8?Q?Caf=C3=A9?=', ' vandaag', '', 'hoi'],
      'Café vandaag.eml',
    ],
  ])('%s', async (_what, headers, name) => {
    expect((await attached(...headers))?.name).toBe(name)
  })
})

/** As Outlook writes it. */
function winmail(files: { short: string; long?: string; content: string }[]): Buffer {
  const attribute = (level: number, id: number, value: Buffer) => {
    const before = Buffer.alloc(9)
    before.writeUInt8(level, 0)
    before.writeUInt32LE(id, 1)
    before.writeUInt32LE(value.length, 5)
    return Buffer.concat([before, value, Buffer.alloc(2)])
  }
  const number = (value: number) => {
    const four = Buffer.alloc(4)
    four.writeUInt32LE(value)
    return four
  }
  const property = (type: number, id: number, value: Buffer) => Buffer.concat([Buffer.from([type, 0, id & 0xff, id >> 8]), value])
  const text = (value: Buffer) => Buffer.concat([number(1), number(value.length), value, Buffer.alloc((4 - (value.length % 4)) % 4)])
  const begin = Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0])
  return Buffer.concat([
    begin,
    attribute(1, 0x0002_800c, Buffer.from('tekst\0')),
    ...files.flatMap(({ short, long, content }) => [
      attribute(2, 0x0006_9002, Buffer.alloc(14)),
      attribute(2, 0x0001_8010, Buffer.from(`${short}\0`)),
      attribute(2, 0x0006_800f, Buffer.from(content)),
      ...(long === undefined
        ? []
        : [
            attribute(
              2,
              0x0006_9005,
              Buffer.concat([number(2), property(0x03, 0x0e21, number(7)), property(0x1f, 0x3707, text(Buffer.from(`${long}\0`, 'utf16le')))]),
            ),
          ]),
    ]),
  ])
}

describe('winmail.dat', () => {
  const mail = (content: Buffer) =>
    [
      'From: a@b.nl',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=q',
      '',
      '--q',
      'Content-Type: text/plain',
      '',
      'Zie bijlage',
      '--q',
    ]
      .concat([
        'Content-Type: application/ms-tnef; name=winmail.dat',
        'Content-Transfer-Encoding: base64',
        '',
        content.toString('base64'),
        '--q--',
        '',
      ])
      .join('\r\n')
  test('gives what is in it', async () => {
    const packed = winmail([
      { short: 'VERSLA~1.TXT', long: 'Verslag René.txt', content: 'een' },
      { short: 'b.txt', content: 'twee' },
    ])
    const { attachments, sealedIn } = await parseMessage(Buffer.from(mail(packed)))
    expect(attachments.map(({ name, content }) => [name, Buffer.from(content).toString()])).toEqual([
      ['Verslag René.txt', 'een'],
      ['b.txt', 'twee'],
    ])
    expect(sealedIn).toBeNull()
  })
  test('that is broken is kept as it came, and said', async () => {
    const { attachments, sealedIn } = await parseMessage(Buffer.from(mail(winmail([{ short: 'a.txt', content: 'een' }]).subarray(0, 40))))
    expect(attachments.map((one) => one.name)).toEqual(['winmail.dat'])
    expect(sealedIn).toBe('winmail.dat')
  })
  test('whatever is in it, it ends', () => {
    const begin = winmail([{ short: 'a', long: 'b', content: 'c' }])
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(begin.length - 1), fc.nat(255)), { maxLength: 30 }), (changes) => {
        const bytes = Buffer.from(begin)
        for (const [at, value] of changes) bytes[at] = value
        opened(bytes)
      }),
    )
  })
})

test('what a server says about several receivers, and what it gives back', async () => {
  const report = [
    ...['From: MAILER-DAEMON@mx.example', 'Content-Type: multipart/report; report-type=delivery-status; boundary=q', '', '--q', '', 'Sorry', '--q'],
    ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx', '', 'Final-Recipient: rfc822; weg@linde.example', 'Action: failed'],
    ...['Status: 5.1.1 (no such user)', 'Diagnostic-Code: smtp; 550', ' no such user', '', 'Final-Recipient: rfc822; laat@linde.example'],
    ...['Action: delayed', 'Status: 4.4.1', '', 'Final-Recipient: rfc822; goed@linde.example', 'Action: delivered', 'Status: 2.0.0', ''],
    ...['--q', 'Content-Type: text/rfc822-headers', '', 'Message-ID: <ons@spil.example>', 'Subject: x', '', '--q--', ''],
  ]
  const { reports, returned } = await parseMessage(Buffer.from(report.join('\r\n')))
  expect(reports).toEqual([
    { recipient: 'weg@linde.example', action: 'failed', status: '5.1.1', diagnostic: 'smtp; 550 no such user' },
    { recipient: 'laat@linde.example', action: 'delayed', status: '4.4.1', diagnostic: null },
  ])
  expect(returned).toEqual(['<ons@spil.example>'])
  const old =
    'Return-Path: <>\r\nFrom: postmaster@mx.example\r\n\r\nSorry.\r\n--- Below this line is a copy of the message.\r\n\r\nMessage-ID: <oud@spil.example>\r\n'
  expect((await parseMessage(Buffer.from(old))).returned).toEqual(['<oud@spil.example>'])
})
