/** What it must withstand: killed in the middle of work, its database taken away. Everything here is the real program in a process of its own. */
import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { startEmbedded } from '#platform/database/embedded.ts'
import { log } from '#platform/log.ts'
import { access } from '#record/people/access/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { type Program, program } from './e2e/program.ts'
import { administrator } from './spil.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')

async function tokenOf(spil: Program): Promise<string> {
  const session = await spil.signIn(administrator.email, administrator.password)
  return (await spil.as(access, session).createToken({ body: { name: 'faults' } })).token
}

async function verify(spil: Program): Promise<string> {
  const { stdout } = await run(join(root, 'node_modules/.bin/node'), ['src/cli.ts', 'verify'], {
    cwd: root,
    env: { ...process.env, SPIL_CONFIG: '/nonexistent', SPIL_DATA: spil.data, DATABASE_URL: spil.databaseUrl },
  })
  return stdout
}

interface Work {
  label: string
  send(spil: Program, token: string): Promise<Response>
}
const creation = (n: number): Work => ({
  label: `creatie ${n}.`,
  send: (spil, token) =>
    fetch(`${spil.url}/api/desk/cases`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': `creatie-${n}` },
      body: JSON.stringify({ kind: 'incident', title: `creatie ${n}.`, text: 'Toets', impact: 'person', urgency: 'normal' }),
    }),
})
const mail = (n: number): Work => ({
  label: `mail ${n}.`,
  send: (spil, token) =>
    fetch(`${spil.url}/api/desk/mail`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'message/rfc822' },
      body: [
        `From: Persoon ${n} <persoon${n}@linde.example>`,
        'To: help@linde.example',
        `Subject: mail ${n}.`,
        `Message-ID: <${n}@linde.example>`,
        'Date: Mon, 23 Nov 2026 10:00:00 +0100',
        '',
        'Het werkt niet.',
        '',
      ].join('\r\n'),
    }),
})

/** 40 at a time; what was answered with success. Ends when all are answered or refused. */
async function sendAll(work: readonly Work[], spil: Program, token: string, onAcknowledged: () => void): Promise<Set<string>> {
  const acknowledged = new Set<string>()
  const waiting = [...work]
  await Promise.all(
    Array.from({ length: 40 }, async () => {
      for (let one = waiting.shift(); one; one = waiting.shift()) {
        const reply = await one.send(spil, token).catch(() => undefined)
        const body = reply ? await reply.text().catch(() => undefined) : undefined
        if (!reply?.ok || body === undefined) continue
        acknowledged.add(one.label)
        onAcknowledged()
      }
    }),
  )
  return acknowledged
}

const titles = async (spil: Program) => {
  const rows = await spil.query<{ title: string; count: string }>(`select title, count(*)::text as count from "case" group by title`)
  return new Map(rows.map((row) => [row.title, Number(row.count)]))
}

test('killed during 1,000 parallel creations and mails: every acknowledged one is there exactly once, and the logbook verifies', async () => {
  await using spil = await program()
  const token = await tokenOf(spil)
  const work = Array.from({ length: 500 }, (_, n) => [creation(n), mail(n)]).flat()
  let answers = 0
  let killed: Promise<void> | undefined
  const acknowledged = await sendAll(work, spil, token, () => {
    answers += 1
    if (answers === 300) killed = spil.kill9()
  })
  await killed
  expect(acknowledged.size).toBeGreaterThanOrEqual(300)
  expect(acknowledged.size).toBeLessThan(1000)

  await spil.start()
  const after = await titles(spil)
  expect([...acknowledged].filter((label) => after.get(label) !== 1)).toEqual([])
  // Who got no answer asks again, with the same key and the same message: still once each.
  const again = await sendAll(work, spil, token, () => undefined)
  expect(again.size).toBe(1000)
  const all = await titles(spil)
  expect(work.filter(({ label }) => all.get(label) !== 1).map(({ label }) => `${label} ${all.get(label)}`)).toEqual([])
  await expect.poll(async () => (await spil.query('select 1 from unsealed limit 1')).length, { timeout: 20_000 }).toBe(0)
  await verify(spil)
}, 180_000)

test('the database is away for 20 seconds: 503 with the reason, then well again by itself, nothing lost', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'spil-away-'))
  await chmod(folder, 0o711)
  const begin = () => startEmbedded({ data: join(folder, 'data'), log: log('silent') })
  let server = await begin()
  try {
    await using spil = await program({ databaseServer: server.url })
    const token = await tokenOf(spil)
    expect((await creation(1).send(spil, token)).status).toBe(201)

    await server.stop()
    const away = performance.now() + 20_000
    while (performance.now() < away) {
      const health = await fetch(`${spil.url}/api/health`)
      expect(health.status).toBe(503)
      expect(await health.json()).toMatchObject({ status: 'failing', fails: ['database'] })
      const refused = await creation(2).send(spil, token)
      expect(refused.status).toBe(503)
      expect(await refused.json()).toMatchObject({ type: 'platform.databaseAway' })
      await sleep(1000)
    }
    server = await begin()
    await expect.poll(async () => (await fetch(`${spil.url}/api/health`)).status, { timeout: 15_000 }).toBe(200)
    expect((await creation(2).send(spil, token)).status).toBe(201)
    const { items } = await spil.as(desk, { token }).cases({ query: {} })
    expect(items.map((item) => item.title).sort()).toEqual(['creatie 1.', 'creatie 2.'])
    // The sealer and the jobs have come back too.
    await expect.poll(async () => (await spil.query('select 1 from unsealed limit 1')).length, { timeout: 15_000 }).toBe(0)
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}, 120_000)
