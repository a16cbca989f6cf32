/** A PostgreSQL from the machine's own packages, for one run of the tests: Spil promises to work on 15 as well as on the one it brings. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** As root it runs as `postgres`, whom the Debian package made. */
function user(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const row = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith('postgres:'))
  const [, , uid, gid] = row?.split(':') ?? []
  if (!uid || !gid) throw new Error('There is no user postgres to run PostgreSQL as')
  return { uid: Number(uid), gid: Number(gid) }
}

/** `programs`: folder with initdb and postgres. `folder` exists and may be entered by others. */
export async function startOlder(programs: string, folder: string): Promise<{ url: string; stop(): Promise<void> }> {
  const as = user()
  const cluster = join(folder, 'cluster')
  mkdirSync(cluster, { mode: 0o700 })
  if (as) chownSync(cluster, as.uid, as.gid)
  execFileSync(join(programs, 'initdb'), ['-D', cluster, '-U', 'spil', '-E', 'UTF8', '--locale=C.UTF-8', '--auth=trust', '--no-sync'], {
    ...as,
    cwd: '/',
    stdio: 'ignore',
  })
  const settings = {
    listen_addresses: '',
    unix_socket_directories: cluster,
    fsync: 'off',
    max_connections: '200',
    timezone: 'UTC',
    log_min_messages: 'fatal',
  }
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...as,
      cwd: '/',
      stdio: 'ignore',
    },
  )
  const ended = once(server, 'exit')
  for (let waited = 0; !ready(cluster); waited += 20) {
    if (waited > 30_000 || server.exitCode !== null) throw new Error(`${programs}/postgres does not start`)
    await sleep(20)
  }
  return {
    url: `postgres://spil@localhost/postgres?host=${encodeURIComponent(cluster)}`,
    async stop() {
      server.kill('SIGINT')
      await ended
    },
  }
}

function ready(cluster: string): boolean {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[7]?.trim() === 'ready'
  } catch {
    return false
  }
}
