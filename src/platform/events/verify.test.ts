import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import * as z from 'zod'
import { event } from '#platform/contract.ts'
import { type Ground, ground } from '#test/ground.ts'
import { exportLogbook, verifyExport } from './export.ts'
import { headsPath } from './heads-file.ts'
import { hashOf, type LogRecord, logColumns, logRow } from './leaf.ts'
import { sealNow } from './sealer.ts'
import { verify } from './verify.ts'

const counted = event('test.counted', z.object({ n: z.int() }), z.object({ name: z.string() }))

const tables = ['event', 'event_content', 'leaf', 'head']
let floor: Ground
let whole: string

beforeAll(async () => {
  floor = await filled()
  whole = await readFile(headsPath(floor.data), 'utf8')
  for (const table of tables) await floor.behind(`create table kept_${table} as table ${table}`)
})
beforeEach(async () => {
  const back = tables.map((table) => `insert into ${table} overriding system value table kept_${table};`)
  await floor.behind(`truncate ${tables.join(', ')}; ${back.join(' ')} alter table event alter id restart with 21`)
  await writeFile(headsPath(floor.data), whole)
})
afterAll(() => floor[Symbol.asyncDispose]())

/** Four sealed batches of five events about thing/0 … thing/19; event n has seq n and id n+1. */
async function filled(): Promise<Ground> {
  const floor = await ground()
  for (let batch = 0; batch < 4; batch++) {
    await floor.app.asSystem(async (ctx) => {
      for (let n = batch * 5; n < batch * 5 + 5; n++)
        await ctx.emit(counted, { about: `thing/${n}`, organisationId: null, data: { n }, ...(n === 3 && { personal: { name: 'Somebody' } }) })
    })
    await sealNow(floor.app)
  }
  return floor
}

const isWhole = { ok: true, size: 20, warning: null }
const wrongAt = (seq: number, why: RegExp, eventId: number | null = seq + 1) => ({
  ok: false,
  wrong: { seq, eventId, why: expect.stringMatching(why) },
})

/** Changes an event and makes its leaf fit it, as somebody who knows how it works would. */
async function changeWithLeaf({ behind }: Ground, id: number) {
  await behind(`update event set data = '{"n": 777}' where id = ${id}`)
  const [row] = (await behind(`select ${logColumns} from event e where id = ${id}`)) as LogRecord[]
  if (row) await behind('update leaf set hash = $1 where event_id = $2', [hashOf(logRow(row)), id])
}

type Tampering = [what: string, how: (floor: Ground) => Promise<unknown>, found: object, foundWithoutFile?: object]
const sql = (statement: string) => (floor: Ground) => floor.behind(statement)

const tamperings: Tampering[] = [
  ['a changed word', sql(`update event set data = '{"n": 8}' where id = 8`), wrongAt(7, /changed/)],
  ['a changed moment, by a microsecond', sql(`update event set at = at + interval '1 microsecond' where id = 8`), wrongAt(7, /changed/)],
  ['a changed actor', sql(`update event set actor = 'nobody' where id = 1`), wrongAt(0, /changed/)],
  ['a changed circle of people', sql(`update event set confined = true where id = 20`), wrongAt(19, /changed/)],
  ['a removed event', sql(`delete from event where id = 8`), wrongAt(7, /event was removed/)],
  ['a removed place', sql('delete from leaf where seq = 7'), wrongAt(7, /place .* was removed/), wrongAt(7, /place .* was removed/, null)],
  [
    'an event and its place removed',
    sql('delete from leaf where seq = 7; delete from event where id = 8'),
    wrongAt(7, /place .* was removed/),
    wrongAt(7, /removed/, null),
  ],
  [
    'a removed row with all later ones moved up',
    sql(
      'delete from leaf where seq = 7; delete from event where id = 8; update leaf set seq = -seq where seq > 7; update leaf set seq = -seq - 1 where seq < 0',
    ),
    wrongAt(7, /order was changed/),
    wrongAt(5, /one of the rows 5–9/, null),
  ],
  [
    'two places swapped',
    sql('update leaf set seq = -seq - 1 where seq in (6, 8); update leaf set seq = 14 + seq + 1 where seq < 0'),
    wrongAt(6, /order was changed/),
    wrongAt(5, /one of the rows 5–9/, null),
  ],
  [
    'the content of two events swapped',
    sql(`update event e set about = o.about, data = o.data from event o where (e.id, o.id) in ((7, 9), (9, 7))`),
    wrongAt(6, /changed/),
  ],
  [
    'an event changed together with its leaf',
    (floor) => changeWithLeaf(floor, 8),
    wrongAt(7, /not what was sealed/),
    wrongAt(5, /one of the rows 5–9/, null),
  ],
  ['a changed leaf', sql(`update leaf set hash = sha256('x') where seq = 7`), wrongAt(7, /leaf was changed/), wrongAt(7, /does not fit/)],
  [
    'the last batch cut off, head and all',
    sql('delete from head where size > 15; delete from leaf where seq >= 15; delete from event where id > 15'),
    wrongAt(15, /removed from the end/),
    { ok: true, size: 15, warning: expect.stringContaining('no file') },
  ],
  ['everything cut off', sql('truncate head, leaf, event cascade'), wrongAt(0, /removed from the end/), { ok: true, size: 0 }],
  [
    'the last rows cut off',
    sql('delete from leaf where seq >= 18'),
    wrongAt(18, /removed from the end/, 19),
    wrongAt(18, /last signed head .* counts 20/, null),
  ],
  ['a head removed', sql('delete from head where size = 10'), wrongAt(9, /head of size 10 was removed/), isWhole],
  [
    'the last head removed',
    sql('delete from head where size = 20'),
    wrongAt(19, /head of size 20 was removed/),
    wrongAt(15, /no signed head covers/, null),
  ],
  ['a forged root', sql(`update head set root = sha256('x') where size = 10`), wrongAt(5, /signed root of size 10/, null)],
  ['a forged signature', sql(`update head set signature = sha512('x') where size = 10`), wrongAt(9, /not carry our signature/, null)],
  ['a forged moment of sealing', sql(`update head set at = at - interval '1 day' where size = 20`), wrongAt(19, /not carry our signature/, null)],
  [
    'a frontier that would lead the next head astray',
    sql(`update head set frontier = array[sha256('x')] where size = 20`),
    wrongAt(19, /frontier/, null),
  ],
  [
    'an event put in, with a place',
    sql(
      `insert into event (name, about, actor, at, data) values ('test.counted', 'x/1', 'system', now(), '{}'); insert into leaf values (20, 21, sha256('x'))`,
    ),
    wrongAt(20, /does not fit/),
  ],
  [
    'an event put in, without a place',
    sql(`insert into event (name, about, actor, at, data) values ('x', 'x/1', 'system', now(), '{}')`),
    wrongAt(20, /never handed/),
  ],
  [
    'a place put in before the first',
    sql(`insert into event (name, about, actor, at, data) values ('x', 'x/1', 'system', now(), '{}'); insert into leaf values (-5, 21, 'x')`),
    wrongAt(-5, /put in/, 21),
  ],
  ['changed personal content', sql(`update event_content set sealed = 'x'`), wrongAt(3, /personal content was changed/)],
  ['removed personal content', sql('delete from event_content'), wrongAt(3, /personal content was removed/)],
]

it('the logbook is whole when nobody tampered with it, with and without the file of heads', async () => {
  expect(await verify(floor.app)).toMatchObject(isWhole)
  await rm(headsPath(floor.data))
  expect(await verify(floor.app)).toMatchObject({ ...isWhole, warning: expect.stringContaining('no file') })
})

it.each(tamperings)('the logbook shows %s', async (_what, how, found, foundWithoutFile = found) => {
  await how(floor)
  expect(await verify(floor.app)).toMatchObject(found)
  await rm(headsPath(floor.data))
  const verdict = await verify(floor.app)
  if (foundWithoutFile === isWhole) expect(verdict).toMatchObject({ ...isWhole, warning: expect.any(String) })
  else expect(verdict).toMatchObject(foundWithoutFile)
})

it('the logbook shows a database that was set back and went on', async () => {
  await floor.behind('delete from head where size > 15; delete from leaf where seq >= 15; delete from event where id > 15')
  await floor.app.asSystem((ctx) => ctx.emit(counted, { about: 'thing/new', organisationId: null, data: { n: 1 } }))
  await sealNow(floor.app)
  expect(await verify(floor.app)).toMatchObject(wrongAt(15, /order was changed/, 16))
})

it('the logbook shows a file of heads that was changed, and does not blame the events for it', async () => {
  const lines = (await readFile(headsPath(floor.data), 'utf8')).trimEnd().split('\n')
  // Another letter than stands there: one of the two alphabets of base64 may write the same bytes.
  const forged = lines.map((line, at) => (at === 1 ? line.replace(/(?<="leaves":\[\[6,")./, (letter) => (letter === 'A' ? 'B' : 'A')) : line))
  for (const [content, why] of [
    [forged, /does not prove itself/],
    [[lines[0], lines[2]], /lines were removed/],
    [[lines[0], '{"from":5'], /cannot be read/],
  ] as const) {
    await writeFile(headsPath(floor.data), `${content.join('\n')}\n`)
    expect(await verify(floor.app)).toMatchObject({ ok: false, wrong: { seq: 5, why: expect.stringMatching(why) } })
  }
})

it('an exported logbook proves itself, and shows what was done to it', async () => {
  const path = join(floor.data, 'logbook.jsonl')
  expect(await exportLogbook(floor.app, path)).toBe(20)
  expect(await verifyExport(path)).toMatchObject({ ok: true, size: 20 })
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
  const line = (seq: number) => lines.findIndex((text) => text.startsWith(`{"seq":${seq},`))
  const cases: [string, string[], number][] = [
    ['changed', lines.map((text, at) => (at === line(7) ? text.replace('"n":7', '"n":8') : text)), 7],
    ['removed', lines.filter((_, at) => at !== line(7)), 7],
    ['swapped', lines.toSpliced(line(6), 2, lines[line(7)] ?? '', lines[line(6)] ?? ''), 6],
    ['cut off', lines.slice(0, line(14) + 2), 15],
    ['cut off with the end', [...lines.slice(0, line(14) + 2), lines.at(-1) ?? ''], 15],
    ['garbled', lines.map((text, at) => (at === line(7) ? text.slice(3) : text)), 7],
    ['a head taken out', lines.filter((text) => !text.startsWith('{"head":{"size":20')), 15],
  ]
  for (const [what, changed, seq] of cases) {
    await writeFile(path, `${changed.join('\n')}\n`)
    expect(await verifyExport(path), what).toMatchObject({ ok: false, wrong: { seq } })
  }
})
