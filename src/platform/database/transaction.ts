/** One transaction for one actor: begins, tells the database who acts, runs, commits. */
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { Actor } from '../room.ts'
import { nameFor, outdated } from './prepared.ts'

const plugins = [new CamelCasePlugin({ maintainNestedObjectKeys: true })]
const uuid = /^[0-9a-f-]{36}$/

/** What the policies read, as one statement sent together with `begin`: one round trip instead of seven. */
function beginAs(actor: Actor, reads: boolean): string {
  const list = (ids: readonly string[]) => `{${ids.filter((id) => uuid.test(id)).join(',')}}`
  const set = (name: string, value: string) => `set_config('spil.${name}', '${value}', true)`
  const { scopes } = actor
  return `begin${reads ? ' read only' : ''}; select ${[
    set('person', actor.personId !== null && uuid.test(actor.personId) ? actor.personId : ''),
    set('system', actor.kind === 'system' ? 'on' : 'off'),
    set('orgs_member', list(scopes.member)),
    set('orgs_read', list(scopes.read)),
    set('orgs_inside', list(scopes.inside)),
    set('orgs_work', list(scopes.work)),
    set('orgs_lead', list(scopes.lead)),
    set('orgs_admin', list(scopes.admin)),
  ].join(', ')}`
}

const changing = /^\s*(insert|update|delete)\b|\b(insert into|delete from)\b|\bfor (no key )?(update|share)\b/i

/** A Kysely on exactly this connection. `onChange` is told of each statement that writes or locks something. */
export function onConnection<Db>(client: pg.PoolClient, onChange: () => void = () => undefined): Kysely<Db> {
  // Kysely would release the connection after each statement; it is ours until the commit.
  const query = (text: string, values: unknown[]) => {
    if (changing.test(text)) onChange()
    return client.query({ text, values, name: nameFor(text) })
  }
  const borrowed = { query, release: () => undefined } as unknown as pg.PoolClient
  return new Kysely<Db>({
    dialect: new PostgresDialect({ pool: { connect: async () => borrowed, end: async () => undefined, options: {} } }),
    plugins,
  })
}

/** The end of a transaction that only read: nobody needs to wait for it. */
function endReading(client: pg.PoolClient): void {
  client.query('commit').then(
    () => client.release(),
    (failure: Error) => client.release(failure),
  )
}

/**
 * Commits when `run` returns, rolls back when it throws; a broken connection leaves the pool. `reads`: PostgreSQL refuses every write, and
 * so the answer need not wait for the commit.
 */
export async function transaction<T>(
  pool: pg.Pool,
  actor: Actor,
  run: (db: Kysely<unknown>, changes: () => number) => Promise<T>,
  reads = false,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  let ended = false
  try {
    // Sent together with the first question: when it fails, nothing is set and the policies let nothing through.
    const begun = client.query(beginAs(actor, reads))
    begun.catch(() => undefined)
    let changes = 0
    const db = onConnection<unknown>(client, () => {
      changes++
    })
    const result = await run(db, () => changes)
    await begun
    ended = reads
    if (reads) endReading(client)
    else await commit(client)
    return result
  } catch (error) {
    if (outdated(error)) broken = error
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    if (!ended) client.release(broken)
  }
}

/** PostgreSQL answers COMMIT with ROLLBACK when a statement had failed and the failure was swallowed. */
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query('commit')
  if (command === 'ROLLBACK') throw new Error('the transaction was aborted by an earlier failure')
}

/** PostgreSQL ended this transaction to let another go on (SQLSTATE 40P01, 40001): nothing of it remains, and it may simply run again. */
export const gaveWay = (error: unknown): boolean => error instanceof Error && /^(40P01|40001)$/.test((error as { code?: string }).code ?? '')
