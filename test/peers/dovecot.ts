/** A real Dovecot on a port of its own, with one mailbox, in a folder that goes away with it. */
import { execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Dovecot extends AsyncDisposable {
  host: string
  port: number
  user: string
  password: string
  /** Puts a raw message in the folder, as a mail server would. */
  deliver(raw: string | Uint8Array): Promise<void>
  /** Forgets all UIDs, as after a repair: the same messages under a new UIDVALIDITY. */
  renumber(): Promise<void>
  /** Breaks every connection there is. */
  kick(): void
  /** How many messages are marked as seen. */
  seen(): number
  stop(): Promise<void>
}

/** A free port of this machine. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('no free port')
  return address.port
}

/** Until somebody answers there; throws after ten seconds with `said`. */
async function answering(port: number, said: () => string): Promise<void> {
  for (let count = 0; count < 100; count++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      })
      socket.on('error', () => resolve(false))
    })
    if (open) return
    await sleep(100)
  }
  throw new Error(`nothing answers on port ${port}: ${said()}`)
}

/** Who the mail belongs to: neither Dovecot nor Exim handles mail as root. */
export function mailUser(): { name: string; uid: number; gid: number; group: string } {
  const me = userInfo()
  if (me.uid !== 0) {
    const group = readFileSync('/etc/group', 'utf8')
      .split('\n')
      .find((line) => line.split(':')[2] === String(me.gid))
    return { name: me.username, uid: me.uid, gid: me.gid, group: group?.split(':')[0] ?? me.username }
  }
  const row =
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((line) => line.startsWith('mail:'))
      ?.split(':') ?? []
  return { name: 'mail', uid: Number(row[2]), gid: Number(row[3]), group: 'mail' }
}

export async function dovecot(): Promise<Dovecot> {
  const folder = mkdtempSync(join(tmpdir(), 'spil-dovecot-'))
  chmodSync(folder, 0o755)
  const port = await freePort()
  const owner = mailUser()
  const maildir = join(folder, 'maildir')
  for (const one of [maildir, ...['cur', 'new', 'tmp'].map((name) => join(maildir, name))]) {
    mkdirSync(one, { mode: 0o777 })
    chmodSync(one, 0o777)
    if (process.getuid?.() === 0) chownSync(one, owner.uid, owner.gid)
  }
  const password = randomUUID()
  const root = process.getuid?.() === 0
  writeFileSync(join(folder, 'users'), `helpdesk:{PLAIN}${password}:${owner.uid}:${owner.gid}::${folder}::\n`)
  writeFileSync(
    join(folder, 'dovecot.conf'),
    `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
ssl = no
disable_plaintext_auth = no
listen = 127.0.0.1
default_internal_user = ${root ? 'dovecot' : owner.name}
default_internal_group = ${root ? 'dovecot' : owner.group}
default_login_user = ${root ? 'dovenull' : owner.name}
first_valid_uid = 1
mail_location = maildir:${maildir}
mail_uid = ${owner.uid}
mail_gid = ${owner.gid}
mailbox_idle_check_interval = 1 s
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = passwd-file
  args = ${folder}/users
}
`,
  )
  const said = () => {
    try {
      return readFileSync(join(folder, 'log'), 'utf8').slice(-2000)
    } catch {
      return errors
    }
  }
  let errors = ''
  const program = spawn('/usr/sbin/dovecot', ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: ['ignore', 'ignore', 'pipe'] })
  program.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  const ended = new Promise<void>((resolve) => program.once('exit', () => resolve()))
  await answering(port, said)
  const doveadm = (...args: string[]) => execFileSync('/usr/bin/doveadm', ['-c', join(folder, 'dovecot.conf'), ...args], { encoding: 'utf8' })
  const self: Dovecot = {
    host: '127.0.0.1',
    port,
    user: 'helpdesk',
    password,
    async deliver(raw) {
      const name = `${Date.now()}.${randomUUID()}.test`
      await writeFile(join(maildir, 'tmp', name), raw, { mode: 0o666 })
      chmodSync(join(maildir, 'tmp', name), 0o666)
      await rename(join(maildir, 'tmp', name), join(maildir, 'new', name))
    },
    async renumber() {
      doveadm('mailbox', 'update', '-u', 'helpdesk', '--uid-validity', String(Math.floor(Date.now() / 1000) + 100), 'INBOX')
    },
    kick: () => void doveadm('kick', 'helpdesk'),
    seen: () => doveadm('search', '-u', 'helpdesk', 'mailbox', 'INBOX', 'SEEN').split('\n').filter(Boolean).length,
    async stop() {
      program.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
    [Symbol.asyncDispose]: () => self.stop(),
  }
  return self
}
