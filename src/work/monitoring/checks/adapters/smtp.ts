/** Whether a mail server greets, and answers to its name (RFC 5321). */
import type { Told, WhatOf } from '../kinds/contract.ts'
import { connectTo, cut, type Env, Failed, talk } from './wire.ts'

const mostLines = 100
export async function smtp(what: WhatOf<'smtp'>, env: Env): Promise<Told> {
  const socket = await connectTo(what, env)
  try {
    const { line, say } = talk(socket)
    const answer = async (code: string) => {
      const all: string[] = []
      for (let count = 0; count < mostLines; count++) {
        const one = await line()
        if (!one.startsWith(code)) throw new Failed('greeting', { what: cut(one, 120) })
        all.push(one)
        if (one[3] !== '-') return all
      }
      throw new Failed('tooLarge')
    }
    const greeting = (await answer('220')).join('\n')
    if (what.banner !== '' && !greeting.includes(what.banner)) throw new Failed('greeting', { what: cut(greeting, 120) })
    say('EHLO spil\r\n')
    const able = await answer('250')
    say('QUIT\r\n')
    return { why: null, values: [{ name: 'probe_smtp_starttls', value: able.some((one) => /^250[- ]STARTTLS$/i.test(one)) ? 1 : 0 }] }
  } finally {
    socket.destroy()
  }
}
