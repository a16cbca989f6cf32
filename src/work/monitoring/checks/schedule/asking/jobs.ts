/** Asks what is due, many at a time, and has it written in batches, wherever checks come from. What one of them does wrong stays between it and us. */
import { runCheck, stateOf, type Tools } from '../../adapters/run.ts'
import type { Result, Secret } from '../../kinds/contract.ts'
import { type Line, line, type Room } from '../rules.ts'
import type { Due } from '../store.ts'
import type { Done } from '../writing/jobs.ts'

export interface Rooms {
  /** Those that answer soon, and those that took long the last time. */
  quick: Room
  slow: Room
}
const usual: Rooms = { quick: { most: 192, perHost: 4, perNetwork: 64 }, slow: { most: 96, perHost: 2, perNetwork: 32 } }
/** A check that took so long is asked among others that do. */
const slowMs = 2000
const writeAt = 400
const writeValues = 50_000
const writeMs = 400

/** Where checks come from and where what came of them goes: the database, or a collector's own disk. */
export interface Source {
  /** Takes what is due, of those that answer soon or of those that took long; nobody else has it until it is written or given back. */
  claim(slow: boolean, most: number): Promise<Due[]>
  /** Not asked after all. `slow`: where it holds up nobody. */
  giveBack(ids: readonly string[], slow?: boolean): Promise<void>
  /** Throws nothing. */
  write(done: readonly Done[]): Promise<void>
  /** Undefined: it cannot be opened. */
  secretOf(due: Due): Secret | undefined
  now(): Date
}
export interface Asker {
  /** Takes what is due as far as there is room, and begins it. Answers how many. */
  look(): Promise<number>
  /** Until everything that was begun has ended and is written down. */
  idle(): Promise<void>
  /** Begins nothing any more; what waits is given back. */
  stop(): Promise<void>
}
export function asker(source: Source, tools: Tools, rooms: Rooms = usual): Asker {
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
    if (batch.length > 0) writing = writing.then(() => source.write(batch))
    return writing
  }
  const begin = (own: Line<Due>) => {
    for (let due = own.next(); due && !tools.signal.aborted; due = own.next()) {
      const one = due
      const ran = ask(source, tools, one).then((result) => {
        own.done(one)
        // What is stopped halfway is given back.
        if (tools.signal.aborted) return
        running.delete(one)
        values += result.values.length
        done.push({ due: one, result, state: stateOf(result), slow: result.durationMs > slowMs, at: source.now() })
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
    const found = await source.claim(slow, most)
    own.add(found)
    begin(own)
    const crowd = slow ? [] : own.crowd()
    if (crowd.length > 0) await source.giveBack(ids(crowd), true)
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
      await source.giveBack(ids(left)).catch(() => undefined)
    },
  }
}
const ids = (all: readonly Due[]) => all.map(({ id }) => id)

/** Throws nothing: a secret of another key is a reason, too. */
async function ask(source: Source, tools: Tools, due: Due): Promise<Result> {
  const { what, timeoutSeconds, beatAt, askedSince } = due
  const opened = source.secretOf(due)
  if (!opened) return { why: { reason: 'sealed', given: {} }, values: [], ok: false, durationMs: 0 }
  const at = { beatAt: beatAt === null ? null : new Date(beatAt).getTime(), sinceAt: new Date(askedSince).getTime() }
  return runCheck({ what, secret: opened, timeoutMs: timeoutSeconds * 1000, ...at }, tools)
}
