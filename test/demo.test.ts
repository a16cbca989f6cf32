/** The demo: a school with its cases, the same every time, in an installation that is otherwise as any other. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { fillDemo } from '#src/demo.ts'
import { spil } from './spil.ts'

test('sixty people, five teams, a calendar, and three hundred cases in every state; once', async () => {
  await using app = await spil({ setUp: false })
  const { accounts } = await fillDemo(app.app)
  const all = async (statement: string) => (await app.app.pools.owner.query(statement)).rows as Record<string, unknown>[]
  const [counts] = await all(`select (select count(*)::int from person) as people, (select count(*)::int from team) as teams,
    (select count(*)::int from working_calendar) as calendars, (select count(*)::int from "case" where updated_at > now()) as ahead`)
  expect(counts).toMatchObject({ people: 60, teams: 5, calendars: 1, ahead: 0 })
  const cases = await all('select kind, state, title from "case"')
  expect(cases).toHaveLength(300)
  expect(new Set(cases.map(({ state }) => state)).size).toBe(7)
  expect(new Set(cases.map(({ kind }) => kind)).size).toBe(6)
  // The same school on every machine and every day.
  const told = cases.map(({ state, title }) => `${state} ${title}`).sort()
  expect(createHash('sha256').update(told.join('\n')).digest('hex').slice(0, 12)).toBe('fa0dc2ece21d')
  expect(accounts.map(({ role }) => role)).toContain('reporter')
  const [register] = await all(`select (select count(*)::int from item) as items, (select count(*)::int from item_relation) as relations,
    (select count(*)::int from item_fact) as facts, (select count(distinct kind)::int from item) as kinds`)
  expect(register).toEqual({ items: 301, relations: 105, facts: 379, kinds: 17 })
  expect((await fillDemo(app.app)).accounts).toEqual([])
}, 120_000)
