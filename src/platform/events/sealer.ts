/**
 * The sealer gives each committed event its place in the logbook. It works from the rows of `unsealed`, never from a cursor on the id:
 * transactions commit in another order than their ids were given out, and a cursor would pass over the late ones.
 * One process seals at a time: it holds an advisory lock for as long as its connection lives.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { App } from '../room.ts'
import { appendHeads, type HeadLine, mendHeads, writePublicKey } from './heads-file.ts'
import { type Head, type HeadKey, hashOf, headColumns, headKey, headOf, type LogRecord, logColumns, logRow } from './leaf.ts'
import { append, type Hash, rootOf } from './merkle.ts'
import { onEmitted } from './wake.ts'

export interface Sealer {
  stop(): Promise<void>
  /** Seals everything that is committed now. Resolves when it is sealed, by this process or by the one that holds the lock. */
  flush(): Promise<void>
}

const batch = 1000
const pollMs = 250
/** Least time between two batches: under load many events share one head and one write to disk, and the work itself keeps the machine. */
const restMs = 100
const sealers = new WeakMap<App, Sealer>()

/** Seals what is committed, whether or not this process runs a sealer. */
export async function sealNow(app: App): Promise<void> {
  const running = sealers.get(app)
  if (running) return running.flush()
  const own = await startSealer(app)
  try {
    await own.flush()
  } finally {
    await own.stop()
  }
}

export async function startSealer(app: App): Promise<Sealer> {
  const key = headKey(app.secrets)
  await writePublicKey(app.config.data, key.publicPem)
  const leader = lead(app)
  let last: Promise<unknown> = Promise.resolve()
  /** One pass at a time; a pass that begins later sees all that was committed before it was asked for. */
  const pass = (): Promise<boolean> => {
    const next = last.then(() => sealAll(app, key, leader))
    last = next.catch(() => undefined)
    return next
  }
  const rounds = loop(app, pass)
  const sealer: Sealer = {
    async flush() {
      while (!(await pass()) && !(await allSealed(app))) await sleep(50)
    },
    async stop() {
      if (sealers.get(app) === sealer) sealers.delete(app)
      await rounds.stop()
      await last
      await leader.stop()
    },
  }
  sealers.set(app, sealer)
  return sealer
}

/** Looks when it is woken, and otherwise each quarter of a second: no hint is needed, only welcome. */
function loop(app: App, pass: () => Promise<boolean>) {
  let stopped = false
  let wake = () => {}
  let ailing = false
  onEmitted(app, () => wake())
  const run = async () => {
    while (!stopped) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      try {
        await pass()
        if (ailing) app.log.info({ at: 'sealer', outcome: 'well again' })
        ailing = false
      } catch (error) {
        if (!ailing) app.log.error({ at: 'sealer', outcome: 'failed', error: error instanceof Error ? error.message : String(error) })
        ailing = true
      }
      await sleep(restMs)
      const timer = new AbortController()
      await Promise.race([woken, sleep(ailing ? 1000 : pollMs, undefined, { signal: timer.signal }).catch(() => undefined)])
      timer.abort()
    }
  }
  const done = run()
  return {
    async stop() {
      stopped = true
      wake()
      await done
    },
  }
}

interface Leader {
  /** The connection that holds the lock; undefined while another process seals. */
  connection(): Promise<pg.Client | undefined>
  stop(): Promise<void>
}

function lead(app: App): Leader {
  let client: pg.Client | undefined
  let leads = false
  const drop = (gone: pg.Client) => {
    if (client !== gone) return
    client = undefined
    leads = false
  }
  const connect = async () => {
    const made = new pg.Client({
      connectionString: app.pools.url,
      application_name: 'spil sealer',
      options: '-c timezone=UTC',
      keepAlive: true,
      connectionTimeoutMillis: 5000,
    })
    made.on('error', () => drop(made))
    made.on('end', () => drop(made))
    await made.connect()
    client = made
    return made
  }
  return {
    async connection() {
      const held = client ?? (await connect())
      if (leads) return held
      const { rows } = await held.query<{ won: boolean }>(`select pg_try_advisory_lock(hashtext('spil sealer')) as won`)
      if (!rows[0]?.won) return undefined
      await bringFileUp(app, held)
      leads = true
      return held
    },
    async stop() {
      await client?.end().catch(() => undefined)
    },
  }
}

async function allSealed(app: App): Promise<boolean> {
  const { rowCount } = await app.pools.owner.query('select from unsealed limit 1')
  return rowCount === 0
}

/** False when another process holds the lock. */
async function sealAll(app: App, key: HeadKey, leader: Leader): Promise<boolean> {
  const client = await leader.connection()
  if (!client) return false
  // Forward through what waits, so that no batch walks over the rows the ones before it took away; then once more from the start,
  // for events with an earlier id whose transaction committed meanwhile.
  let after = 0
  for (let batches = 0; ; batches++) {
    const { sealed, last } = await sealBatch(app, client, key, after)
    app.metrics.sealed.inc(sealed)
    if (sealed < batch && after === 0) {
      app.metrics.sealLag.set(0)
      return true
    }
    after = sealed < batch ? 0 : last
    if (batches % 50 === 0) await observeLag(app, client)
  }
}

async function observeLag(app: App, client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ count: string }>('select count(*)::text as count from unsealed')
  app.metrics.sealLag.set(Number(rows[0]?.count ?? 0))
}

async function sealBatch(app: App, client: pg.Client, key: HeadKey, after: number): Promise<{ sealed: number; last: number }> {
  const { rows } = await client.query<LogRecord>({
    name: 'seal-next',
    text: `select ${logColumns} from unsealed u join event e on e.id = u.event_id where u.event_id > $1 order by u.event_id limit ${batch}`,
    values: [after],
  })
  if (rows.length === 0) return { sealed: 0, last: after }
  const events = rows.map(logRow)
  const hashes = events.map(hashOf)
  await client.query('begin')
  try {
    const before = await lastHead(client)
    const { frontier } = before
    for (const [at, hash] of hashes.entries()) append(frontier, before.size + at, hash)
    const size = before.size + hashes.length
    const at = app.now().toISOString().replace('Z', '000Z')
    const head = key.sign('head', { size, root: rootOf(frontier).toString('hex'), at })
    const ids = events.map((event) => event.id)
    await write(client, before.size, head, frontier, ids, hashes)
    await client.query('commit')
    const leaves = ids.map((id, i): [number, string] => [id, (hashes[i] as Hash).toString('base64')])
    await appendHeads(app.config.data, [{ from: before.size, ...head, leaves }]).catch((error: Error) => {
      // The table has it; the file is brought up when the lock is next taken. To be sure of that, give it up.
      app.log.error({ at: 'sealer', outcome: 'the file of heads could not be written', error: error.message })
      return client.end()
    })
    return { sealed: rows.length, last: ids.at(-1) ?? after }
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

async function lastHead(client: pg.Client): Promise<{ size: number; frontier: Hash[] }> {
  const { rows } = await client.query<{ size: string; frontier: Hash[] }>(
    'select size::text as size, frontier from head order by head.size desc limit 1',
  )
  return rows[0] ? { size: Number(rows[0].size), frontier: rows[0].frontier } : { size: 0, frontier: [] }
}

async function write(client: pg.Client, from: number, head: Head, frontier: Hash[], ids: number[], hashes: Hash[]): Promise<void> {
  await client.query({
    name: 'seal-leaves',
    text: `insert into leaf (seq, event_id, hash) select $1::bigint + place - 1, id, hash
      from unnest($2::bigint[], $3::bytea[]) with ordinality as sealed (id, hash, place)`,
    values: [from, ids, hashes],
  })
  await client.query({
    name: 'seal-head',
    text: `insert into head (size, root, frontier, at, signature) values ($1, decode($2, 'hex'), $3::bytea[], $4, decode($5, 'base64'))`,
    values: [head.size, head.root, frontier, head.at, head.signature],
  })
  await client.query({ name: 'seal-done', text: 'delete from unsealed where event_id = any($1::bigint[])', values: [ids] })
  await client.query(`select pg_notify('spil_sealed', $1)`, [String(head.size)])
}

/** Writes to the file what the database sealed and a crash kept from it. A file that is ahead tells of a database that was set back: verify says so. */
async function bringFileUp(app: App, client: pg.Client): Promise<void> {
  const { data } = app.config
  const known = await mendHeads(data)
  const { size } = await lastHead(client)
  if (known === undefined || known > size) {
    app.log.error({ at: 'sealer', outcome: 'the database is behind its signed heads; run spil verify', file: known, database: size })
    return
  }
  const { rows } = await client.query<Parameters<typeof headOf>[0]>(`select ${headColumns} from head h where h.size > $1 order by h.size`, [known])
  let from = known
  for (const head of rows.map(headOf)) {
    const leaves = await client.query<{ id: string; hash: string }>(
      `select event_id::text as id, replace(encode(hash, 'base64'), E'\\n', '') as hash from leaf where seq >= $1 and seq < $2 order by seq`,
      [from, head.size],
    )
    const line: HeadLine = { from, ...head, leaves: leaves.rows.map(({ id, hash }) => [Number(id), hash]) }
    await appendHeads(data, [line])
    from = head.size
  }
}
