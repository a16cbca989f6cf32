/** Servers of Debian that checks ask, each a process of its own on a port of loopback, in a folder that goes away with it. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { debianPostgres } from '../../scripts/peers.mjs'
import { freePort, mailUser } from './dovecot.ts'

export interface Peer extends AsyncDisposable {
  port: number
}
const root = process.getuid?.() === 0
/** An account that owns nothing, for what refuses to run as root. */
const plain = () => mailUser()

/** Until somebody answers there; throws with what the program said. */
async function answering(port: number, said: () => string): Promise<void> {
  for (let count = 0; count < 150; count++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (open) return
    await sleep(100)
  }
  throw new Error(`nothing answers on port ${port}: ${said()}`)
}
interface Starting {
  program: string
  args: (folder: string, port: number) => readonly string[]
  prepare?: (folder: string, port: number) => void
  as?: { uid: number; gid: number } | undefined
}
async function started({ program, args, prepare, as }: Starting): Promise<Peer & { folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'spil-peer-'))
  chmodSync(folder, 0o755)
  const port = await freePort()
  if (as && root) chownSync(folder, as.uid, as.gid)
  prepare?.(folder, port)
  let said = ''
  const child: ChildProcess = spawn(program, args(folder, port), {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(as && root && { uid: as.uid, gid: as.gid }),
  })
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (said = (said + part).slice(-4000)))
  const ended = once(child, 'exit')
  const end = async () => {
    if (child.exitCode === null) child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
    await ended
    clearTimeout(timer)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await answering(port, () => said)
  } catch (error) {
    await end()
    throw error
  }
  return { port, folder, [Symbol.asyncDispose]: end }
}

export const nginx = (): Promise<Peer> =>
  started({
    program: '/usr/sbin/nginx',
    prepare(folder, port) {
      const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${folder}/${one};`).join(' ')
      const server = `server { listen 127.0.0.1:${port}; location / { return 200 "Welkom"; } location /none { return 404; } }`
      const text = `daemon off; error_log stderr; pid ${folder}/pid; events {} http { access_log off; ${paths} ${server} }`
      writeFileSync(join(folder, 'nginx.conf'), text)
    },
    args: (folder) => ['-e', 'stderr', '-c', join(folder, 'nginx.conf')],
  })
export const nodeExporter = (): Promise<Peer> =>
  started({ program: '/usr/bin/prometheus-node-exporter', args: (_, port) => [`--web.listen-address=127.0.0.1:${port}`] })

export interface Sshd extends Peer {
  /** As ssh-keygen -l writes it. */
  hostKey: string
  /** Of the user that may sign in: who runs this. */
  privateKey: string
}
export async function sshd(): Promise<Sshd> {
  const made = await started({
    program: '/usr/sbin/sshd',
    prepare(folder, port) {
      if (root) mkdirSync('/run/sshd', { recursive: true })
      for (const name of ['host', 'user']) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)])
      writeFileSync(join(folder, 'keys'), readFileSync(join(folder, 'user.pub')))
      const lines = [
        `Port ${port}`,
        'ListenAddress 127.0.0.1',
        `HostKey ${folder}/host`,
        `AuthorizedKeysFile ${folder}/keys`,
        'StrictModes no',
        'UsePAM no',
      ]
      writeFileSync(join(folder, 'sshd.conf'), [...lines, 'PermitRootLogin prohibit-password', `PidFile ${folder}/pid`].join('\n'))
    },
    args: (folder) => ['-D', '-e', '-f', join(folder, 'sshd.conf')],
  })
  const [, hostKey = ''] = execFileSync('ssh-keygen', ['-l', '-f', join(made.folder, 'host.pub')], { encoding: 'utf8' }).split(' ')
  return { ...made, hostKey, privateKey: readFileSync(join(made.folder, 'user'), 'utf8') }
}

export const slapd = (): Promise<Peer> =>
  started({
    program: '/usr/sbin/slapd',
    prepare(folder) {
      mkdirSync(join(folder, 'data'))
      const text = `include /etc/ldap/schema/core.schema\npidfile ${folder}/pid\nmodulepath /usr/lib/ldap\nmoduleload back_mdb\ndatabase mdb
suffix "dc=linde,dc=example"\nrootdn "cn=admin,dc=linde,dc=example"\nrootpw geheim\ndirectory ${folder}/data\n`
      writeFileSync(join(folder, 'slapd.conf'), text)
      writeFileSync(join(folder, 'base.ldif'), 'dn: dc=linde,dc=example\nobjectClass: dcObject\nobjectClass: organization\no: Linde\ndc: linde\n')
      execFileSync('/usr/sbin/slapadd', ['-f', join(folder, 'slapd.conf'), '-l', join(folder, 'base.ldif')], { stdio: 'ignore' })
    },
    args: (folder, port) => ['-d', '0', '-f', join(folder, 'slapd.conf'), '-h', `ldap://127.0.0.1:${port}`],
  })

export const mariadb = (): Promise<Peer> => {
  const as = plain()
  return started({
    program: '/usr/sbin/mariadbd',
    as,
    prepare(folder) {
      const data = join(folder, 'data')
      writeFileSync(
        join(folder, 'first.sql'),
        "create user 'spil'@'%' identified by 'geheim';\ncreate database linde;\ngrant select on linde.* to 'spil'@'%';\n",
      )
      const args = ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db']
      execFileSync('/usr/bin/mariadb-install-db', args, { stdio: 'ignore', ...(root && { uid: as.uid, gid: as.gid }) })
    },
    args: (folder, port) => [
      ...['--no-defaults', `--datadir=${folder}/data`, `--port=${port}`, '--bind-address=127.0.0.1', `--socket=${folder}/socket`],
      ...[`--pid-file=${folder}/pid`, `--init-file=${folder}/first.sql`, '--innodb-buffer-pool-size=16M', '--skip-name-resolve'],
    ],
  })
}

export const postgresql = (): Promise<Peer> => {
  const as = plain()
  const programs = debianPostgres() ?? ''
  return started({
    program: join(programs, 'postgres'),
    as,
    prepare(folder) {
      writeFileSync(join(folder, 'password'), 'geheim\n')
      const args = ['-D', join(folder, 'data'), '-U', 'spil', '--auth=scram-sha-256', `--pwfile=${folder}/password`, '-E', 'UTF8', '--locale=C', '-N']
      execFileSync(join(programs, 'initdb'), args, { stdio: 'ignore', cwd: folder, ...(root && { uid: as.uid, gid: as.gid }) })
    },
    args: (folder, port) => ['-D', join(folder, 'data'), '-p', String(port), '-h', '127.0.0.1', '-k', folder],
  })
}

/** A name server that knows `linde.example` only, and asks nobody else. */
export const dnsmasq = (): Promise<Peer> =>
  started({
    program: '/usr/sbin/dnsmasq',
    args: (_, port) => [
      ...['--keep-in-foreground', '--log-facility=-', '--conf-file=/dev/null', '--pid-file=', `--user=${plain().name}`, '--no-resolv', '--no-hosts'],
      ...[`--port=${port}`, '--listen-address=127.0.0.1', '--bind-interfaces', '--local=/linde.example/'],
      ...['--host-record=www.linde.example,192.0.2.10,2001:db8::10', '--host-record=www.linde.example,192.0.2.11'],
      ...['--mx-host=linde.example,mail.linde.example,10', '--mx-host=linde.example,mail2.linde.example,20'],
      ...['--txt-record=linde.example,v=spf1 mx -all', '--cname=intranet.linde.example,www.linde.example'],
    ],
  })
