/**
 * Migrations: numbered SQL files (NNNN_name.sql) in the folder of the platform and of each room, forward only, each in its own transaction.
 * The first line says `-- breaking: yes|no`: after a breaking one an older program refuses to start on this database.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'

export interface Migration {
  room: string
  number: number
  name: string
  sql: string
  breaking: boolean
  checksum: string
}

export function migrationsOf(room: string, folder: string): Migration[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}_\w+\.sql$/.test(file))
    .sort()
    .map((file) => {
      const sql = readFileSync(join(folder, file), 'utf8')
      const mark = /^-- breaking: (yes|no)\n/.exec(sql)
      if (!mark) throw new Error(`${room}/${file}: the first line must be "-- breaking: yes" or "-- breaking: no"`)
      return {
        room,
        number: Number(file.slice(0, 4)),
        name: file.slice(5, -4),
        sql,
        breaking: mark[1] === 'yes',
        checksum: createHash('sha256').update(sql).digest('hex'),
      }
    })
}

const prepare = `
  do $$ begin
    if not exists (select from pg_roles where rolname = 'spil_app') then create role spil_app nologin noinherit; end if;
  exception when duplicate_object or unique_violation then null; end $$;
  do $$ begin
    if not pg_has_role(current_user, 'spil_app', 'member') then execute format('grant spil_app to %I', current_user); end if;
  exception when duplicate_object or unique_violation then null; end $$;
  create table if not exists migration (
    room text not null, number int not null, name text not null, breaking boolean not null, checksum text not null,
    at timestamptz not null default clock_timestamp(), primary key (room, number));
  grant usage on schema public to spil_app;
`

/** Brings the database to what the program knows. Two processes at once: one migrates, the other waits. Returns how many ran. */
export async function migrate(pool: pg.Pool, known: readonly Migration[]): Promise<number> {
  const client = await pool.connect()
  try {
    const { rows: version } = await client.query<{ number: string }>(`select current_setting('server_version_num') as number`)
    if (Number(version[0]?.number) < 150_000) throw new Error('PostgreSQL 15 or newer is needed')
    await client.query(`select pg_advisory_lock(hashtext('spil migrations'))`)
    await client.query(prepare)
    const { rows: done } = await client.query<Omit<Migration, 'sql'>>('select room, number, name, breaking, checksum from migration')
    refuseUnknown(done, known)
    const todo = known.filter((one) => !done.some((old) => old.room === one.room && old.number === one.number))
    for (const one of todo) await apply(client, one)
    return todo.length
  } finally {
    await client.query(`select pg_advisory_unlock(hashtext('spil migrations'))`).catch(() => undefined)
    client.release()
  }
}

function refuseUnknown(done: readonly Omit<Migration, 'sql'>[], known: readonly Migration[]): void {
  for (const old of done) {
    const same = known.find((one) => one.room === old.room && one.number === old.number)
    const label = `${old.room}/${String(old.number).padStart(4, '0')}_${old.name}`
    if (!same && old.breaking) throw new Error(`The database was changed by a newer Spil (${label}); start that version`)
    if (same && same.checksum !== old.checksum) throw new Error(`${label} was changed after it ran; add a new migration instead`)
  }
}

async function apply(client: pg.PoolClient, one: Migration): Promise<void> {
  try {
    await client.query('begin')
    await client.query(one.sql)
    await client.query('insert into migration (room, number, name, breaking, checksum) values ($1, $2, $3, $4, $5)', [
      one.room,
      one.number,
      one.name,
      one.breaking,
      one.checksum,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${one.room}/${one.number} ${one.name}: ${error instanceof Error ? error.message : error}`, { cause: error })
  }
}
