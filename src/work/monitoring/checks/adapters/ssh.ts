/** Which host key an SSH server shows, and with what name it greets (RFC 4253). Nobody signs in. */
import { createHash } from 'node:crypto'
import { Client, type ConnectConfig } from 'ssh2'
import type { Told, WhatOf } from '../kinds/contract.ts'
import { connectTo, cut, type Env, Failed } from './wire.ts'

/** As `ssh-keygen -l` writes it. */
export const fingerprintOf = (key: Buffer): string => `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

/** What goes wrong before or after the keys are agreed. */
export function sshTrouble(error: Error & { level?: string }): Error {
  if (error.level === 'client-authentication') return new Failed('denied', { what: cut(error.message, 120) })
  if (/lost before handshake/i.test(error.message)) return new Failed('closed')
  if (error.level === 'client-timeout') return new Failed('tooSlow')
  if (error.level === 'protocol' || error.level === 'handshake') return new Failed('nonsense', { what: cut(error.message, 120) })
  return error
}
export const sshConfig = (env: Env): ConnectConfig => ({ readyTimeout: env.timeoutMs, keepaliveInterval: 0, strictVendor: false })

export async function ssh(what: WhatOf<'ssh'>, env: Env): Promise<Told> {
  const socket = await connectTo(what, env)
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const client = new Client()
  let banner = ''
  const hostVerifier = (key: Buffer): boolean => {
    resolve(fingerprintOf(key))
    return false
  }
  client.on('error', (error) => reject(sshTrouble(error))).on('close', () => reject(new Failed('closed')))
  try {
    client.connect({ ...sshConfig(env), sock: socket, username: 'spil', hostVerifier })
    socket.once('data', (part: Buffer) => {
      banner = cut(part.toString('latin1').split('\n', 1)[0] ?? '', 100)
    })
    const found = await promise
    const facts = [{ key: 'ssh.hostKey', value: found }, ...(banner.startsWith('SSH-') ? [{ key: 'ssh.server', value: banner }] : [])]
    const other = what.hostKey !== '' && what.hostKey !== found
    return {
      why: other ? { reason: 'hostKey', given: { found } } : null,
      values: [{ name: 'probe_ssh_host_key_matches', value: other ? 0 : 1 }],
      facts,
    }
  } finally {
    client.destroy()
    socket.destroy()
  }
}
