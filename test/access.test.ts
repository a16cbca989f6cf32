/** Every endpoint of every room as every role, against expectations written by hand; and row level security in the database itself. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { urlOf } from '#platform/client.ts'
import type { Endpoint } from '#platform/contract.ts'
import { issueToken } from '#record/people/access/access.ts'
import { directory } from '#record/people/directory/contract.ts'
import { hashOf } from '#record/people/people.ts'
import { rooms } from '#src/rooms.ts'
import { desk } from '#work/desk/contract.ts'
import { alarmsOf } from './access.alarms.ts'
import { arrangements } from './access.arrangements.ts'
import { backupsOf } from './access.backups.ts'
import { checksOf } from './access.checks.ts'
import { clockInputs } from './access.clocks.ts'
import { dashboardsOf } from './access.dashboards.ts'
import { devicesOf } from './access.devices.ts'
import { documentsOf } from './access.documents.ts'
import { expectations, openTables, otherDoors, type Who, who } from './access.expectations.ts'
import { inputs, type Ours } from './access.inputs.ts'
import { itemsOf } from './access.items.ts'
import { kindsOf } from './access.kinds.ts'
import { livesOf } from './access.lives.ts'
import { closingOf } from './access.made.ts'
import { mailOf } from './access.mail.ts'
import { maintenanceOf } from './access.maintenance.ts'
import { monitoringOf } from './access.monitoring.ts'
import { normsOf } from './access.norms.ts'
import { requestsOf } from './access.requests.ts'
import { seeingOf } from './access.seeing.ts'
import { workTogether } from './access.together.ts'
import { type Member, type Spil, spil } from './spil.ts'

const operations = new Map<string, Endpoint>(
  rooms.flatMap((room) => Object.entries(room.contract).map(([name, endpoint]) => [`${room.name}.${name}`, endpoint] as const)),
)

const requests = { ...inputs, ...clockInputs }
let house: Spil
let ours: Ours
const members = new Map<Who, Member>()
/** Ids that nobody of another organisation may see in any answer. */
let marks: string[]

beforeAll(async () => {
  house = await spil()
  const bea = await house.administrator()
  const elsewhere = await house.as(directory, bea.token).createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
  const { organisationId } = bea
  for (const one of who) if (one !== 'anonymous' && one !== 'stranger') members.set(one, await house.member([one], { name: `Lid ${one}` }))
  members.set('stranger', await house.member(['engineer', 'lead', 'administrator'], { organisationId: elsewhere.id, name: 'Vreemde' }))
  const victim = await house.member(['engineer'], { name: 'Doelwit' })
  const team = await house.as(directory, bea.token).createTeam({ body: { organisationId, name: 'Ons team', memberIds: [victim.id] } })
  const { id: tokenId } = await house.app.asSystem((ctx) =>
    issueToken(ctx, { personId: victim.id, name: 'hers', scope: null, expiresAt: new Date(ctx.now.getTime() + 86_400_000) }),
  )
  ours = {
    organisationId,
    victim,
    sessionId: (await sessionOf(victim.id)).id,
    tokenId,
    teamId: team.id,
    mail: await mailOf(house, bea),
    ...arrangements(house, bea, victim, team.id, () => ours.mail.case.id),
    ...(await atTheDesk(bea, victim)),
  }
  // Who adds a customer administrates it; here nobody of ours has a role there.
  await house.as(directory, bea.token).revokeRole({ params: { id: bea.id, organisationId: elsewhere.id, role: 'administrator' } })
  marks = [
    organisationId,
    victim.id,
    victim.email,
    team.id,
    bea.id,
    'Doelwit',
    'Lindecollege',
    ours.caseId,
    ours.otherCaseId,
    ours.items.itemId,
    'Onze printer',
  ]
})
afterAll(() => house[Symbol.asyncDispose]())

/** Cases of the reporter, at the desk of our own organisation. */
async function atTheDesk(bea: Member, victim: Member) {
  const reporter = members.get('reporter') ?? bea
  const { organisationId } = bea
  const title = 'Onze printer'
  const body = { kind: 'incident', title, impact: 'person', urgency: 'low', organisationId } as const
  const mine = house.as(desk, reporter.token)
  const { id: caseId } = await mine.createCase({ body })
  const { id: otherCaseId } = await mine.createCase({ body })
  const { id: attachmentId } = await mine.attach({ params: { id: caseId }, raw: 'een bestand' }, { contentType: 'text/plain' })
  const asked = await requestsOf(house, bea, reporter, victim, caseId)
  return {
    ...asked,
    caseId,
    otherCaseId,
    attachmentId,
    ...(await kindsOf(house, bea, reporter, otherCaseId)),
    ...(await itemsOf(house, bea, reporter)),
    ...normsOf(house, bea),
    ...alarmsOf(house, bea),
    ...seeingOf(house, bea),
    ...devicesOf(house, bea, victim),
    ...checksOf(house, bea),
    ...dashboardsOf(house, bea),
    ...livesOf(house, bea),
    ...monitoringOf(house, bea),
    ...backupsOf(house, bea),
    ...maintenanceOf(house, bea),
    ...(await workTogether(house, bea, reporter, victim, caseId)),
    closing: await closingOf(house, bea, caseId),
    ...(await documentsOf(house, bea, caseId)),
    makePart: async () => {
      await house.as(desk, bea.token).addPerson({ params: { id: caseId }, body: { personId: victim.id, role: 'participant' } })
    },
  }
}

/** A session as signing in makes it. */
async function sessionOf(personId: string): Promise<{ id: string; cookie: string }> {
  const id = randomUUID()
  const token = randomUUID()
  await house.app.pools.owner.query(
    `insert into session (id, person_id, hash, created_at, last_seen_at, expires_at, ip, device)
     values ($1, $2, $3, now(), now(), now() + interval '1 day', '192.0.2.1', 'test')`,
    [id, personId, hashOf(token)],
  )
  return { id, cookie: `spil_session=${token}` }
}

/** One request of one of them: what the mark in the table says, or what went wrong. */
async function mark(operation: string, endpoint: Endpoint, one: Who): Promise<string> {
  const member = members.get(one)
  const { status, type, text } = await ask(operation, endpoint, member)
  if (status >= 500 || ['platform.invalid', 'platform.malformed', 'platform.mediaType', 'platform.foreignPage'].includes(type))
    return `${status} ${type}: the request of this test is wrong: ${text.slice(0, 300)}`
  if ([401, 403, 404].includes(status)) return '.'
  if (one !== 'stranger') return '+'
  const leaked = marks.find((ours) => text.includes(ours))
  return leaked ? `shows ${leaked}` : '0'
}

async function ask(operation: string, endpoint: Endpoint, member: Member | undefined) {
  const { params, query, body, raw, contentType } = (await requests[operation]?.(ours)) ?? {}
  const reply = await house.server.inject({
    method: endpoint.method,
    url: urlOf(endpoint, { ...(params && { params }), ...(query && { query }) }),
    headers: {
      host: 'spil.example',
      origin: 'http://spil.example',
      ...(member && { cookie: (await sessionOf(member.id)).cookie }),
      ...(raw === undefined ? {} : { 'content-type': contentType ?? endpoint.accepts ?? '' }),
    },
    ...(raw !== undefined ? { payload: raw } : body !== undefined ? { payload: body as object } : {}),
  })
  const { statusCode: status, body: text } = reply
  // In the words of another protocol it is no problem of ours.
  const problem = status >= 400 && String(reply.headers['content-type']).startsWith('application/problem+json')
  return { status, text, type: problem ? reply.json<{ type: string }>().type : '' }
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
    other ??= await house.member('reporter')
    const ids = [ours.caseId, ours.otherCaseId, ours.attachmentId]
    const found: Record<string, string> = {}
    for (const [name, endpoint] of Object.entries(contract)) {
      const operation = `${room}.${name}`
      if (endpoint.may === 'anyone') continue
      const about = JSON.stringify((await requests[operation]?.(ours)) ?? {})
      const { status, text } = await ask(operation, endpoint, other)
      if (ids.some((id) => about.includes(id)) && status !== 403 && status !== 404) found[operation] = `answered ${status}`
      if ([...ids, 'Onze printer'].some((mark) => text.includes(mark))) found[operation] = 'shows it'
    }
    expect(found).toEqual({})
  })
  test('every other door of the server is known, and says who may come in', async () => {
    const known = new Set(
      [...operations.values()].map(({ method, path }) => `${method} ${path.replace('/{+rest}', '*').replace(/\{(\w+)\}/g, ':$1')}`),
    )
    const doors = doorsOf(house.server.printRoutes({ commonPrefix: false })).filter((door) => !known.has(door))
    expect(doors.sort()).toEqual(Object.keys(otherDoors).sort())
    for (const [door, status] of Object.entries(otherDoors)) {
      const [method = 'GET', url = ''] = door.split(' ')
      const reply = await house.server.inject({ method: method as 'GET', url, ...(method === 'POST' && { payload: {} }) })
      expect(reply.statusCode, door).toBe(status)
    }
  })
})

describe('row level security holds in the database itself', () => {
  type Table = { name: string; secured: boolean; rows: number }
  let tables: Table[]
  let app: pg.Client
  beforeAll(async () => {
    const { rows } = await house.app.pools.owner.query<Omit<Table, 'rows'>>(
      `select relname as name, relrowsecurity as secured from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`,
    )
    tables = await Promise.all(
      rows.map(async (row) => ({
        ...row,
        rows: (await house.app.pools.owner.query<{ n: number }>(`select count(*) as n from "${row.name}"`)).rows[0]?.n ?? 0,
      })),
    )
    app = new pg.Client(house.databaseUrl)
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
    const reporter = members.get('reporter')
    const seen = await seenWith({ person: reporter?.id ?? '', system: 'off', orgs_member: `{${ours.organisationId}}` })
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
