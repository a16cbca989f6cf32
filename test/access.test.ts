/** Every endpoint of every room as every role, against expectations written by hand; and row level security in the database itself. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Endpoint } from '#platform/contract.ts'
import { rooms } from '#src/rooms.ts'
import { expectations, openTables, otherDoors, type Who, who } from './access.expectations.ts'
import { type Arranged, arrangedHouse, operations, requests } from './access.house.ts'
import type { Member } from './spil.ts'

let at: Arranged
beforeAll(async () => {
  at = await arrangedHouse()
})
afterAll(() => at.house[Symbol.asyncDispose]())

/** One request of one of them: what the mark in the table says, or what went wrong. */
async function mark(operation: string, endpoint: Endpoint, one: Who): Promise<string> {
  const member = at.members.get(one)
  const { status, type, text } = await at.ask(operation, endpoint, member)
  if (status >= 500 || ['platform.invalid', 'platform.malformed', 'platform.mediaType', 'platform.foreignPage'].includes(type))
    return `${status} ${type}: the request of this test is wrong: ${text.slice(0, 300)}`
  if ([401, 403, 404].includes(status)) return '.'
  if (one !== 'stranger') return '+'
  const leaked = at.marks.find((ours) => text.includes(ours))
  return leaked ? `shows ${leaked}` : '0'
}

/** 'METHOD /path' of every route in the tree that Fastify draws. */
function doorsOf(tree: string): string[] {
  const above: string[] = []
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] = /^((?:│ {3}| {4})*)(?:├── |└── )(\S+)(?: \(([A-Z, ]+)\))?/.exec(line) ?? []
    if (part === '') return []
    const depth = indent.length / 4
    above.splice(depth, above.length, part)
    const path = above.join('')
    return methods
      .split(', ')
      .filter((method) => method !== '' && method !== 'HEAD')
      .map((method) => `${method} ${path}`)
  })
}

describe('every endpoint as every role', () => {
  test('each has its line, each line its endpoint, and ten marks', () => {
    expect(Object.keys(expectations).sort()).toEqual([...operations.keys()].sort())
    for (const [operation, line] of Object.entries(expectations)) expect(line.split(' '), operation).toHaveLength(who.length)
  })
  test.each([...operations])('%s', async (operation, endpoint) => {
    const found: Record<string, string> = {}
    for (const one of who) found[one] = await mark(operation, endpoint, one)
    const marks = expectations[operation]?.split(' ') ?? []
    expect(found).toEqual(Object.fromEntries(who.map((one, index) => [one, marks[index]])))
  })
  let other: Member | undefined
  // A room at a time: all of it in one test takes longer than a test may on a busy machine.
  test.each(rooms)('a reporter and the case of another: there is no such case in $name', async ({ name: room, contract }) => {
    other ??= await at.house.member('reporter')
    const ids = [at.ours.caseId, at.ours.otherCaseId, at.ours.attachmentId]
    const found: Record<string, string> = {}
    for (const [name, endpoint] of Object.entries(contract)) {
      const operation = `${room}.${name}`
      if (endpoint.may === 'anyone') continue
      const about = JSON.stringify((await requests[operation]?.(at.ours)) ?? {})
      const { status, text } = await at.ask(operation, endpoint, other)
      if (ids.some((id) => about.includes(id)) && status !== 403 && status !== 404) found[operation] = `answered ${status}`
      if ([...ids, 'Onze printer'].some((mark) => text.includes(mark))) found[operation] = 'shows it'
    }
    expect(found).toEqual({})
  })
  test('every other door of the server is known, and says who may come in', async () => {
    const known = new Set(
      [...operations.values()].map(({ method, path }) => `${method} ${path.replace('/{+rest}', '*').replace(/\{(\w+)\}/g, ':$1')}`),
    )
    const doors = doorsOf(at.house.server.printRoutes({ commonPrefix: false })).filter((door) => !known.has(door))
    expect(doors.sort()).toEqual(Object.keys(otherDoors).sort())
    for (const [door, status] of Object.entries(otherDoors)) {
      const [method = 'GET', url = ''] = door.split(' ')
      const reply = await at.house.server.inject({ method: method as 'GET', url, ...(method === 'POST' && { payload: {} }) })
      expect(reply.statusCode, door).toBe(status)
    }
  })
})

describe('row level security holds in the database itself', () => {
  type Table = { name: string; secured: boolean; rows: number }
  let tables: Table[]
  let app: pg.Client
  beforeAll(async () => {
    const { rows } = await at.house.app.pools.owner.query<Omit<Table, 'rows'>>(
      `select relname as name, relrowsecurity as secured from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`,
    )
    tables = await Promise.all(
      rows.map(async (row) => ({
        ...row,
        rows: (await at.house.app.pools.owner.query<{ n: number }>(`select count(*) as n from "${row.name}"`)).rows[0]?.n ?? 0,
      })),
    )
    app = new pg.Client(at.house.databaseUrl)
    await app.connect()
    await app.query('set role spil_app')
  })
  afterAll(() => app.end())

  /** Rows the app role sees of each table with these settings; null where it may not read at all. */
  async function seenWith(settings: Readonly<Record<string, string>>): Promise<Record<string, number | null>> {
    const seen: Record<string, number | null> = {}
    for (const { name } of tables.filter((table) => table.secured && !(table.name in openTables))) {
      await app.query('begin')
      for (const [key, value] of Object.entries(settings)) await app.query('select set_config($1, $2, true)', [`spil.${key}`, value])
      seen[name] = await app.query<{ n: string }>(`select count(*) as n from "${name}"`).then(
        ({ rows }) => Number(rows[0]?.n),
        (error: { code?: string }) => {
          if (error.code !== '42501') throw error
          return null
        },
      )
      await app.query('rollback')
    }
    return seen
  }
  const none = (seen: Record<string, number | null>) => Object.entries(seen).filter(([, rows]) => rows !== null && rows > 0)

  test('every table has it, or stands on the short list with its reason', () => {
    expect(tables.filter((table) => !table.secured && !(table.name in openTables)).map((table) => table.name)).toEqual([])
    expect(Object.keys(openTables).filter((name) => !tables.some((table) => table.name === name))).toEqual([])
  })
  test('the app role cannot pass it, and cannot change or remove what happened', async () => {
    const { rows } = await app.query(`select rolbypassrls or rolsuper as passes from pg_roles where rolname = 'spil_app'`)
    expect(rows).toEqual([{ passes: false }])
    for (const statement of ['update event set name = name', 'delete from event', 'update leaf set hash = hash', 'truncate event'])
      await expect(app.query(statement), statement).rejects.toMatchObject({ code: '42501' })
  })
  test('nobody sees nothing', async () => {
    expect(none(await seenWith({}))).toEqual([])
  })
  test('a person of an organisation that owns nothing sees nothing, whatever their roles', async () => {
    const organisation = `{${randomUUID()}}`
    const scopes = Object.fromEntries(['member', 'read', 'work', 'lead', 'admin'].map((scope) => [`orgs_${scope}`, organisation]))
    expect(none(await seenWith({ person: randomUUID(), system: 'off', ...scopes }))).toEqual([])
  })
  test('a reporter of ours sees only what is theirs of people', async () => {
    const reporter = at.members.get('reporter')
    const seen = await seenWith({ person: reporter?.id ?? '', system: 'off', orgs_member: `{${at.ours.organisationId}}` })
    expect(seen).toMatchObject({ person: 1, membership: 1, credential: 0, mailed_link: 0, totp: 0, team_member: 0 })
  })
  test('rows were there to be seen', () => {
    const empty = tables.filter((table) => table.secured && table.rows === 0).map((table) => table.name)
    expect(
      empty.filter((name) =>
        ['organisation', 'person', 'membership', 'team', 'team_member', 'session', 'api_token', 'credential', 'event'].includes(name),
      ),
    ).toEqual([])
  })
})
