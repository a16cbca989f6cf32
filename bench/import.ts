/**
 * `npm run bench:import`: a spreadsheet of 50,000 items through the real program: read, dry run, import, undo, and an export of them. Prints a
 * table. `node bench/import.ts 5000` for a smaller one.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { call, type Figure, milliseconds, table } from './measure.ts'
import { startProgram } from './program.ts'

const count = Number(process.argv[2] ?? 50_000)
const { url, ready, database, stop } = startProgram(7811)

const places = Array.from({ length: 200 }, (_, n) => `Lokaal ${n},L-${n},locatie,,,,,,`)
const laptops = Array.from(
  { length: count - places.length },
  (_, n) =>
    `Laptop ${n},A-${n},laptop,in gebruik,Lokaal ${n % 200},SN-${n},${String((n % 28) + 1).padStart(2, '0')}-03-2026,"1.${100 + (n % 900)},50",${n % 32}`,
)
const csv = ['naam,code,soort,toestand,locatie,serienummer,gekocht op,prijs,geheugen', ...places, ...laptops].join('\n')

interface Import {
  id: string
  state: string
  done: number
  total: number
  mapping: unknown
  counts: { make: number; errors: number }
}
async function upload(token: string): Promise<Import> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/csv' }
  return (await (await fetch(`${url}/api/items/imports`, { method: 'POST', headers, body: csv })).json()) as Import
}
/** How long until it is in this state, and how often its progress was seen to move meanwhile. */
async function until(token: string, id: string, state: string): Promise<{ ms: number; moves: number; now: Import }> {
  let now: Import | undefined
  const seen = new Set<number>()
  const ms = await milliseconds(async () => {
    for (;;) {
      now = JSON.parse(await call(`${url}/api/items/imports/${id}`, 'GET', token)) as Import
      seen.add(now.done)
      if (now.state === state) return
      await sleep(200)
    }
  })
  if (!now) throw new Error('the import is not there')
  return { ms, moves: seen.size, now }
}
const within = (what: string, { ms, moves }: { ms: number; moves: number }, most: number): Figure => ({
  what,
  measured: `${(ms / 1000).toFixed(1)} s, progress seen to move ${moves} times`,
  bound: `at most ${most} s`,
  holds: ms < most * 1000,
})

try {
  const token = await ready()
  const { db } = await database()
  const one = await upload(token)
  const path = `${url}/api/items/imports/${one.id}`
  const read = await until(token, one.id, 'ready')
  await call(`${path}/check`, 'POST', token, read.now.mapping)
  const checked = await until(token, one.id, 'checked')
  if (checked.now.counts.errors > 0) throw new Error(await call(`${path}/faults?limit=5`, 'GET', token))
  await call(`${path}/run`, 'POST', token, {})
  const done = await until(token, one.id, 'done')
  const { rows } = await db.query<{ n: string }>('select count(*) as n from item')
  if (Number(rows[0]?.n) !== count) throw new Error(`${rows[0]?.n} items of ${count}`)
  const exported = async (format: string) => {
    const ms = await milliseconds(() => call(`${url}/api/items/export.${format}?kind=laptop`, 'GET', token))
    return { what: `exported as ${format}`, measured: `${(ms / 1000).toFixed(1)} s`, bound: '-', holds: true }
  }
  const files = [await exported('csv'), await exported('xlsx')]
  await call(`${path}/undo`, 'POST', token, {})
  const undone = await until(token, one.id, 'undone')
  console.log(
    table([
      within(`${count} rows read`, read, 30),
      within(`${count} rows checked (dry run)`, checked, 60),
      within(`${count} items imported`, done, 60),
      ...files,
      within(`${count} items taken back`, undone, 60),
    ]),
  )
} finally {
  await stop()
}
