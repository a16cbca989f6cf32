/** Answers that are the same for everybody: made once, kept for some seconds, given to however many ask. */
import type { FastifyReply, FastifyRequest } from 'fastify'

interface Kept {
  until: number
  answer: Promise<unknown>
}
/** Different addresses under one endpoint that are kept at once; the oldest goes first. */
const most = 200

/**
 * What is kept of one endpoint, by its parameters. Who asks while it is being made waits for the same answer; a failure is not kept.
 * `seconds` also go to browsers and proxies between.
 */
export function shared() {
  const kept = new Map<string, Kept>()
  return (request: FastifyRequest, reply: FastifyReply, seconds: number, make: () => Promise<unknown>): Promise<unknown> => {
    const key = JSON.stringify(request.params)
    const now = performance.now()
    let one = kept.get(key)
    if (!one || one.until <= now) {
      one = { until: now + seconds * 1000, answer: make() }
      kept.delete(key)
      kept.set(key, one)
      if (kept.size > most) kept.delete(kept.keys().next().value ?? '')
    }
    const { answer } = one
    reply.header('cache-control', `public, max-age=${seconds}`)
    return answer.catch((error: unknown) => {
      reply.header('cache-control', 'no-store')
      if (kept.get(key)?.answer === answer) kept.delete(key)
      throw error
    })
  }
}
