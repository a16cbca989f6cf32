import { type Kysely, sql } from 'kysely'
import { expect, it } from 'vitest'
import { ground } from '#test/ground.ts'

it('two transactions that wait for each other both end well: the one that gives way runs again', async () => {
  await using floor = await ground([])
  await floor.behind('create table place (name text primary key, seen int not null default 0); grant select, update on place to spil_app')
  await floor.behind(`insert into place (name) values ('a'), ('b')`)
  let runs = 0
  let arrived = 0
  const held = Promise.withResolvers<void>()
  const visit = (first: string, second: string) =>
    floor.app.asSystem(async (ctx) => {
      const db: Kysely<unknown> = ctx.db
      runs++
      await sql`update place set seen = seen + 1 where name = ${first}`.execute(db)
      if (++arrived === 2) held.resolve()
      await held.promise
      await sql`update place set seen = seen + 1 where name = ${second}`.execute(db)
      return ctx.changes()
    })
  expect(await Promise.all([visit('a', 'b'), visit('b', 'a')])).toEqual([2, 2])
  expect(runs).toBe(3)
  expect(await floor.behind('select name, seen from place order by name')).toEqual([
    { name: 'a', seen: 2 },
    { name: 'b', seen: 2 },
  ])
})
