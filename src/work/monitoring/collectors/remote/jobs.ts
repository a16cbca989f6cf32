/** Spil at a remote site: asks what it was told to ask, keeps what came of it on disk, and sends that in order over one connection that it makes itself. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import type { Config } from '#platform/config.ts'
import type { Log } from '#platform/log.ts'
import { ownPlaces } from '#platform/outgoing.ts'
import { secrets as openSecrets, type Secrets } from '#platform/secrets.ts'
import { asker, type Source } from '../../checks/schedule/asking/jobs.ts'
import { type Link, link, RefusedThere } from '../adapters/link.ts'
import { Assigned } from '../contract.ts'
import { type Round, round } from './asking/rules.ts'
import { inBatches, outcomeOf } from './outcomes/rules.ts'
import { openSpool, type Spool } from './spool/store.ts'

const everyMs = 3000
/** After trouble it waits longer each time, at most so long: well within the time after which it counts as silent. */
const longestWait = 15_000
const mostOnDisk = 1024 * 1024 * 1024

const Kept = z.object({ token: z.string(), name: z.string(), received: z.int(), mark: z.string().nullable(), checks: z.array(Assigned) })
type Kept = z.infer<typeof Kept>

export interface Collecting {
  name: string
  stop(): Promise<void>
}
interface Given {
  to: string
  /** Shown once; after that it is known by what it keeps. */
  code: string | undefined
  config: Config
  log: Log
  version: string
}

/** What it was told, on disk under a key of its own: only this machine can read it. */
function memory(folder: string, secrets: Secrets) {
  const path = join(folder, 'collector')
  return {
    async read(): Promise<Kept | undefined> {
      const sealed = await readFile(path, 'utf8').catch((error: { code?: string }) => (error.code === 'ENOENT' ? undefined : Promise.reject(error)))
      return sealed === undefined ? undefined : Kept.parse(JSON.parse(secrets.open('collector', sealed)))
    },
    async write(kept: Kept): Promise<void> {
      await writeFile(`${path}.partial`, secrets.seal('collector', JSON.stringify(kept)), { mode: 0o600 })
      await rename(`${path}.partial`, path)
    },
  }
}

/** Resolves when it is enrolled (now or before) and begins. Throws RefusedThere for a code that does not count, and when there is none to begin with. */
export async function startCollecting({ to, code, config, log, version }: Given): Promise<Collecting> {
  await mkdir(config.data, { recursive: true, mode: 0o700 })
  const kept = memory(config.data, await openSecrets(join(config.data, 'keys')))
  const over = link(to, version)
  const known = await kept.read()
  const state = known ?? (await enrol(over, code))
  if (!known) await kept.write(state)
  const spool = await openSpool(join(config.data, 'spool'), mostOnDisk, state.received)
  const checks = round()
  checks.becomes(state.checks, Date.now())
  const stopping = new AbortController()
  // Where the clock there is ahead of ours: what is seen is told in the time of there.
  const clock = { ahead: 0 }
  const guard = { allow: config.outgoingAllow, own: await ownPlaces(config) }
  const own = asker(sourceOf(checks, spool, clock), { guard, now: () => Date.now() + clock.ahead, signal: stopping.signal })
  const asking = asksOn(own.look, stopping.signal, log)
  const telling = tells({ over, spool, checks, state, clock, signal: stopping.signal, log, version, keep: kept.write })
  return {
    name: state.name,
    async stop() {
      stopping.abort()
      await asking
      await own.stop()
      await telling
      over.close()
    },
  }
}
async function enrol(over: Link, code: string | undefined): Promise<Kept> {
  if (code === undefined) throw new Error('This collector is not known yet: give the code that Spil showed, with --code')
  const { token, name } = await over.enrol(code)
  return { token, name, received: 0, mark: null, checks: [] }
}

const sourceOf = (checks: Round, spool: Spool, clock: { ahead: number }): Source => ({
  claim: async (slow, most) => checks.claim(Date.now(), slow, most),
  giveBack: async (ids, slow) => checks.giveBack(ids, Date.now(), slow),
  async write(done) {
    for (const batch of inBatches(done.map(outcomeOf))) await spool.add(batch)
    for (const { due, slow } of done) checks.done(due.id, slow)
  },
  secretOf: ({ id }) => checks.secretOf(id),
  now: () => new Date(Date.now() + clock.ahead),
})
async function asksOn(look: () => Promise<number>, signal: AbortSignal, log: Log): Promise<void> {
  while (!signal.aborted) {
    const found = await look().catch((error: Error) => {
      log.warn({ at: 'collector', error: error.message })
      return 0
    })
    await sleep(found > 0 ? 100 : 500, undefined, { signal }).catch(() => undefined)
  }
}

interface Telling {
  over: Link
  spool: Spool
  checks: Round
  state: Kept
  clock: { ahead: number }
  signal: AbortSignal
  log: Log
  version: string
  keep(kept: Kept): Promise<void>
}
async function tells(all: Telling): Promise<void> {
  let wait = everyMs
  let cutOff = false
  while (!all.signal.aborted) {
    try {
      await exchange(all)
      if (cutOff) all.log.info({ at: 'collector', told: 'heard again' })
      cutOff = false
      wait = all.spool.waiting() > 0 ? 0 : everyMs
    } catch (error) {
      // A batch that is refused there is refused for ever, and would hold up all that come after it: whoever is not known any more only waits.
      const refused = error instanceof RefusedThere && error.status !== 401
      if (refused) await all.spool.refused()
      if (!cutOff || refused) all.log.warn({ at: 'collector', error: (error as Error).message })
      cutOff = true
      wait = Math.min(Math.max(wait, 1000) * 2, longestWait)
    }
    await sleep(wait, undefined, { signal: all.signal }).catch(() => undefined)
  }
}
async function exchange({ over, spool, checks, state, clock, version, keep }: Telling): Promise<void> {
  const batch = (await spool.oldest()) ?? null
  const began = Date.now()
  const told = { program: version, knows: state.mark, batch, waiting: spool.waiting(), lost: spool.lost() }
  const { now, received, asks } = await over.exchange(state.token, told)
  clock.ahead = Date.parse(now) - (began + Date.now()) / 2
  await spool.taken(received)
  if (!asks && received === state.received) return
  state.received = received
  if (asks) {
    Object.assign(state, asks)
    checks.becomes(asks.checks, Date.now())
  }
  await keep(state)
}
