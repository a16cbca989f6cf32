/** Whether a directory lets us in and has what it must have (RFC 4511). */
import { Client, InvalidCredentialsError, NoSuchObjectError } from 'ldapts'
import type { Told, WhatOf } from '../kinds/contract.ts'
import { judged } from './tls.ts'
import { connectTo, cut, type Env, Failed, overTls } from './wire.ts'

export async function ldap(what: WhatOf<'ldap'>, env: Env): Promise<Told> {
  const socket = await connectTo(what, env)
  try {
    const over = what.secure ? await overTls(socket, what.address) : socket
    if (what.secure) {
      const { why } = judged(over as Awaited<ReturnType<typeof overTls>>, what.address, { leastDays: 0, verify: what.verify }, env.now())
      if (why) return { why, values: [] }
    }
    // It is connected already: the library waits for the moment that it is told so.
    const createConnection = (() => {
      queueMicrotask(() => over.emit('connect'))
      return over
    }) as unknown as typeof import('node:net').connect
    const client = new Client({ url: 'ldap://spil.invalid', timeout: env.timeoutMs, connectTimeout: env.timeoutMs, createConnection })
    const closed = new Promise<never>((_, reject) => {
      over.once('close', () => reject(new Failed(env.signal.aborted ? 'tooSlow' : 'closed')))
    })
    closed.catch(() => undefined)
    return await Promise.race([found(client, what, env), closed])
  } finally {
    socket.destroy()
  }
}

async function found(client: Client, { user, base }: WhatOf<'ldap'>, { secret, timeoutMs }: Env): Promise<Told> {
  try {
    if (user !== '') await client.bind(user, secret.password ?? '')
    const timeLimit = Math.max(1, Math.floor(timeoutMs / 1000))
    const { searchEntries } = await client.search(base, { scope: 'base', filter: '(objectClass=*)', attributes: ['1.1'], sizeLimit: 1, timeLimit })
    return { why: searchEntries.length > 0 ? null : { reason: 'content', given: { what: base } }, values: [] }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    if (error instanceof InvalidCredentialsError) throw new Failed('denied', { what: cut(said, 120) })
    if (error instanceof NoSuchObjectError) throw new Failed('content', { what: base })
    throw error
  }
}
