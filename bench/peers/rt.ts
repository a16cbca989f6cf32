/**
 * `npm run bench:rt`: the desk beside Request Tracker 5 of Debian, doing the same work in one run: opening a case, a list of 50, the page of a case,
 * taking in a mail. Each has the machine's own PostgreSQL in a cluster of its own, with the same settings. What counts is work per CPU-second of
 * the program and its database together, so that a busy machine falls on both alike. Needs: apt-get install request-tracker5 rt5-db-postgresql starman
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startOlder } from '#test/setup/older-postgres.ts'
import { debianPostgres } from '../../scripts/peers.mjs'
import { call, perSecond } from '../measure.ts'
import { startProgram } from '../program.ts'

const server = '/usr/share/request-tracker5/libexec/rt-server'
const seconds = Number(process.argv[2] ?? 15)
const lanes = 2

/** What both are asked, whatever they are. */
interface Desk {
  name: string
  /** The program and its database. */
  pids: number[]
  create(n: number): Promise<unknown>
  list(): Promise<unknown>
  page(n: number): Promise<unknown>
  mail(n: number): Promise<unknown>
  /** Answers on the first cases, whose page is asked. */
  prepare(): Promise<void>
  stop(): Promise<void>
}

const title = 'Beamer zonder beeld'
const text = 'De beamer in lokaal 12 geeft geen beeld. Het lampje knippert oranje.'
const looked = 10
const answers = 5
const letter = (n: number) =>
  [
    `From: Noor Visser <noor${n % 20}@linde.example>`,
    'To: help@linde.example',
    `Subject: ${title} ${n}`,
    `Message-ID: <${n}.${Date.now()}@linde.example>`,
    '',
    text,
    '',
  ].join('\r\n')

/** CPU-seconds of these processes and of all they started, also of those that ended (proc(5), fields 14 to 17 of stat, in hundredths). */
function cpuSeconds(roots: readonly number[]): number {
  const all = new Map<number, { parent: number; ticks: number }>()
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0)
      all.set(Number(name), { parent: Number(fields[1]), ticks })
    } catch {
      // It ended while we looked: its parent has its time.
    }
  }
  const within = (pid: number): boolean => roots.includes(pid) || (all.has(pid) && within(all.get(pid)?.parent ?? 0))
  return [...all].filter(([pid]) => within(pid)).reduce((sum, [, { ticks }]) => sum + ticks, 0) / 100
}

const postmaster = (folder: string) => Number(readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])

async function spil(programs: string, folder: string): Promise<Desk> {
  const postgres = await startOlder(programs, folder)
  const { url, child, ready, stop } = startProgram(7791, postgres.url)
  const token = await ready()
  const ids: string[] = []
  const create = async (n: number) => {
    const body = {
      reporter: { name: 'Noor Visser', email: `noor${n % 20}@linde.example` },
      kind: 'incident',
      title,
      text,
      impact: 'group',
      urgency: 'normal',
    }
    const { id } = JSON.parse(await call(`${url}/api/desk/cases`, 'POST', token, body)) as { id: string }
    if (ids.length < looked) ids.push(id)
  }
  return {
    name: 'Spil',
    pids: [child.pid ?? 0, postmaster(folder)],
    create,
    list: () => call(`${url}/api/desk/cases?state=new&limit=50`, 'GET', token),
    page: (n) => call(`${url}/api/desk/cases/${ids[n % ids.length]}`, 'GET', token),
    mail: (n) => sent(`${url}/api/desk/mail`, { authorization: `Bearer ${token}`, 'content-type': 'message/rfc822' }, letter(n)),
    async prepare() {
      for (const id of ids)
        for (let n = 0; n < answers; n += 1) await call(`${url}/api/desk/cases/${id}/entries`, 'POST', token, { visibility: 'public', text })
    },
    async stop() {
      await stop()
      await postgres.stop()
    },
  }
}

async function sent(url: string, headers: Record<string, string>, body: string | FormData): Promise<string> {
  const reply = await fetch(url, { method: 'POST', headers, body })
  const said = await reply.text()
  if (!reply.ok || /^not ok/.test(said)) throw new Error(`${url}: ${reply.status} ${said.slice(0, 200)}`)
  return said
}

const port = 7799
const base = `http://127.0.0.1:${port}`

/** The settings of a site of its own; mail that goes out is written to a file. */
function configure(folder: string): Record<string, string> {
  for (const one of ['mason', 'sessions', 'none']) mkdirSync(join(folder, one))
  const site = join(folder, 'RT_SiteConfig.pm')
  const set = {
    rtname: 'bench',
    Organization: 'bench.example',
    DatabaseType: 'Pg',
    DatabaseHost: join(folder, 'cluster'),
    DatabaseName: 'rt',
    DatabaseUser: 'spil',
    DatabaseAdmin: 'spil',
    DatabasePassword: 'none',
    WebDomain: '127.0.0.1',
    WebPort: String(port),
    MailCommand: 'testfile',
    LogToSTDERR: 'critical',
    MasonDataDir: join(folder, 'mason'),
    MasonSessionDir: join(folder, 'sessions'),
  }
  const lines = Object.entries(set).map(([name, value]) => `Set($${name}, '${value}');`)
  writeFileSync(site, `${[...lines, 'Set($LogToSyslog, undef);', 'Set(%GnuPG, Enable => 0);', 'Set(%SMIME, Enable => 0);'].join('\n')}\n1;\n`)
  // Whoever mails may open a ticket and answer it, as with us.
  const rights = ['CreateTicket', 'ReplyToTicket', 'SeeQueue'].map(
    (right) => `{ GroupDomain => 'SystemInternal', GroupType => 'Everyone', Right => '${right}' }`,
  )
  writeFileSync(join(folder, 'rights'), `@ACL = (${rights.join(', ')});\n1;\n`)
  return { ...(process.env as Record<string, string>), RT_SITE_CONFIG: site, RT_SITE_CONFIG_DIR: join(folder, 'none') }
}

async function rt(programs: string, folder: string): Promise<Desk> {
  const postgres = await startOlder(programs, folder)
  const env = configure(folder)
  const setUp = (...args: string[]) =>
    execFileSync('rt-setup-database-5', [...args, '--dba', 'spil', '--dba-password', 'none'], {
      env,
      input: 'y\n',
      stdio: ['pipe', 'ignore', 'ignore'],
    })
  setUp('--action', 'init')
  setUp('--action', 'insert', '--datafile', join(folder, 'rights'))
  const child: ChildProcess = spawn(server, ['--server', 'Starman', '--host', '127.0.0.1', '--port', String(port), '--workers', String(lanes)], {
    env,
    stdio: 'ignore',
  })
  const cookie = await signIn(child)
  const headers = { cookie, 'content-type': 'application/json' }
  const asked = async (path: string) => {
    const reply = await fetch(`${base}/REST/2.0/${path}`, { headers })
    if (!reply.ok) throw new Error(`${path}: ${reply.status}`)
    return reply.text()
  }
  return {
    name: 'Request Tracker',
    pids: [child.pid ?? 0, postmaster(folder)],
    create: (n) =>
      sent(
        `${base}/REST/2.0/ticket`,
        headers,
        JSON.stringify({ Queue: 'General', Subject: title, Content: text, ContentType: 'text/plain', Requestor: `noor${n % 20}@linde.example` }),
      ),
    list: () =>
      asked(
        `tickets?query=${encodeURIComponent("Status='new'")}&per_page=50&orderby=LastUpdated&order=DESC&fields=Subject,Status,Priority,Owner,Requestor,LastUpdated,Due`,
      ),
    page: async (n) => {
      await asked(`ticket/${1 + (n % looked)}`)
      await asked(`ticket/${1 + (n % looked)}/history?per_page=100&fields=Type,Creator,Created,Content`)
    },
    mail(n) {
      const form = new FormData()
      form.set('queue', 'General')
      form.set('action', 'correspond')
      form.set('message', letter(n))
      return sent(`${base}/REST/1.0/NoAuth/mail-gateway`, {}, form)
    },
    async prepare() {
      for (let id = 1; id <= looked; id += 1)
        for (let n = 0; n < answers; n += 1)
          await sent(`${base}/REST/2.0/ticket/${id}/correspond`, headers, JSON.stringify({ Content: text, ContentType: 'text/plain' }))
    },
    async stop() {
      child.kill('SIGTERM')
      await new Promise((resolve) => child.once('exit', resolve))
      await postgres.stop()
    },
  }
}

/** The cookie of a session: checking a password costs a second, which must not be counted with each question. */
async function signIn(child: ChildProcess): Promise<string> {
  for (let waited = 0; waited < 60_000; waited += 250) {
    if (child.exitCode !== null) throw new Error('Request Tracker does not start')
    const reply = await fetch(`${base}/NoAuth/Login.html`, { method: 'POST', body: new URLSearchParams({ user: 'root', pass: 'password' }) }).catch(
      () => undefined,
    )
    const cookie = reply?.headers.getSetCookie()[0]?.split(';')[0]
    if (cookie) return cookie
    await sleep(250)
  }
  throw new Error('Request Tracker does not answer')
}

/** How many a CPU-second. */
async function measured(desk: Desk, run: (n: number) => Promise<unknown>): Promise<number> {
  const before = cpuSeconds(desk.pids)
  let done = 0
  await perSecond(lanes, seconds, async (n) => {
    await run(n)
    done += 1
  })
  // What it still does because of it (sealing, answering by mail) counts too.
  await sleep(2000)
  return done / (cpuSeconds(desk.pids) - before)
}

const programs = debianPostgres()
if (!existsSync(server) || !programs) {
  console.log('Request Tracker 5 is not on this machine: apt-get install request-tracker5 rt5-db-postgresql starman postgresql')
  process.exit(2)
}
const folders = ['spil', 'rt'].map((name) => {
  const folder = mkdtempSync(join(tmpdir(), `spil-beside-${name}-`))
  chmodSync(folder, 0o711)
  return folder
})
const desks: Desk[] = []
try {
  desks.push(await spil(programs, folders[0] ?? ''), await rt(programs, folders[1] ?? ''))
  for (const desk of desks) {
    for (let n = 0; n < looked; n += 1) await desk.create(n)
    await desk.prepare()
  }
  const works = ['create', 'list', 'page', 'mail'] as const
  const rows: string[] = ['| work per CPU-second | Spil | Request Tracker 5 | ratio |', '|---|---|---|---|']
  for (const work of works) {
    const [ours = 0, theirs = 0] = [
      await measured(desks[0] as Desk, desks[0]?.[work] as never),
      await measured(desks[1] as Desk, desks[1]?.[work] as never),
    ]
    rows.push(`| ${work} | ${ours.toFixed(1)} | ${theirs.toFixed(1)} | ${(ours / theirs).toFixed(1)} |`)
  }
  console.log(`\n${rows.join('\n')}\n`)
} catch (error) {
  console.error(error)
  process.exitCode = 1
} finally {
  for (const desk of desks) await desk.stop().catch((error) => console.error(error))
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
}
process.exit()
