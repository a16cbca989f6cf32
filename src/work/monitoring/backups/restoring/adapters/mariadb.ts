/** A MariaDB of a minute: a dump is loaded into it by somebody who may do nothing else, and its rows are counted. */
import { chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Source, SourceError } from '../../adapters/kind.ts'
import { type ToolBounds, tool } from '../../adapters/tool.ts'
import { mariadbQuestions } from '../../manifest/adapters/rows.ts'
import type { Rows } from '../../manifest/rules.ts'
import type { Restored } from './database.ts'

const pointer = (scratch: string) => join(scratch, 'mariadb')
/** The server of Debian stands where an ordinary user does not look. */
const PATH = `${process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin'}:/usr/local/sbin:/usr/sbin`

/** Loads a dump of one database and counts every table. Nothing in it commands the client, and the server gives it no files, no programs, no settings. */
export async function restoreMariadb(source: Source, sql: AsyncIterable<Buffer>): Promise<Restored> {
  const { scratch, signal, bounds } = source
  const home = await makeHome(scratch)
  const ending = new AbortController()
  const own: ToolBounds = { scratch, signal: AbortSignal.any([signal, ending.signal]), timeoutMs: bounds.readMs, env: { PATH } }
  const socket = join(home, 'socket')
  const client = (user: string, args: readonly string[], more: Partial<ToolBounds> = {}) =>
    tool('mariadb', [...clientSettings, `--socket=${socket}`, `--user=${user}`, ...args], { ...own, ...more })
  let server: Promise<unknown> = Promise.resolve()
  try {
    server = (await start(home, own, () => client('root', ['--execute=select 1']))).server
    const made = await client('root', [`--execute=${forRestorer}`])
    if (made.code !== 0) throw new SourceError('failed', { what: made.error.slice(0, 200) })
    // Nobody else is left: what says that it is of somebody who may more is of nobody.
    const said = await client('restorer', ['--force', '--binary-mode', 'restored'], { input: sql, chunk: () => undefined })
    const problems = said.error.split('\n').filter((line) => /^ERROR/.test(line) && !harmless.test(line))
    const questions = await client('restorer', ['--raw', `--execute=${mariadbQuestions}`, 'restored'])
    // Names of tables stand in it, and are as much of the dump as its rows.
    const answers = await client('restorer', ['--binary-mode', 'restored'], { input: once(questions.out) })
    return { tables: tablesIn(answers.out), problems: problems.slice(0, 100) }
  } finally {
    ending.abort()
    await server
    await removeMariadb(scratch)
  }
}
/** Settings of the server that a dump made elsewhere asks for. */
const harmless = /^ERROR 1227\b/
const clientSettings = [
  '--no-defaults',
  '--batch',
  '--skip-column-names',
  '--local-infile=0',
  '--default-character-set=utf8mb4',
  '--max-allowed-packet=1G',
]
// SET USER: views, triggers and procedures keep who they are of, and run as that account. So no other account may exist: a new server comes with several.
const forRestorer = `create database restored; create user restorer@localhost; grant all on restored.* to restorer@localhost;
grant set user on *.* to restorer@localhost; delete from mysql.global_priv where User <> 'restorer'; flush privileges`

async function start(home: string, bounds: ToolBounds, answers: () => Promise<{ code: number }>): Promise<{ server: Promise<unknown> }> {
  const [data, nothing, plugins] = [join(home, 'data'), join(home, 'nothing'), join(home, 'plugins')]
  const user = process.getuid?.() === 0 ? ['--user=mysql'] : []
  const made = await tool(
    'mariadb-install-db',
    ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...user],
    bounds,
  )
  if (made.code !== 0) throw new SourceError('failed', { what: 'mariadb-install-db' })
  const [where, shut] = [
    [
      `--datadir=${data}`,
      `--socket=${join(home, 'socket')}`,
      `--pid-file=${join(home, 'pid')}`,
      `--log-error=${join(home, 'log')}`,
      `--tmpdir=${home}`,
    ],
    ['--skip-networking', '--skip-log-bin', '--local-infile=0', '--symbolic-links=0', `--secure-file-priv=${nothing}`, `--plugin-dir=${plugins}`],
  ]
  const quick = ['--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0', '--max-allowed-packet=1G', '--skip-name-resolve']
  let ended = false
  const server = tool('mariadbd', ['--no-defaults', ...where, ...shut, ...quick, ...user], { ...bounds, chunk: () => undefined }).then(
    () => (ended = true),
    () => (ended = true),
  )
  for (let tries = 0; (await answers()).code !== 0; tries++) {
    if (ended || tries > 300) throw new SourceError('failed', { what: 'mariadbd' })
    await sleep(200)
  }
  return { server }
}

/** Below /var/tmp when we are root: the server is not, and may not come where we keep things. Known to the scratch folder, for who sweeps. */
async function makeHome(scratch: string): Promise<string> {
  const root = process.getuid?.() === 0
  const home = await mkdtemp(join(root && (await stat('/var/tmp').catch(() => undefined)) ? '/var/tmp' : tmpdir(), 'spil-mariadb-'))
  await writeFile(pointer(scratch), home, { mode: 0o600 })
  await mkdir(join(home, 'nothing'), { mode: 0o700 })
  // What a server can write it could also load as a program.
  await mkdir(join(home, 'plugins'), { mode: 0o555 })
  if (root) for (const path of [join(home, 'nothing'), home]) await chown(path, ...(await mysqlUser()))
  return home
}
async function mysqlUser(): Promise<[number, number]> {
  const users = await readFile('/etc/passwd', 'utf8')
  const [, , uid, gid] = users.match(/^mysql:.*$/m)?.[0].split(':') ?? []
  if (uid === undefined) throw new SourceError('toolMissing')
  return [Number(uid), Number(gid)]
}
/** What a test leaves of it, also one that was killed; its processes have been ended. */
export async function removeMariadb(scratch: string): Promise<void> {
  const home = await readFile(pointer(scratch), 'utf8').catch(() => undefined)
  if (home !== undefined) await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  await rm(pointer(scratch), { force: true })
}

function tablesIn(answers: string): Map<string, Rows> {
  const tables = new Map<string, Rows>()
  for (const line of answers.split('\n')) {
    const [rows = '', hash = '', name = ''] = line.split('\t')
    if (name !== '') tables.set(name, { rows: Number(rows), hash })
  }
  return tables
}
async function* once(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text)
}
