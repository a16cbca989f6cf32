/** Runs a command on a host over SSH. Nothing is sent to a host that shows another key than the one that was written down. */
import { Client } from 'ssh2'
import { factsOfScript } from '../../maintenance/updates/reads.ts'
import type { Told, Value, WhatOf } from '../kinds/contract.ts'
import { fingerprintOf, sshConfig, sshTrouble } from './ssh.ts'
import { connectTo, cut, type Env, Failed } from './wire.ts'

const mostOutput = 65_536
const mostValues = 500
interface Ran {
  code: number | null
  out: string
}

export async function script(what: WhatOf<'script'>, env: Env): Promise<Told> {
  const socket = await connectTo(what, env, 4_000_000)
  const { promise, resolve, reject } = Promise.withResolvers<Ran>()
  const client = new Client()
  const hostVerifier = (key: Buffer): boolean => {
    const found = fingerprintOf(key)
    if (found !== what.hostKey) reject(new Failed('hostKey', { found }))
    return found === what.hostKey
  }
  client.on('error', (error) => reject(sshTrouble(error))).on('close', () => reject(new Failed(env.signal.aborted ? 'tooSlow' : 'closed')))
  client.on('ready', () => run(client, what.command, resolve, reject))
  try {
    const { password, privateKey } = env.secret
    client.connect({
      ...sshConfig(env),
      sock: socket,
      username: what.user,
      hostVerifier,
      ...(password && { password }),
      ...(privateKey && { privateKey }),
    })
    const { code, out } = await promise
    const values = [{ name: 'probe_script_exit_code', value: code ?? -1 }, ...valuesIn(out)]
    const why = code === 0 ? null : { reason: 'exitCode' as const, given: { code: String(code ?? '?'), output: cut(out, 200) } }
    // What it prints of updates becomes facts; everything else stays numbers.
    const facts = factsOfScript(out)
    return { why, values, ...(facts && { facts }) }
  } finally {
    client.destroy()
    socket.destroy()
  }
}

function run(client: Client, command: string, resolve: (ran: Ran) => void, reject: (error: Error) => void): void {
  client.exec(command, (error, stream) => {
    if (error) return reject(new Failed('denied', { what: cut(error.message, 120) }))
    let out = ''
    let code: number | null = null
    const take = (part: Buffer) => {
      out += part.toString('utf8')
      if (out.length > mostOutput) reject(new Failed('tooLarge'))
    }
    stream.on('data', take).on('exit', (given: number | null) => {
      code = given
    })
    stream.stderr.on('data', take)
    stream.on('close', () => resolve({ code, out }))
    return undefined
  })
}

/** Lines of a name and a number; everything else is for people. */
export function valuesIn(out: string): Value[] {
  return out
    .split('\n')
    .flatMap((line) => {
      const [, name, number] = /^\s*([a-zA-Z_][a-zA-Z0-9_]{0,99})\s+(-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)\s*$/.exec(line) ?? []
      return name === undefined ? [] : [{ name, value: Number(number) }]
    })
    .slice(0, mostValues)
}
