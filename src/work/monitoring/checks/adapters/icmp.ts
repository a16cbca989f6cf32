/** Asks by ICMP, through the system's own ping: a raw socket would need a right that Spil does not have. */
import { spawn } from 'node:child_process'
import { reached } from '#platform/outgoing.ts'
import type { Told, WhatOf } from '../kinds/contract.ts'
import { cut, type Env, Failed, familyOf } from './wire.ts'

const mostOutput = 16_384
export async function icmp({ address, family, count, mostLoss }: WhatOf<'icmp'>, env: Env): Promise<Told> {
  const [found] = await reached(address, 0, env.guard, env.signal, familyOf(family))
  const seconds = Math.max(1, Math.floor(env.timeoutMs / 1000))
  // An address that was looked at, never the name: nothing that was typed becomes an argument.
  const said = await ping(['-n', '-q', '-c', String(count), '-i', '0.2', '-w', String(seconds), found.address], env.signal)
  const [, sent = '0', received = '0'] = /(\d+) packets transmitted, (\d+) received/.exec(said.out) ?? []
  if (sent === '0') throw new Failed(/permitted|socket/i.test(said.err) ? 'noProgram' : 'unreachable', { what: cut(said.err || said.out, 120) })
  const loss = 100 * (1 - Number(received) / Math.max(Number(sent), 1))
  const [, least, mean, most] = /= ([\d.]+)\/([\d.]+)\/([\d.]+)/.exec(said.out) ?? []
  const seen = { min: least, mean, max: most }
  const values = [
    { name: 'probe_icmp_loss_ratio', value: loss / 100 },
    ...Object.entries(seen).flatMap(([rtt, ms]) =>
      ms === undefined ? [] : [{ name: 'probe_icmp_rtt_seconds', labels: { rtt }, value: Number(ms) / 1000 }],
    ),
  ]
  if (received === '0') return { why: { reason: 'silent', given: {} }, values }
  return { why: loss > mostLoss ? { reason: 'loss', given: { percent: String(Math.round(loss)) } } : null, values }
}

function ping(args: readonly string[], signal: AbortSignal): Promise<{ out: string; err: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ out: string; err: string }>()
  const program = spawn('ping', args, {
    signal,
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C' },
  })
  const said = { out: '', err: '' }
  for (const way of ['out', 'err'] as const)
    program[way === 'out' ? 'stdout' : 'stderr'].on('data', (part: Buffer) => {
      if (said[way].length < mostOutput) said[way] += part.toString('latin1')
    })
  program.on('error', (error: NodeJS.ErrnoException) => reject(error.code === 'ENOENT' ? new Failed('noProgram', { what: 'ping' }) : error))
  program.on('close', () => resolve(said))
  return promise
}
