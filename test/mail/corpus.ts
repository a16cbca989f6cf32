/** Mail as it should not be: the same 200 each time. */

export interface Malformed {
  what: string
  raw: Buffer
}

/** Numbers that look random and are the same each time (mulberry32). */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const crlf = (...lines: string[]) => lines.join('\r\n')
const head = (n: number, ...more: string[]) =>
  crlf(
    `From: Persoon ${n} <persoon${n}@linde.example>`,
    'To: help@linde.example',
    `Subject: bericht ${n}`,
    `Message-ID: <kwaad${n}@linde.example>`,
    ...more,
  )

const whole = (n: number) =>
  crlf(
    head(n, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="grens"'),
    '',
    '--grens',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Ren=C3=A9 heeft een probleem =E2=82=AC',
    '--grens',
    'Content-Type: image/png; name="foto.png"',
    'Content-Transfer-Encoding: base64',
    '',
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ',
    '--grens--',
    '',
  )

const nested = (n: number, levels: number, type: string) => {
  let text = head(n)
  for (let level = 0; level < levels; level++)
    text +=
      type === 'multipart'
        ? `\r\nContent-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}`
        : '\r\nContent-Type: message/rfc822\r\n\r\nSubject: x'
  return `${text}\r\n\r\ndiep\r\n`
}

/** Each is one way in which mail is wrong; `n` makes it different from the others. */
const ways: readonly [string, (n: number, random: () => number) => string | Buffer][] = [
  ['truncated', (n, random) => whole(n).slice(0, Math.floor(random() * whole(n).length))],
  ['bytes at random', (_n, random) => Buffer.from(Array.from({ length: 500 + Math.floor(random() * 3000) }, () => Math.floor(random() * 256)))],
  [
    'bytes overwritten',
    (n, random) => {
      const bytes = Buffer.from(whole(n))
      for (let count = 0; count < 60; count++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
      return bytes
    },
  ],
  [
    'wrong charset',
    (n) =>
      Buffer.concat([
        Buffer.from(crlf(head(n, 'Content-Type: text/plain; charset=utf-8'), '', '')),
        Buffer.from([0xff, 0xfe, 0xe9, 0x80, 0xc3, 0x28]),
      ]),
  ],
  [
    'a charset that does not exist',
    (n) => crlf(head(n, 'Content-Type: text/plain; charset="klingon-8"', 'Content-Transfer-Encoding: 8bit'), '', 'qaplá'),
  ],
  ['utf-7', (n) => crlf(head(n, 'Content-Type: text/plain; charset=utf-7'), '', '+ADw-script+AD4-')],
  ['NUL bytes', (n) => crlf(`From: Nul\0 <nul${n}@linde.example\0>`, `Subject: a\0b${n}`, `Message-ID: <n\0ul${n}@x>`, '', 'tekst\0met\0nul')],
  ['no header', (n) => `\r\n\r\nalleen tekst ${n}\r\n`],
  ['only a header', (n) => head(n)],
  ['no sender', (n) => crlf(`Subject: zonder ${n}`, '', 'x')],
  ['a broken sender', (n) => crlf(`From: "Jan <jan${n}@linde.example`, 'Subject: x', '', 'x')],
  ['several senders', (n) => crlf(`From: a${n}@linde.example, b@linde.example`, `From: c${n}@linde.example`, 'Subject: x', '', 'x')],
  ['an endless header', (n) => crlf(head(n), `X-Lang: ${'a'.repeat(300_000)}`, '', 'x')],
  ['too many headers', (n) => crlf(head(n), ...Array.from({ length: 20_000 }, (_, at) => `X-${at}: y`), '', 'x')],
  ['2,000 people in Cc', (n) => crlf(head(n, `Cc: ${Array.from({ length: 2000 }, (_, at) => `p${at}@elders.example`).join(', ')}`), '', 'x')],
  ['5,000 references', (n) => crlf(head(n, `References: ${Array.from({ length: 5000 }, (_, at) => `<r${n}.${at}@x>`).join(' ')}`), '', 'x')],
  ['a boundary that never comes', (n) => crlf(head(n, 'Content-Type: multipart/mixed; boundary=weg'), '', 'x')],
  ['no boundary', (n) => crlf(head(n, 'Content-Type: multipart/mixed'), '', '--', 'x')],
  ['an empty boundary', (n) => crlf(head(n, 'Content-Type: multipart/mixed; boundary=""'), '', '--', '', 'x', '----')],
  ['wrong base64', (n) => crlf(head(n, 'Content-Type: text/plain', 'Content-Transfer-Encoding: base64'), '', '====!!!!%%%%', 'AAA')],
  ['wrong quoted-printable', (n) => crlf(head(n, 'Content-Transfer-Encoding: quoted-printable'), '', '=ZZ=\r\n=', '=1')],
  ['an encoding that does not exist', (n) => crlf(head(n, 'Content-Transfer-Encoding: x-uuencode'), '', 'begin 644 x', '#86)C', 'end')],
  ['broken encoded words', (n) => crlf(`From: =?utf-8?Q?=FF?= <ew${n}@linde.example>`, 'Subject: =?utf-8?B?////?= =?x?Y?z?= =?utf-8?Q?', '', 'x')],
  ['hostile names of attachments', (n) => whole(n).replace('foto.png', `../../../etc/passwd\u202egnp.${'x'.repeat(2000)}`)],
  ['100,000 links', (n) => crlf(head(n, 'Content-Type: text/html'), '', '<a href="http://x.example">x</a>'.repeat(100_000))],
  ['deeply nested HTML', (n) => crlf(head(n, 'Content-Type: text/html'), '', '<div>'.repeat(100_000))],
  [
    'HTML with a script',
    (n) => crlf(head(n, 'Content-Type: text/html'), '', '<svg/onload=alert(1)><img src=x onerror=alert(1)><script>alert(1)</script>'),
  ],
  ['bare line feeds', (n) => whole(n).replaceAll('\r\n', '\n')],
  ['bare carriage returns', (n) => whole(n).replaceAll('\r\n', '\r')],
  ['folded without end', (n) => crlf(head(n), ...Array.from({ length: 5000 }, () => ' nog een stuk'), '', 'x')],
  ['a date in the year 99999', (n) => crlf(head(n, 'Date: Mon, 99 Foo 99999 99:99:99 +9999'), '', 'x')],
  ['halves of characters', (n) => Buffer.from(crlf(head(n, 'Content-Type: text/plain; charset=utf-16le'), '', '\ud800\udc00\ud800'), 'utf16le')],
  ['a thousand levels of MIME', (n) => nested(n, 1000, 'multipart')],
  ['messages in messages', (n) => nested(n, 1000, 'message')],
  ['an address of 5,000 characters', (n) => crlf(`From: ${'a'.repeat(5000)}${n}@${'b'.repeat(5000)}.example`, 'Subject: x', '', 'x')],
]

/** 196 small ones, and the four that are made to stop a queue. */
export function* malformed(): Generator<Malformed> {
  const random = dice(7745)
  for (let n = 0; n < 196; n++) {
    const [what, make] = ways[n % ways.length] ?? ['truncated', whole]
    const raw = make(n, random)
    yield { what, raw: typeof raw === 'string' ? Buffer.from(raw) : raw }
  }
  yield { what: '10,000 levels of MIME', raw: Buffer.from(nested(9000, 10_000, 'multipart')) }
  yield { what: '10,000 messages in messages', raw: Buffer.from(nested(9001, 10_000, 'message')) }
  const html = Buffer.from('<p>Regel <a href="https://x.example">x</a></p>'.repeat(1_200_000))
  yield { what: 'an HTML part of 50 MB', raw: Buffer.concat([Buffer.from(crlf(head(9003, 'Content-Type: text/html'), '', '')), html]) }
  yield { what: 'a line of 50 MB', raw: Buffer.concat([Buffer.from(crlf(head(9002), '', '')), Buffer.alloc(50 * 1024 * 1024, 'x')]) }
}
