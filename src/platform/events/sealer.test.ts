import { readFile, truncate, writeFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { event } from '#platform/contract.ts'
import { ground, reader } from '#test/ground.ts'
import { headsPath } from './heads-file.ts'
import { sealNow, startSealer } from './sealer.ts'

const counted = event('test.counted', z.object({ n: z.int() }))
const about = (n: number) => ({ about: `thing/${n}`, organisationId: null, data: { n } })

it('the sealer gives a place to events whose transactions commit in another order than their ids', async () => {
  await using floor = await ground()
  const { app, behind } = floor
  const sealer = await startSealer(app)
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const early = app.asSystem(async (ctx) => {
    await ctx.emit(counted, about(1))
    await held
  })
  await app.asSystem((ctx) => ctx.emit(counted, about(2)))
  await sealer.flush()
  expect(await behind('select about from event join leaf on event_id = id order by seq')).toEqual([{ about: 'thing/2' }])
  letGo()
  await early
  await sealer.flush()
  expect(await behind('select about from event join leaf on event_id = id order by seq')).toEqual([{ about: 'thing/2' }, { about: 'thing/1' }])
  await sealer.stop()
})

it('the sealer gives each of many parallel events exactly one place, without gaps, by two processes at once', async () => {
  await using floor = await ground()
  const { app, behind } = floor
  const other = await floor.beside([])
  const sealers = [await startSealer(app), await startSealer(other.app)]
  await Promise.all(
    Array.from({ length: 200 }, (_, n) =>
      (n % 2 ? app : other.app)
        .asSystem(async (ctx) => {
          await ctx.emit(counted, about(n))
          if (n % 7 === 0) throw new Error('rolled back')
          await ctx.emit(counted, about(n))
        })
        .catch(() => undefined),
    ),
  )
  await Promise.all(sealers.map((sealer) => sealer.flush()))
  const [row] = (await behind('select count(*) as n, max(seq) as last, count(distinct event_id) as events from leaf')) as { n: number }[]
  const kept = 2 * Array.from({ length: 200 }, (_, n) => n).filter((n) => n % 7 !== 0).length
  expect(row).toEqual({ n: kept, last: kept - 1, events: kept })
  expect(await behind('select * from unsealed')).toEqual([])
  for (const sealer of sealers) await sealer.stop()
  await other.end()
})

it('the sealer brings the file of heads up to the database after a crash in between, also when a line was half written', async () => {
  await using floor = await ground()
  const { app, data } = floor
  for (const n of [1, 2, 3]) {
    const sealer = await startSealer(app)
    await app.asSystem((ctx) => ctx.emit(counted, about(n)))
    await sealer.flush()
    await sealer.stop()
  }
  const whole = await readFile(headsPath(data), 'utf8')
  expect(whole.trim().split('\n')).toHaveLength(3)
  for (const length of [0, 10, whole.indexOf('\n') + 1, whole.length - 5]) {
    await truncate(headsPath(data), length)
    const again = await startSealer(app)
    await again.flush()
    await again.stop()
    expect(await readFile(headsPath(data), 'utf8')).toBe(whole)
  }
  await writeFile(headsPath(data), whole)
})

it('an event may be written by who may not see it', async () => {
  await using floor = await ground()
  const someone = reader('0198c0de-0000-7000-8000-000000000002', [])
  const id = await floor.app.as(someone, (ctx) => ctx.emit(counted, { ...about(1), organisationId: '0198c0de-0000-7000-8000-000000000001' }))
  expect(await floor.app.as(someone, (ctx) => ctx.db.selectFrom('event').select('id').execute())).toEqual([])
  await sealNow(floor.app)
  expect(await floor.behind('select event_id from leaf')).toEqual([{ event_id: Number(id) }])
  // But not in the name of somebody else.
  await expect(
    floor.app.as(someone, (ctx) => sql`insert into event (name, about, actor, at, data) values ('x', 'x', 'system', now(), '{}')`.execute(ctx.db)),
  ).rejects.toMatchObject({ code: '42501' })
})
