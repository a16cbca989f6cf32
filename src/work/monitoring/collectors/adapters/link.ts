/** The one connection of a collector to where Spil is: it makes it, keeps it open, and nobody comes in. */
import { type IncomingMessage, request as overHttp, Agent as PlainAgent } from 'node:http'
import { request as overHttps, Agent as SecureAgent } from 'node:https'
import type * as z from 'zod'
import { monitoringCollectors } from '../contract.ts'

const patience = 60_000
const longestAnswer = 256 * 1024 * 1024
/** It was understood there and refused: asking again changes nothing. */
export class RefusedThere extends Error {
  override name = 'RefusedThere'
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}
export interface Link {
  enrol(code: string): Promise<z.output<typeof monitoringCollectors.enrol.reply>>
  exchange(token: string, said: z.input<typeof monitoringCollectors.exchange.body>): Promise<z.output<typeof monitoringCollectors.exchange.reply>>
  close(): void
}

/** `to`: where Spil is, https://spil.example.org. `program`: our version. */
export function link(to: string, program: string): Link {
  const secure = to.startsWith('https:')
  // One socket: whatever is sent waits its turn.
  const agent = new (secure ? SecureAgent : PlainAgent)({ keepAlive: true, maxSockets: 1, timeout: patience })
  const post = async <S extends z.ZodType>(path: string, body: unknown, shape: S, token?: string): Promise<z.output<S>> => {
    const bytes = Buffer.from(JSON.stringify(body))
    const headers = {
      'content-type': 'application/json',
      'content-length': bytes.length,
      'user-agent': `Spil/${program}`,
      ...(token && { authorization: `Bearer ${token}` }),
    }
    const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      const options = { method: 'POST', agent, headers, signal: AbortSignal.timeout(patience) }
      const sent = (secure ? overHttps : overHttp)(new URL(path, to), options, (answer) => {
        whole(answer).then((whole) => resolve({ status: answer.statusCode ?? 0, text: whole }), reject)
      })
      sent.on('error', reject)
      sent.end(bytes)
    })
    if (status >= 200 && status < 300) return shape.parse(JSON.parse(text))
    // 5xx, 429: there is trouble there; it goes by.
    if (status >= 400 && status < 500 && status !== 429 && status !== 408) throw new RefusedThere(status, text.slice(0, 300))
    throw new Error(`answered ${status}`)
  }
  const { enrol, exchange } = monitoringCollectors
  return {
    enrol: (code) => post(enrol.path, { code, program }, enrol.reply),
    exchange: (token, said) => post(exchange.path, said, exchange.reply, token),
    close: () => agent.destroy(),
  }
}
async function whole(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length
    if (size > longestAnswer) throw new Error('the answer is too large')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
