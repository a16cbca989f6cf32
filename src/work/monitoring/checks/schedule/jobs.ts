/** Asks what is due, in the process that collects: many at a time, written down in batches. What one of them does wrong stays between it and us. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ownPlaces } from '#platform/outgoing.ts'
import type { App, Service } from '#platform/room.ts'
import { appendSamples } from '#record/series/series.ts'
import { runCheck, stateOf, type Tools } from '../adapters/run.ts'
import type { Result } from '../kinds/contract.ts'
import { secretOf } from '../questions/store.ts'
import { type Line, line, type Room } from './rules.ts'
import { claimDue, type Due, giveBack } from './store.ts'
import { type Done, writeDown } from './writing/jobs.ts'

export interface Rooms {
  /** Those that answer soon, and those that took long the last time. */
  quick: Room
  slow: Room
}
const usual: Rooms = { quick: { most: 192, perHost: 4, perNetwork: 64 }, slow: { most: 96, perHost: 2, perNetwork: 32 } }
/** Longer than any check and its writing: then the process that asked is gone. */
const claimMs = 3 * 60_000
/** A check that took so long is asked among others that do. */
const slowMs = 2000
const writeAt = 400
const writeValues = 50_000
const writeMs = 400

export interface Asker {
  /** Takes what is due as far as there is room, and begins it. Answers how many. */
  look(): Promise<number>
  /** Until everything that was begun has ended and is written down. */
  idle(): Promise<void>
  /** Begins nothing any more; what waits is given back. */
  stop(): Promise<void>
}
export function asker(app: App, tools: Tools, rooms: Rooms = usual, append: typeof appendSamples = appendSamples): Asker {
  const lines = { quick: line<Due>(rooms.quick), slow: line<Due>(rooms.slow) }
  const running = new Map<Due, Promise<void>>()
  let done: Done[] = []
  let values = 0
  let writing: Promise<void> = Promise.resolve()
  let last = performance.now()
  const write = (): Promise<void> => {
    const batch = done
    done = []
    values = 0
    last = performance.now()
    if (batch.length > 0)
      writing = writing.then(() =>
        writeDown(app, batch, append).catch((error: Error) => {
          // They are asked again when their claim is over.
          app.log.error({ at: 'monitoring checks', lost: batch.length, error: error.stack })
        }),
      )
    return writing
  }
  const begin = (own: Line<Due>) => {
    for (let due = own.next(); due && !tools.signal.aborted; due = own.next()) {
      const one = due
      const ran = ask(app, tools, one).then((result) => {
        own.done(one)
        // What is stopped halfway is given back.
        if (tools.signal.aborted) return
        running.delete(one)
        values += result.values.length
        done.push({ due: one, result, state: stateOf(result), slow: result.durationMs > slowMs, at: app.now() })
        if (done.length >= writeAt || values >= writeValues || performance.now() - last > writeMs || running.size === 0) void write()
        begin(own)
      })
      running.set(one, ran)
    }
  }
  const take = async (slow: boolean): Promise<number> => {
    const own = slow ? lines.slow : lines.quick
    const most = own.free()
    if (most === 0 || tools.signal.aborted) return 0
    const until = new Date(app.now().getTime() + claimMs)
    const found = await app.asSystem((ctx) => claimDue(ctx.db, { now: ctx.now, slow, most, until }))
    own.add(found)
    begin(own)
    const crowd = slow ? [] : own.crowd()
    if (crowd.length > 0) await app.asSystem((ctx) => giveBack(ctx.db, ids(crowd), ctx.now, true))
    return found.length
  }
  return {
    look: async () => (await take(false)) + (await take(true)),
    async idle() {
      while (running.size > 0) await Promise.all(running.values())
      await write()
    },
    async stop() {
      const left = [...lines.quick.empty(), ...lines.slow.empty(), ...running.keys()]
      await Promise.all(running.values())
      await write()
      await app.asSystem((ctx) => giveBack(ctx.db, ids(left), ctx.now)).catch(() => undefined)
    },
  }
}
const ids = (all: readonly Due[]) => all.map(({ id }) => id)

/** Throws nothing: a secret of another key is a reason, too. */
async function ask(app: App, tools: Tools, { questionId, secret, what, timeoutSeconds, beatAt, askedSince }: Due): Promise<Result> {
  const opened = secretOf(app, questionId, secret)
  if (!opened) return { why: { reason: 'sealed', given: {} }, values: [], ok: false, durationMs: 0 }
  const at = { beatAt: beatAt === null ? null : new Date(beatAt).getTime(), sinceAt: new Date(askedSince).getTime() }
  return runCheck({ what, secret: opened, timeoutMs: timeoutSeconds * 1000, ...at }, tools)
}
export const toolsOf = async (app: App, signal: AbortSignal): Promise<Tools> => ({
  guard: { allow: app.config.outgoingAllow, own: await ownPlaces(app.config.databaseUrl) },
  now: () => app.now().getTime(),
  signal,
})

export const askChecks: Service = {
  name: 'monitoring.checks',
  role: 'collector',
  async start(app) {
    const stopping = new AbortController()
    const { look, stop } = asker(app, await toolsOf(app, stopping.signal))
    const looking = (async () => {
      while (!stopping.signal.aborted) {
        const found = await look().catch((error: Error) => {
          app.log.debug({ at: 'monitoring checks', error: error.message })
          return 0
        })
        // Whoever found much looks again soon.
        await sleep(found > 0 ? 100 : 1000, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    })()
    return {
      async stop() {
        stopping.abort()
        await looking
        await stop()
      },
    }
  },
}
