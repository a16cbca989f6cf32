/** Whether an IMAP server greets and says what it can (RFC 3501). */
import type { Told, WhatOf } from '../kinds/contract.ts'
import { judged } from './tls.ts'
import { connectTo, cut, type Env, Failed, overTls, talk } from './wire.ts'

export async function imap(what: WhatOf<'imap'>, env: Env): Promise<Told> {
  const socket = await connectTo(what, env)
  try {
    const over = what.secure ? await overTls(socket, what.address) : socket
    const { line, say } = talk(over)
    const certificate: Told = what.secure
      ? judged(over as Awaited<ReturnType<typeof overTls>>, what.address, { leastDays: 0, verify: what.verify }, env.now())
      : { why: null, values: [] }
    if (certificate.why) return certificate
    const greeting = await line()
    if (!/^\* (OK|PREAUTH)/i.test(greeting)) throw new Failed('greeting', { what: cut(greeting, 120) })
    say('a CAPABILITY\r\n')
    let able = ''
    for (let count = 0; count < 100; count++) {
      const one = await line()
      if (/^a OK/i.test(one)) {
        say('b LOGOUT\r\n')
        if (!/IMAP4rev/i.test(able)) throw new Failed('nonsense', { what: cut(able, 100) })
        return certificate
      }
      if (!one.startsWith('* ')) throw new Failed('greeting', { what: cut(one, 120) })
      able += one
    }
    throw new Failed('tooLarge')
  } finally {
    socket.destroy()
  }
}
