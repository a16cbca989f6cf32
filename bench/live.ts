/**
 * `npm run bench:live [seconds] [screens] [changes a second]`: engineers with open lists while cases change. Each screen does what the browser
 * does: it follows the live feed and, when something happened, asks its list again, at most once a second. Measured: from the commit of a change
 * (its answer) until the word of it is at a screen, and until it stands in that screen's list; and whether memory stays flat. `npm run test:soak` runs it for ten minutes.
 */
import { createHash, randomBytes } from 'node:crypto'
import { type ClientRequest, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { load } from './load.ts'
import { call, type Figure, median, percentile, table } from './measure.ts'
import { megabytes, startProgram } from './program.ts'

const seconds = Number(process.argv[2] ?? 60)
const screens = Number(process.argv[3] ?? 200)
const rate = Number(process.argv[4] ?? 50)
const gatherMs = 150
const restMs = 1000

const { url, child, ready, database, stop } = startProgram(7792)

/** When a change was committed, by the id of its entry; and of its case, for the lists. */
interface Change {
  caseId: string
  at: number
  /** As the case says it: updatedAt. */
  updatedAt: string
}
const changes = new Map<string, Change>()
/** Words that came before their answer did. */
const early = new Map<string, number[]>()
const toScreen: number[] = []
const toList: number[] = []

/** A token for each engineer, as the program itself would keep it. */
async function engineers(db: pg.Client): Promise<string[]> {
  const tokens = Array.from({ length: screens }, () => randomBytes(32).toString('base64url'))
  const hashes = tokens.map((token) => createHash('sha256').update(token).digest())
  await db.query(
    `with made as (
       insert into person (id, name, email, locale, time_zone, created_at)
       select gen_random_uuid(), 'Kijker ' || n, 'kijker' || n || '@linde.example', 'nl', 'Europe/Amsterdam', now() from generate_series(1, $1::int) n returning id),
     placed as (insert into membership (person_id, organisation_id, role, granted_at) select m.id, o.id, 'engineer', now() from made m, organisation o where o.own),
     given as (select h.hash, h.n from unnest($2::bytea[]) with ordinality h (hash, n)),
     counted as (select id, row_number() over () as n from made)
     insert into api_token (id, person_id, name, hash, created_at, expires_at)
     select gen_random_uuid(), c.id, 'bench', g.hash, now(), now() + interval '1 day' from counted c join given g using (n)`,
    [screens, hashes],
  )
  return tokens
}

interface Watching {
  close(): void
}

/** One open list. */
function watch(token: string): Watching {
  const waiting = new Map<string, Change>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let over = false
  const reload = async () => {
    const list = JSON.parse(await call(`${url}/api/desk/cases?state=new,inProgress&limit=50`, 'GET', token)) as {
      items: { id: string; updatedAt: string }[]
    }
    const now = performance.now()
    const shown = new Map(list.items.map((item) => [item.id, item.updatedAt]))
    const oldest = list.items.at(-1)?.updatedAt ?? ''
    for (const [id, change] of waiting) {
      const updatedAt = shown.get(change.caseId)
      // Below the fifty newest it is not on this screen.
      if (updatedAt === undefined && change.updatedAt > oldest) continue
      if (updatedAt !== undefined && updatedAt >= change.updatedAt) toList.push(Math.max(0, now - change.at))
      else if (updatedAt !== undefined) continue
      waiting.delete(id)
    }
  }
  const flush = async () => {
    await reload().catch((error: Error) => console.error(error.message))
    if (over) return
    timer = setTimeout(() => {
      timer = undefined
      if (waiting.size > 0) plan(0)
    }, restMs)
  }
  const plan = (ms: number) => {
    timer ??= setTimeout(() => void flush(), ms)
  }
  const request: ClientRequest = get(`${url}/api/live`, { headers: { authorization: `Bearer ${token}` } }, (reply) => {
    let rest = ''
    reply.setEncoding('utf8')
    reply.on('data', (text: string) => {
      const blocks = (rest + text).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const entryId = /"entryId":"([\w-]{36})"/.exec(block)?.[1]
        if (entryId === undefined) continue
        heard(entryId, waiting)
        plan(gatherMs)
      }
    })
  })
  request.on('error', (error) => !over && console.error(error.message))
  return {
    close() {
      over = true
      clearTimeout(timer)
      request.destroy()
    },
  }
}

function heard(entryId: string, waiting: Map<string, Change>): void {
  const now = performance.now()
  const change = changes.get(entryId)
  if (change) {
    toScreen.push(now - change.at)
    waiting.set(entryId, change)
  } else early.set(entryId, [...(early.get(entryId) ?? []), now])
}

/** A note on one of the cases in work, `rate` times a second whatever the answers take. */
async function work(token: string, ids: readonly string[]): Promise<number> {
  const from = performance.now()
  const under: Promise<void>[] = []
  let made = 0
  for (; performance.now() - from < seconds * 1000; made += 1) {
    const caseId = ids[made % ids.length] ?? ''
    under.push(
      call(`${url}/api/desk/cases/${caseId}/entries`, 'POST', token, { visibility: 'internal', text: `Stand van zaken ${made}` })
        .then((answer) => {
          const { id, at } = JSON.parse(answer) as { id: string; at: string }
          changes.set(id, { caseId, at: performance.now(), updatedAt: at })
          // What a screen heard before we had the answer was there at once.
          for (const _ of early.get(id) ?? []) toScreen.push(0)
          early.delete(id)
        })
        .catch((error: Error) => console.error(error.message)),
    )
    await sleep(Math.max(0, from + ((made + 1) * 1000) / rate - performance.now()))
  }
  await Promise.all(under)
  return made
}

const lag = (what: string, lags: readonly number[]): Figure => {
  const p99 = percentile(lags, 0.99)
  const measured = `${Math.round(p99)} ms (median ${Math.round(median(lags))} ms of ${lags.length})`
  return { what: `${what}, 99th percentile`, measured, bound: 'under 2000 ms', holds: p99 < 2000 }
}

try {
  const token = await ready()
  const { db } = await database()
  await load(db, 5_000, 4)
  const tokens = await engineers(db)
  await db.query('vacuum analyze')
  const { rows } = await db.query<{ id: string }>(`select id from "case" where state in ('new', 'inProgress') order by number limit 400`)
  const watching = tokens.map(watch)
  await sleep(3000)
  const memory: number[] = []
  const sampling = setInterval(() => memory.push(megabytes(child.pid, 'VmRSS')), Math.max(1000, seconds * 10))
  const made = await work(
    token,
    rows.map(({ id }) => id),
  )
  await sleep(3000)
  clearInterval(sampling)
  for (const one of watching) one.close()
  const part = Math.max(1, Math.floor(memory.length / 5))
  const growth = median(memory.slice(-part)) / median(memory.slice(part, 2 * part))
  const expected = made * screens
  const figures: Figure[] = [
    {
      what: 'changes, and the words of them that came to a screen',
      measured: `${made}, ${toScreen.length} of ${expected}`,
      bound: 'all',
      holds: toScreen.length === expected,
    },
    lag('from commit to the word at a screen', toScreen),
    lag('from commit to the list of a screen', toList),
    {
      what: 'memory of the Node process, last fifth of the time against the second',
      measured: `${growth.toFixed(2)} (at most ${Math.max(...memory)} MB)`,
      bound: 'at most 1.1',
      holds: growth <= 1.1,
    },
  ]
  console.log(`\n${screens} screens, ${rate} changes a second, ${seconds} seconds\n\n${table(figures)}\n`)
  process.exitCode = figures.every((one) => one.holds) ? 0 : 1
} catch (error) {
  console.error(error)
  process.exitCode = 1
} finally {
  await stop()
}
process.exit()
