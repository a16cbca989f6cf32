/** Looks at back-ups by the clock, in the process that collects: a look, a share of the data, a restore test. One failing back-up holds up no other. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App, Context, Service } from '#platform/room.ts'
import type { Bounds, Source } from './adapters/kind.ts'
import { reasonOf, sourceOf } from './adapters/source.ts'
import { backupTested, type RunSort } from './contract.ts'
import { look, lookedAt, readShare } from './looking/jobs.ts'
import { readManifest } from './manifest/jobs.ts'
import { makeProof } from './proof/jobs.ts'
import { holder, isGone, sweep, withScratch } from './restoring/adapters/scratch.ts'
import { testCopy } from './restoring/jobs.ts'
import { outcome } from './restoring/rules.ts'
import { type Reason, stateOf } from './rules.ts'
import {
  type BackupRow,
  changeBackup,
  claim,
  copiesOf,
  type Db,
  endRun,
  forgetRuns,
  insertRun,
  manifestsOf,
  type RunTable,
  readBackup,
  runningRuns,
} from './store.ts'
import { tellStanding } from './telling/jobs.ts'

export const usualBounds: Bounds = { lookMs: 15 * 60_000, readMs: 6 * 3_600_000, maxBytes: 64 * 1024 * 1024 }
/** Longer than any run: then the process that did it is gone. */
const claimMs = 14 * 3_600_000
const mostAtOnce = 2
type Claimed = BackupRow & { running: RunSort }

type Ended = Pick<RunTable, 'state' | 'why' | 'problems'> &
  Partial<Pick<RunTable, 'copy' | 'counts' | 'whole' | 'compared'>> & {
    share?: number | null
    /** What the look found that came before it. */
    looked?: Reason[]
  }
async function ran(app: App, row: Claimed, source: Source): Promise<Ended> {
  if (row.running === 'look') {
    const why = await look(app, row, source)
    return { state: stateOf(why), why, problems: [] }
  }
  if (row.running === 'read') {
    const { why, problems, share } = await readShare(app, row, source)
    return { state: stateOf(why), why, problems, share }
  }
  return tested(app, row, source)
}
async function tested(app: App, row: Claimed, source: Source): Promise<Ended> {
  // As it is now, so that a copy which was made meanwhile is tested and not one that is gone.
  const looked = await look(app, row, source)
  const { copies, manifests } = await app.asSystem(async (ctx) => ({
    copies: (await copiesOf(ctx.db as Db, [row.id], 1)).get(row.id) ?? [],
    manifests: await manifestsOf(ctx.db as Db, row.id, 40),
  }))
  const [copy] = copies
  // That there is none is what the look says; it is tested when there is one.
  if (!copy) return { state: 'unknown', why: [{ code: 'notYet' }], problems: [], looked }
  const at = new Date(copy.at)
  const of = { looked, copy: { id: copy.copyId, at: at.toISOString(), bytes: copy.bytes, files: copy.files } }
  const sent = manifests.map(({ at: sentAt, sha256 }) => ({
    ...{ at: new Date(sentAt), sha256 },
    read: async () => (await readManifest((await app.files.read(sha256)).stream)).manifest,
  }))
  try {
    const result = await testCopy({ source, copy: { id: copy.copyId, at }, sent, mostBytes: row.testMegabytes * 1_000_000, log: app.log })
    const { ok, missing, different, extra, bytes, whole, compared, problems } = result
    return { ...outcome(result), ...of, counts: { ok, missing, different, extra, bytes }, whole, compared, problems }
  } catch (error) {
    const why = [reasonOf(error, row.password)]
    return { state: stateOf(why), why, problems: [], ...of }
  }
}

const day = 86_400_000
async function kept(ctx: Context, runId: string, claimed: Claimed, { share, looked, ...ended }: Ended): Promise<void> {
  const db = ctx.db as Db
  await endRun(db, runId, { ...ended, endedAt: ctx.now })
  const row = await readBackup(db, claimed.id, true)
  if (!row) return
  const sort = claimed.running
  const found = { ...row.found, ...(looked && { look: looked }), [sort]: ended.why }
  const seen = looked || (sort === 'look' && ended.state !== 'unknown') ? { lookedAt: ctx.now } : {}
  const next = {
    look: { lookAt: new Date(ctx.now.getTime() + row.everyMinutes * 60_000) },
    // A share a day; where that could not be, again in an hour.
    read: { readAt: new Date(ctx.now.getTime() + (ended.state === 'unknown' ? day / 24 : day)), ...(share !== undefined && { readShare: share }) },
    test: {
      testAt: row.testDays === 0 ? null : new Date(ctx.now.getTime() + (ended.state === 'unknown' ? day / 4 : row.testDays * day)),
      ...(ended.state !== 'unknown' && { testedAt: ctx.now, testedOk: ended.state === 'good' }),
      ...(ended.state === 'good' && { restoredAt: ctx.now }),
    },
  }[sort]
  // Who asked meanwhile gets a run that begins after that.
  const same = (one: Date | string | null, other: Date | string | null) => Number(one && new Date(one)) === Number(other && new Date(other))
  const asked = { ...(!same(row.lookAt, claimed.lookAt) && { lookAt: row.lookAt }), ...(!same(row.testAt, claimed.testAt) && { testAt: row.testAt }) }
  await changeBackup(db, row.id, { found, ...seen, ...next, ...asked, claimedUntil: null, running: null })
  if (sort === 'look') await forgetRuns(db, row.id, new Date(ctx.now.getTime() - day))
  if (sort === 'test' && ended.state !== 'running' && ended.state !== 'crashed') {
    const { ok = 0, missing = 0, different = 0 } = ended.counts ?? {}
    const { id: backupId, organisationId } = row
    await ctx.emit(backupTested, {
      about: `backup/${backupId}`,
      organisationId,
      data: { backupId, runId, state: ended.state, ok, missing, different },
    })
    if (ended.counts) await ctx.enqueue(makeProof, { runId })
  }
}

const crashedAt = (at: Date): Partial<RunTable> => ({ state: 'crashed', endedAt: at, why: [{ code: 'crashed' }] })
/** Does what it was claimed for, and keeps what came of it. `signal` ends it halfway; it is due again at once. */
export async function runOf(app: App, row: Claimed, signal: AbortSignal, bounds: Bounds = usualBounds): Promise<void> {
  const runId = randomUUID()
  const { id: backupId, organisationId, running: sort } = row
  await app.asSystem(async (ctx) => {
    // It was given up on: whoever had it is gone, on whatever machine.
    for (const run of await runningRuns(ctx.db as Db, backupId)) await endRun(ctx.db as Db, run.id, crashedAt(ctx.now))
    await insertRun(ctx.db as Db, { id: runId, backupId, organisationId, sort, holder, startedAt: ctx.now })
  })
  let ended: Ended
  try {
    ended =
      row.kind === 'vendor'
        ? await reported(app, row)
        : await withScratch(app.config.data, async (scratch) => ran(app, row, await sourceOf(app, row, { scratch, signal, bounds })))
  } catch (error) {
    const why = [reasonOf(error, row.password)]
    if (why[0]?.code === 'failed')
      app.log.warn({ at: 'monitoring backups', backupId, sort, error: error instanceof Error ? error.message : 'unknown' })
    ended = { state: stateOf(why), why, problems: [] }
  }
  await app.asSystem(async (ctx) => {
    if (!signal.aborted) return kept(ctx, runId, row, ended)
    await endRun(ctx.db as Db, runId, { state: 'unknown', endedAt: ctx.now, why: [{ code: 'stopped' }] })
    await changeBackup(ctx.db as Db, backupId, { claimedUntil: null, running: null })
  })
  if (!signal.aborted) await tellStanding(app, backupId)
}
/** What a vendor said last stays; only time makes it old. */
async function reported(app: App, row: BackupRow): Promise<Ended> {
  const said = (row.found.look ?? []).filter(({ code }) => code === 'vendorFailed' || code === 'notUnderstood')
  const why = [...said, ...(await lookedAt(app, row)).filter(({ code }) => said.length === 0 || code === 'old')]
  return { state: stateOf(why), why, problems: [] }
}

/** Runs that a killed process of this machine left: they ended by that, and what they were for is due again. */
export async function recover(app: App): Promise<void> {
  await sweep(app.config.data)
  await app.asSystem(async (ctx) => {
    const db = ctx.db as Db
    for (const run of await runningRuns(db)) {
      if (!isGone(run.holder)) continue
      await endRun(db, run.id, crashedAt(ctx.now))
      await changeBackup(db, run.backupId, { claimedUntil: null, running: null })
    }
  })
}

export interface Looker {
  look(): Promise<void>
  idle(): Promise<void>
}
export function looker(app: App, signal: AbortSignal, bounds: Bounds = usualBounds): Looker {
  const running = new Set<Promise<void>>()
  return {
    async look() {
      const room = mostAtOnce - running.size
      if (room <= 0 || signal.aborted) return
      const until = new Date(app.now().getTime() + claimMs)
      for (const row of await app.asSystem((ctx) => claim(ctx.db as Db, ctx.now, until, room))) {
        const ran_: Promise<void> = runOf(app, row, signal, bounds)
          .catch((error: Error) => app.log.error({ at: 'monitoring backups', backupId: row.id, error: error.stack }))
          .finally(() => running.delete(ran_))
        running.add(ran_)
      }
    },
    async idle() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
export const lookAtBackups: Service = {
  name: 'monitoring.backups.look',
  role: 'collector',
  async start(app) {
    const stopping = new AbortController()
    const { look: next, idle } = looker(app, stopping.signal)
    const looking = (async () => {
      await recover(app).catch((error: Error) => app.log.error({ at: 'monitoring backups', error: error.message }))
      while (!stopping.signal.aborted) {
        await next().catch((error: Error) => app.log.debug({ at: 'monitoring backups', error: error.message }))
        await sleep(3000, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    })()
    return {
      async stop() {
        stopping.abort()
        await looking
        await idle()
      },
    }
  },
}
