/** Dumps of real databases: restored into a database of a minute, or read to their end, with rows counted as they were when the dump was made. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, copyFile, mkdir, mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { debianPostgres } from '../../scripts/peers.mjs'
import { startOlder } from '../setup/older-postgres.ts'
import { told, type Yard, yard } from './repositories.ts'

vi.setConfig({ testTimeout: 180_000 })
let at: Yard
beforeAll(async () => {
  at = await yard()
})
afterAll(() => at[Symbol.asyncDispose]())
const codes = ({ why }: { why: { code: string }[] }) => why.map(({ code }) => code)

async function postgres() {
  const folder = await mkdtemp(join(tmpdir(), 'spil-dumped-'))
  await chmod(folder, 0o755)
  const server = await startOlder(debianPostgres() ?? '', folder)
  const env = { PGHOST: join(folder, 'cluster'), PGUSER: 'spil' }
  const psql = (database: string, sql: string) => told('psql', ['-X', '-v', 'ON_ERROR_STOP=1', '-d', database, '-c', sql], env)
  return {
    ...{ env, psql },
    async [Symbol.asyncDispose]() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

test('PostgreSQL: a dump with the rows of its moment is restored for real; one that was cut off, or lacks rows, is found', async () => {
  await using db = await postgres()
  expect((await db.psql('postgres', 'create database shop')).code).toBe(0)
  const made = `create table "Odd; 'name" (id int primary key, t text); insert into "Odd; 'name" select n, repeat('x', n) from generate_series(1, 500) n;
    create schema stock; create table stock.line (id serial primary key, what text default 'INSERT INTO nothing VALUES (1)');
    insert into stock.line (what) select 'it''s; (' || n from generate_series(1, 1234) n; create table empty (id int);
    create view seen as select * from stock.line; create function f() returns int language sql as 'select 1'`
  expect(await db.psql('shop', made)).toMatchObject({ code: 0 })
  const place = join(at.root, 'pg')
  await mkdir(place)
  const { id, token } = await at.make({ kind: 'postgresql', name: 'shop', place })
  const file = join(place, 'shop.dump')
  expect(await at.manifest(token, ['postgresql', 'shop', file], db.env)).toMatchObject({ code: 0 })
  await at.collect()
  expect(await at.of.backup({ params: { id } })).toMatchObject({ state: 'good', why: [], readShare: 1, newest: { id: 'shop.dump', files: 3 } })
  expect(await at.testNow(id)).toMatchObject({ state: 'good', compared: 'sent', counts: { ok: 3, missing: 0, different: 0 } })

  // Rows that went away between counting and dumping, as it were.
  await db.psql('shop', 'delete from stock.line where id > 1000')
  await told('pg_dump', ['-Fc', '-f', file, 'shop'], db.env)
  const fewer = await at.testNow(id)
  expect([fewer.state, codes(fewer), fewer.problems]).toEqual(['wrong', ['differs'], ['≠ stock.line']])

  await truncate(file, (await stat(file)).size - 400)
  expect(codes(await at.lookNow(id))).toContain('truncated')
  const cut = await at.testNow(id)
  expect([cut.state, codes(cut)]).toEqual(['wrong', expect.arrayContaining(['corrupt'])])

  const plain = join(place, 'plain.sql')
  await told('pg_dump', ['-f', plain, 'shop'], db.env)
  expect((await at.lookNow(id)).newest?.id).toBe('plain.sql')
  const loaded = await at.testNow(id)
  expect([loaded.compared, loaded.problems]).toEqual(['sent', ['≠ stock.line']])
  const text = await readFile(plain)
  await writeFile(plain, gzipSync(text))
  await told('mv', [plain, `${plain}.gz`])
  expect(codes(await at.lookNow(id))).not.toContain('truncated')
  await truncate(`${plain}.gz`, 900)
  expect(codes(await at.lookNow(id))).toContain('truncated')
  expect(codes(await at.testNow(id))).toContain('truncated')
  await rm(`${plain}.gz`)
  await writeFile(plain, text.subarray(0, text.length - 200))
  expect(codes(await at.lookNow(id))).toContain('noEnd')
})

test('PostgreSQL, plain SQL: loaded for real; rows are compared one by one with what they were, and it commands nobody', async () => {
  await using db = await postgres()
  await db.psql('postgres', 'create database shop')
  const made = `create role seller; create table line (id int primary key, one text, f float8, at timestamptz, b bytea);
    alter table line owner to seller; grant select on line to seller;
    insert into line select n, E'a\\\\b\\t' || n || E'\\n;', n / 7.0, now(), decode('00ff27', 'hex') from generate_series(1, 300) n;
    create function twice(n int) returns int language sql begin atomic select n * 2; end`
  expect(await db.psql('shop', made)).toMatchObject({ code: 0 })
  const place = join(at.root, 'plain')
  await mkdir(place)
  const { id, token } = await at.make({ kind: 'postgresql', name: 'plain', place })
  const [custom, plain] = [join(place, 'shop.custom'), join(place, 'shop.sql')]
  expect(await at.manifest(token, ['postgresql', 'shop', custom], db.env)).toMatchObject({ code: 0 })
  expect(await at.testNow(id)).toMatchObject({ state: 'good', compared: 'sent', counts: { ok: 1 } })
  for (const inserts of [[], ['--inserts']]) {
    await told('pg_dump', [...inserts, '-f', plain, 'shop'], db.env)
    expect(await at.testNow(id)).toMatchObject({ state: 'good', why: [], compared: 'sent', whole: true, counts: { ok: 1, missing: 0, different: 0 } })
  }
  const text = await readFile(plain, 'utf8')
  // As many rows, one of them another.
  await writeFile(plain, text.replace('(17, ', '(1017, '))
  const other = await at.testNow(id)
  expect([other.state, other.problems]).toEqual(['wrong', ['≠ public.line']])
  // A programme, and a file of the server: neither is run or read, and both are said.
  const trap = join(tmpdir(), `spil-trap-${process.pid}`)
  await writeFile(plain, text.replace('CREATE TABLE', `\\! touch ${trap}\n\\o ${trap}\ncopy (select 1) to program 'touch ${trap}';\nCREATE TABLE`))
  const evil = await at.testNow(id)
  expect([evil.state, evil.problems.join()]).toEqual(['wrong', expect.stringContaining('permission denied to COPY')])
  await expect(stat(trap)).rejects.toThrow('ENOENT')
  // Half of it; then one of several databases, which is read and not loaded: that proves nothing.
  await writeFile(plain, text.slice(0, text.indexOf('(200, ')))
  const half = await at.testNow(id)
  expect([half.state, codes(half)]).toEqual(['wrong', expect.arrayContaining(['noEnd', 'differs'])])
  await writeFile(plain, text.replace('CREATE TABLE', '\\connect other\nCREATE TABLE'))
  expect(await at.testNow(id)).toMatchObject({ state: 'unknown', why: [{ code: 'several' }] })
})

test('PostgreSQL: what a dump says runs as nobody: no programs and no files of the server', async () => {
  await using db = await postgres()
  await db.psql('postgres', 'create database evil')
  const trap = join(tmpdir(), `spil-trap-${process.pid}`)
  // An index that runs a program for each row, when rows come in and when it is built anew.
  const boom = `create table t (id int); create table lines (one text);
    create function bang() returns int language plpgsql as $$ begin
      execute 'copy public.lines from program ''touch ${trap}; echo 1'''; return 1; end $$;
    create function boom(int) returns int language plpgsql immutable as $$ begin return public.bang(); end $$;
    create index on t (boom(id)); insert into t values (1)`
  expect(await db.psql('evil', boom)).toMatchObject({ code: 0 })
  await stat(trap)
  const place = join(at.root, 'evil')
  await mkdir(place)
  await told('pg_dump', ['-Fc', '-f', join(place, 'evil.dump'), 'evil'], db.env)
  await rm(trap)
  const { id } = await at.make({ kind: 'postgresql', name: 'evil', place })
  await at.collect()
  const run = await at.testNow(id)
  expect([run.state, run.problems.join()]).toEqual(['wrong', expect.stringContaining('permission denied to COPY')])
  await expect(stat(trap)).rejects.toThrow('ENOENT')
})

test('bit rot: a dump that changes after it was first seen is found, whatever its date says', async () => {
  const place = join(at.root, 'rot')
  await mkdir(place)
  const file = join(place, 'old.sql')
  await writeFile(file, `${'-- words\n'.repeat(1000)}-- Dump completed on 2026-01-01\n`)
  const { id } = await at.make({ kind: 'mariadb', name: 'rot', place, readDays: 1, mostAgeHours: 8000 })
  await at.collect()
  expect((await at.of.backup({ params: { id } })).state).toBe('good')
  const { atime, mtime } = await stat(file)
  const handle = await open(file, 'r+')
  await handle.write('X', 500)
  await handle.utimes(atime, mtime)
  await handle.close()
  const nextDay = async () => {
    at.house.clock.set(new Date(at.house.clock.now().getTime() + 25 * 3_600_000))
    await at.collect()
    return codes(await at.last(id, 'read'))
  }
  expect(await nextDay()).toEqual(['changed'])
  expect(await nextDay()).toEqual(['changed'])
  // A dump that is made each night under the same name is another one.
  await writeFile(file, `${'-- other words\n'.repeat(1000)}-- Dump completed on 2026-01-02\n`)
  expect(await nextDay()).toEqual([])
  at.house.clock.set(undefined)
})

async function mariadb() {
  const folder = await mkdtemp(join(tmpdir(), 'spil-maria-'))
  const root = process.getuid?.() === 0
  const [uid, gid] = root ? ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'mysql'], { encoding: 'utf8' }))) : []
  if (uid !== undefined && gid !== undefined) await chown(folder, uid, gid)
  await chmod(folder, 0o755)
  const [data, socket] = [join(folder, 'data'), join(folder, 'socket')]
  const user = root ? ['--user=mysql'] : []
  execFileSync(
    '/usr/bin/mariadb-install-db',
    ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...user],
    {
      stdio: 'ignore',
    },
  )
  const server = spawn(
    '/usr/sbin/mariadbd',
    ['--no-defaults', `--datadir=${data}`, `--socket=${socket}`, '--skip-networking', `--pid-file=${folder}/pid`, ...user],
    { stdio: 'ignore' },
  )
  const ended = once(server, 'exit')
  const home = join(folder, 'home')
  await mkdir(home)
  await writeFile(join(home, '.my.cnf'), `[client]\nsocket=${socket}\nuser=root\n`)
  const env = { HOME: home }
  for (let tries = 0; (await told('mariadb', ['-e', 'select 1'], env)).code !== 0; tries++) {
    if (tries > 150) throw new Error('mariadbd does not start')
    await sleep(200)
  }
  return {
    env,
    sql: (text: string, database: string[] = []) => told('mariadb', ['-e', text, ...database], env),
    async [Symbol.asyncDispose]() {
      server.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

test('MariaDB: a dump is loaded for real, and its rows are those that were there', async () => {
  const homes = async () => (await readdir('/var/tmp')).filter((name) => name.startsWith('spil-mariadb-'))
  const before = await homes()
  await using db = await mariadb()
  await db.sql('create database shop')
  const rows = Array.from({ length: 400 }, (_, n) => `(${n}, 'it\\'s; (${n}), (\\\\', "INSERT INTO x VALUES (1)")`).join(',')
  expect(
    await db.sql(
      `create table line (id int primary key, a text, b text); insert into line values ${rows}; create table bare (id int);
      create trigger t before insert on bare for each row set new.id = new.id + 1; create view seen as select * from line`,
      ['shop'],
    ),
  ).toMatchObject({ code: 0 })
  const place = join(at.root, 'maria')
  await mkdir(place)
  const { id, token } = await at.make({ kind: 'mariadb', name: 'maria', place })
  const file = join(place, 'shop.sql')
  expect(await at.manifest(token, ['mariadb', 'shop', file], db.env)).toMatchObject({ code: 0 })
  expect(await at.testNow(id)).toMatchObject({ state: 'good', compared: 'sent', counts: { ok: 2, missing: 0, different: 0 } })
  // A row is gone from the middle; the dump still ends as it should.
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(/\(17,[^\n]*\n/, ''))
  expect((await readFile(file, 'utf8')).length).toBeLessThan(text.length)
  const fewer = await at.testNow(id)
  expect([fewer.state, fewer.problems]).toEqual(['wrong', ['≠ line']])
  // As many rows, one of them another.
  await writeFile(file, text.replace("(18,'it", "(18,'IT"))
  expect((await at.testNow(id)).problems).toEqual(['≠ line'])
  const trap = join(tmpdir(), `spil-trap-${process.pid}`)
  const evil = [
    ...[`\\! touch ${trap}`, `system touch ${trap}`, `tee ${trap}`, `select 1 into outfile '${trap}'`],
    ...[`set global general_log_file = '${trap}'`, 'set global general_log = 1', `load data local infile '/etc/passwd' into table bare`],
  ]
  await writeFile(file, text.replace('DROP TABLE', `${evil.join('\n;\n')};\nDROP TABLE`))
  expect((await at.testNow(id)).problems.join()).toMatch(/syntax[\s\S]*disabled the local infile/)
  await expect(stat(trap)).rejects.toThrow('ENOENT')
  // What runs as an account that a new server comes with would run as somebody who may do everything.
  const accounts = ["root@'localhost'", "root@'127.0.0.1'", "root@'::1'", `root@'${hostname().toLowerCase()}'`, "mysql@'localhost'"]
  const deeds = [`set global general_log_file = '${trap}'`, `select 1 into outfile '${trap}'`, `grant all on *.* to restorer@localhost`]
  const asThem = accounts.flatMap((account, at) =>
    deeds.flatMap((deed, one) => [`create definer=${account} procedure p${at}${one}() sql security definer ${deed}`, `call p${at}${one}()`]),
  )
  await writeFile(file, text.replace('DROP TABLE', `${asThem.join(';\n')};\nDROP TABLE`))
  const tried = (await at.testNow(id)).problems.join('\n')
  expect(tried.match(/specified as a definer \(.*\) does not exist/g)).toHaveLength(asThem.length / 2)
  await expect(stat(trap)).rejects.toThrow('ENOENT')
  await writeFile(file, text.slice(0, text.indexOf('(200,')))
  const half = await at.testNow(id)
  expect([half.state, codes(half)]).toEqual(['wrong', expect.arrayContaining(['noEnd', 'differs'])])
  await writeFile(file, `USE \`mysql\`;\n${text}`)
  expect(await at.testNow(id)).toMatchObject({ state: 'unknown', why: [{ code: 'several' }] })
  // Nothing of a server is left, here or of a test beside this one.
  await expect.poll(async () => (await homes()).filter((name) => !before.includes(name)), { timeout: 60_000, interval: 500 }).toEqual([])
  await writeFile(file, text)
  await copyFile(file, join(place, 'cut.sql'))
  await truncate(join(place, 'cut.sql'), 3000)
  expect(codes(await at.lookNow(id))).toContain('noEnd')
})
