/** A real mail relay (Exim) on a port of its own, which hands everything to a receiver that keeps what it got. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import { freePort, mailUser } from './dovecot.ts'

interface Received {
  from: string
  to: string[]
  raw: string
}
interface Refusal {
  code: number
  text: string
}
export interface Receiver extends AsyncDisposable {
  port: number
  received: Received[]
  /** Resolves with the first mail, from now or before, for which `wanted` is true; each is given once. */
  next(wanted?: (mail: Received) => boolean): Promise<Received>
  /** What it answers to recipients from now on, to all or to each: undefined accepts. */
  refuse(why: Refusal | undefined | ((address: string) => Refusal | undefined)): void
  stop(): Promise<void>
}

/** The other side: takes mail by SMTP and keeps it. */
export async function receiver(): Promise<Receiver> {
  const received: Received[] = []
  const given = new Set<Received>()
  let refuses: (address: string) => Refusal | undefined = () => undefined
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo({ address }, _session, done) {
      const refusal = refuses(address)
      done(refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : undefined)
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map((one) => one.address), raw: Buffer.concat(chunks).toString('utf8') })
        done()
      })
    },
  })
  server.on('error', () => undefined)
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
  const self: Receiver = {
    port,
    received,
    async next(wanted = () => true) {
      for (let count = 0; count < 250; count++) {
        const mail = received.find((one) => !given.has(one) && wanted(one))
        if (mail) {
          given.add(mail)
          return mail
        }
        await sleep(100)
      }
      throw new Error(`no such mail came; there were ${received.length}: ${received.map((one) => /^subject:.*/im.exec(one.raw)?.[0]).join(' | ')}`)
    },
    refuse(why) {
      refuses = typeof why === 'function' ? why : () => why
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
    [Symbol.asyncDispose]: () => self.stop(),
  }
  return self
}

export interface Relay extends AsyncDisposable {
  port: number
  /** For SPIL_SMTP_URL. */
  url: string
  stop(): Promise<void>
}

/**
 * `to`: the port of the receiver that everything goes on to. Exim listens only for root, so each connection gets an Exim of its own,
 * as inetd would give it. `secure`: it offers STARTTLS, with a certificate that nobody vouches for.
 */
export async function relay(to: number, { secure = false } = {}): Promise<Relay> {
  const folder = mkdtempSync(join(tmpdir(), 'spil-relay-'))
  const owner = mailUser()
  if (process.getuid?.() === 0) chownSync(folder, owner.uid, owner.gid)
  chmodSync(folder, 0o755)
  const config = join(folder, 'exim.conf')
  writeFileSync(config, `${secure ? certificateIn(folder) : 'tls_advertise_hosts ='}\n${configOf(folder, owner, to)}`, { mode: 0o644 })
  const running = new Set<ChildProcess>()
  const server = createServer((socket) => {
    const exim = spawn('/usr/sbin/exim4', ['-C', config, '-odi', '-bs'], { stdio: ['pipe', 'pipe', 'ignore'] })
    running.add(exim)
    exim.once('exit', () => {
      running.delete(exim)
      socket.end()
    })
    socket.on('error', () => exim.kill())
    exim.stdin.on('error', () => socket.destroy())
    socket.pipe(exim.stdin)
    exim.stdout.pipe(socket, { end: false })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const self: Relay = {
    port,
    url: `smtp://127.0.0.1:${port}`,
    async stop() {
      await new Promise((resolve) => {
        server.close(resolve)
        for (const one of running) one.kill()
      })
      rmSync(folder, { recursive: true, force: true })
    },
    [Symbol.asyncDispose]: () => self.stop(),
  }
  return self
}

function certificateIn(folder: string): string {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const args = 'req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=relay.example -addext subjectAltName=DNS:relay.example'.split(' ')
  execFileSync('/usr/bin/openssl', [...args, '-keyout', key, '-out', certificate], { stdio: 'ignore' })
  for (const file of [key, certificate]) chmodSync(file, 0o644)
  return `tls_advertise_hosts = *\ntls_certificate = ${certificate}\ntls_privatekey = ${key}`
}
const configOf = (folder: string, owner: { name: string; group: string }, to: number) => `
primary_hostname = relay.example
spool_directory = ${folder}/spool
log_file_path = ${folder}/log-%slog
exim_user = ${owner.name}
exim_group = ${owner.group}
deliver_drop_privilege = true
keep_environment =
host_lookup =
rfc1413_hosts =
acl_smtp_rcpt = accept_all
acl_smtp_data = accept_all
never_users =
begin acl
accept_all:
  accept
begin routers
onward:
  driver = manualroute
  route_list = * 127.0.0.1
  self = send
  transport = onward
begin transports
onward:
  driver = smtp
  port = ${to}
  allow_localhost
  hosts_try_prdr =
begin retry
* * F,1m,1s
`
