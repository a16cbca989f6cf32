/** How far a time server's clock is from ours (SNTP, RFC 5905 and RFC 4330). */
import { createSocket } from 'node:dgram'
import { reached } from '#platform/outgoing.ts'
import type { Told, WhatOf } from '../kinds/contract.ts'
import { type Env, Failed, familyOf } from './wire.ts'

/** Seconds from 1900 to 1970. */
const epoch = 2_208_988_800
/** 64 bits: seconds since 1900 and parts of one. Its era begins anew in 2036; what is far behind us is of the next. */
function momentIn(packet: Buffer, at: number, now: number): number {
  const ms = (packet.readUInt32BE(at) - epoch) * 1000 + (packet.readUInt32BE(at + 4) / 2 ** 32) * 1000
  const era = 2 ** 32 * 1000
  return ms + Math.round((now - ms) / era) * era
}
export async function ntp({ address, port, family, mostOffsetMs, mostStratum }: WhatOf<'ntp'>, env: Env): Promise<Told> {
  const [found] = await reached(address, port, env.guard, env.signal, familyOf(family))
  env.signal.throwIfAborted()
  const socket = createSocket(found.family === 6 ? 'udp6' : 'udp4')
  const { promise, resolve, reject } = Promise.withResolvers<{ packet: Buffer; at: number }>()
  const stop = () => reject(new Failed('silent'))
  env.signal.addEventListener('abort', stop, { once: true })
  const asking = Buffer.alloc(48)
  // No leap warning, version 4, client. What is sent as our time is random: it proves that the answer is to this question.
  asking[0] = 0x23
  crypto.getRandomValues(asking.subarray(40, 48))
  // Only who was asked is heard; what is not an answer to this is not one.
  socket.on('error', reject).on('message', (packet) => {
    if (packet.length >= 48 && packet.subarray(24, 32).equals(asking.subarray(40, 48)) && ((packet[0] ?? 0) & 7) === 4)
      resolve({ packet, at: env.now() })
  })
  try {
    await new Promise<void>((connected) => socket.connect(port, found.address, connected))
    const sent = env.now()
    socket.send(asking)
    const { packet, at } = await promise
    const stratum = packet[1] ?? 0
    const [received, answered] = [momentIn(packet, 32, at), momentIn(packet, 40, at)]
    const offset = (received - sent + (answered - at)) / 2
    const values = [
      { name: 'probe_ntp_offset_seconds', value: offset / 1000 },
      { name: 'probe_ntp_stratum', value: stratum },
    ]
    // 0: a refusal (kiss of death). The two highest bits: its clock is not set.
    if (stratum === 0 || stratum > mostStratum || (packet[0] ?? 0) >> 6 === 3)
      return { why: { reason: 'stratum', given: { stratum: String(stratum) } }, values }
    const wrong = Math.abs(offset) > mostOffsetMs
    return { why: wrong ? { reason: 'offset', given: { ms: String(Math.round(offset)) } } : null, values }
  } finally {
    env.signal.removeEventListener('abort', stop)
    socket.close()
  }
}
