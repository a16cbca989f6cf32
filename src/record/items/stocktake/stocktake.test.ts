/** Stocktakes: the same outcome for any order of scans, each scan once, and differences decided with a reason that stays. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { directory } from '#record/people/directory/contract.ts'
import { actorOf } from '#record/people/people.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { items } from '../contract.ts'
import { itemFacts } from '../facts/contract.ts'
import { itemHistory } from '../history/contract.ts'
import { itemLinking } from '../linking/contract.ts'
import { type DifferenceKind, itemStocktakes } from './contract.ts'
import { type Known, outcomeOf, pathsOf, type Scan } from './rules.ts'
import { here, takeIn } from './stocktake.ts'

const places = ['building', 'room', 'other'] as const
const known: fc.Arbitrary<Known> = fc.record({
  itemId: fc.constantFrom('a', 'b', 'c', 'd'),
  expected: fc.boolean(),
  inScope: fc.boolean(),
  path: fc.constantFrom([], ['building'], ['room', 'building'], ['other']),
  outOfUse: fc.boolean(),
})
const scan: fc.Arbitrary<Scan> = fc.record({
  id: fc.uuid(),
  byId: fc.constantFrom('ann', 'bob'),
  text: fc.constantFrom('A', 'X-1', 'x-1', 'Y'),
  itemId: fc.constantFrom('a', 'b', 'c', null),
  locationId: fc.constantFrom(...places, null),
  place: fc.constant(null),
  at: fc.integer({ min: 1, max: 5 }).map((minute) => `2026-01-01T00:0${minute}:00.000Z`),
})

describe('the outcome', () => {
  test('any order, any repetition, any number of devices: the same', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(known, { selector: ({ itemId }) => itemId }),
        fc
          .uniqueArray(scan, { selector: ({ id }) => id })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length }))),
        fc.constantFrom(...places, null),
        (all, [scans, sent], scope) => {
          const missed = scans.filter((one) => !sent.includes(one))
          expect(outcomeOf([...all].reverse(), [...sent, ...missed], scope)).toEqual(outcomeOf(all, scans, scope))
        },
      ),
    )
  })
  test('what is expected is seen or missing, never both; what is scanned is in it once', () => {
    fc.assert(
      fc.property(fc.uniqueArray(known, { selector: ({ itemId }) => itemId }), fc.uniqueArray(scan, { selector: ({ id }) => id }), (all, scans) => {
        const outcome = outcomeOf(all, scans, null)
        expect(new Set(outcome.map(({ subject }) => subject)).size).toBe(outcome.length)
        for (const { itemId } of all.filter((one) => one.expected)) {
          const one = outcome.find(({ subject }) => subject === itemId)
          expect(one?.differences.includes('missing')).toBe(!scans.some((scan) => scan.itemId === itemId))
        }
        for (const { itemId } of scans) if (itemId) expect(outcome.find(({ subject }) => subject === itemId)?.seen).toBeDefined()
      }),
    )
  })
  test('a circle of locations ends', () => {
    const paths = pathsOf([
      { id: 'a', locationId: 'b' },
      { id: 'b', locationId: 'a' },
    ])
    expect(paths('a')).toEqual(['a', 'b'])
    expect(paths(null)).toEqual([])
  })
})

let house: Spil
let ann: Member
let bob: Member
let client: Member
let stranger: Member
let building: string
let room: string
let annex: string
beforeAll(async () => {
  house = await spil()
  ann = await house.member('engineer', { name: 'Ann' })
  bob = await house.member('engineer', { name: 'Bob' })
  client = await house.member('client')
  const bea = await house.administrator()
  const elsewhere = await house.as(directory, bea.token).createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
  stranger = await house.member(['engineer', 'lead'], { organisationId: elsewhere.id })
  const make = async (name: string, locationId?: string) => (await create({ kind: 'location', name, ...(locationId && { locationId }) })).id
  building = await make('Gebouw A')
  room = await make('Lokaal 12', building)
  annex = await make('Bijgebouw')
})
afterAll(() => house[Symbol.asyncDispose]())
const create = (body: object) => house.as(items, ann.token).createItem({ body: { kind: 'laptop', name: 'LT', ...body } })
const of = (who: Member) => house.as(itemStocktakes, who.token)
const at = (minute: number) => new Date(Date.now() - 3_600_000 + minute * 60_000).toISOString()
const scanOf = (text: string, minute = 1, locationId?: string) => ({ id: randomUUID(), text, at: at(minute), ...(locationId && { locationId }) })
const named =
  (prefix: string) =>
  async (code: string, more: object = {}) =>
    create({ code: `${prefix}-${code}`, name: `${prefix}-${code}`, ...more })
const begin = (prefix: string, who = ann, locationId = building) =>
  of(who).startStocktake({ body: { name: prefix, locationId, filter: { search: prefix } } })
const differences = async (id: string) =>
  (await of(ann).differences({ params: { id } })).items.map(({ difference, item, subject }) => `${difference} ${item?.name ?? subject}`).sort()

test('two counters: expected, elsewhere, not counted here, unknown, out of use, and twice', async () => {
  const make = named('Tel1')
  const [here, gone, away] = [
    await make('a', { locationId: room }),
    await make('b', { locationId: building }),
    await make('c', { locationId: annex }),
  ]
  const retired = await make('d', { locationId: room })
  for (const [version, state] of ['ordered', 'cancelled'].entries())
    await house.as(items, ann.token).changeItem({ params: { id: retired.id }, body: { version: version + 1, state } })
  await create({ code: 'Niet-1', name: 'Niet hier' })
  const { id, counts } = await begin('Tel1')
  expect(counts).toEqual({ expected: 2, found: 0, differences: 2, undecided: 2 })
  // What comes later is not expected any more.
  await make('e', { locationId: room })
  const first = [scanOf('tel1-a'), scanOf(away.number, 2), scanOf('Niet-1', 3), scanOf('BESTAAT-NIET', 4), scanOf('Tel1-d', 5)]
  const params = { id }
  const { scans } = await of(ann).scan({ params, body: { scans: first } })
  expect(scans.map(({ result, again, name }) => [result, again, name])).toEqual([
    ['found', false, 'Tel1-a'],
    ['elsewhere', false, 'Tel1-c'],
    ['outOfScope', false, 'Niet hier'],
    ['unknown', false, null],
    ['found', false, 'Tel1-d'],
  ])
  // Sent again after the network broke: the same answers, nothing twice. By somebody else: again.
  expect((await of(ann).scan({ params, body: { scans: [...first].reverse() } })).scans.reverse()).toEqual(scans)
  expect((await of(bob).scan({ params, body: { scans: [scanOf('Tel1-a', 9)] } })).scans).toMatchObject([{ result: 'found', again: true }])
  const told = ['elsewhere Tel1-c', 'missing Tel1-b', 'outOfScope Niet hier', 'outOfUse Tel1-d', 'unknown ? bestaat-niet']
  expect(await differences(id)).toEqual(told)
  const page = await of(client).stocktake({ params })
  expect(page.counts).toEqual({ expected: 2, found: 1, differences: 5, undecided: 5 })
  expect(page.counters.map(({ name, scans }) => [name, scans])).toEqual([
    ['Ann', 5],
    ['Bob', 1],
  ])
  expect(gone.id).not.toBe(here.id)
  const { items: facts } = await house.as(itemFacts, ann.token).facts({ params: { id: here.id } })
  expect(facts).toMatchObject([{ key: 'stocktake.seen', source: 'stocktake', value: 'Gebouw A', seenAt: expect.stringMatching(/Z$/) }])
})

test('the differences are decided once, with the reason in the history; closed it is a report', async () => {
  const make = named('Tel2')
  const [lost, found, asked] = [await make('a', { locationId: room }), await make('b', { locationId: annex }), await make('c', { locationId: room })]
  const ended = await create({ kind: 'location', name: 'Tel2-kast', locationId: room })
  const started = await begin('Tel2')
  const params = { id: started.id }
  await of(ann).scan({ params, body: { scans: [scanOf('Tel2-b', 1, ended.id), scanOf('NIEUW-77', 2, room)] } })
  const decide = (difference: DifferenceKind, subjects: string[], body: object) =>
    of(ann).decide({
      params,
      body: { differences: subjects.map((subject) => ({ subject, difference })), what: 'leave', reason: 'Nagegaan', ...body },
    })
  await expect(decide('missing', [lost.id], {})).rejects.toMatchObject({ problem: { type: 'items.stocktake.stillCounting' } })
  await expect(of(ann).moveStocktake({ params, body: { state: 'deciding', version: 7 } })).rejects.toMatchObject({ problem: { status: 409 } })
  await of(bob).moveStocktake({ params, body: { state: 'deciding', version: 1 } })
  // A phone that was away still sends what it saw.
  await of(bob).scan({ params, body: { scans: [scanOf('Tel2-b', 3, ended.id)] } })
  expect(await decide('missing', [lost.id, found.id], { what: 'state', state: 'cancelled' })).toMatchObject({
    done: 1,
    refused: [{ subject: found.id, why: 'Dit verschil is er niet meer' }],
  })
  expect(await decide('missing', [lost.id], {})).toMatchObject({ done: 0, refused: [{ why: 'Hierover is al beslist' }] })
  expect(await decide('missing', [asked.id], { what: 'move' })).toMatchObject({ refused: [{ why: 'Dit kan niet bij dit verschil' }] })
  const { caseNumber } = await decide('missing', [asked.id], { what: 'case' })
  expect(caseNumber).toMatch(/^C-\d+$/)
  expect(await decide('elsewhere', [found.id], { what: 'move' })).toMatchObject({ done: 1 })
  expect(await decide('unknown', ['? nieuw-77'], { what: 'make', kind: 'printer', name: 'Scherm' })).toMatchObject({ done: 1, refused: [] })
  const now = async (id: string) => house.as(items, ann.token).item({ params: { id } })
  expect(await now(lost.id)).toMatchObject({ state: { key: 'cancelled' } })
  expect(await now(found.id)).toMatchObject({ location: { name: 'Tel2-kast' } })
  const { items: history } = await house.as(itemHistory, ann.token).history({ params: { id: lost.id } })
  expect(history[0]).toMatchObject({ why: 'Inventarisatie Tel2: Nagegaan', by: { id: ann.id } })
  expect((await house.as(itemLinking, ann.token).itemCases({ params: { id: asked.id } })).items).toMatchObject([{ number: caseNumber }])
  const { items: made } = await house.as(items, ann.token).itemNames({ query: { search: 'NIEUW-77' } })
  expect(made).toMatchObject([{ name: 'Scherm', kind: { key: 'printer' } }])
  const { version } = await of(ann).stocktake({ params })
  expect(await of(ann).moveStocktake({ params, body: { state: 'closed', version } })).toMatchObject({
    state: 'closed',
    closedBy: 'Ann',
    mayWork: false,
  })
  for (const again of [
    () => of(bob).scan({ params, body: { scans: [scanOf('Tel2-a')] } }),
    () => decide('missing', [lost.id], {}),
    () => of(ann).moveStocktake({ params, body: { state: 'counting', version } }),
  ])
    await expect(again()).rejects.toMatchObject({ problem: { type: 'items.stocktake.closed' } })
  const csv = String(await of(client).report({ params }))
  expect(csv).toContain(`"Niet gevonden";"${lost.number}";"Tel2-a"`)
  expect(csv).toContain(`"Zaak gemaakt";"${caseNumber}";"Nagegaan";"Ann"`)
  expect((await house.happened()).filter((name) => name.startsWith('items.stocktake'))).toContain('items.stocktakeMoved')
})

test('many devices at once, in any order: nothing is lost or doubled', async () => {
  const make = named('Tel3')
  const all = await Promise.all(Array.from({ length: 6 }, (_, n) => make(`${n}`, { locationId: room })))
  const { id } = await begin('Tel3')
  const sent = all.map(({ code }, minute) => scanOf(code ?? '', minute))
  await Promise.all([ann, bob, ann, bob].map((who, turn) => of(who).scan({ params: { id }, body: { scans: turn % 2 ? sent : [...sent].reverse() } })))
  expect(await differences(id)).toEqual([])
  const { counts, counters } = await of(ann).stocktake({ params: { id } })
  expect(counts).toMatchObject({ expected: 6, found: 6 })
  expect(counters.map(({ scans }) => scans)).toEqual([6, 6])
})

test('a scan reads what it is of, not all that is expected', async () => {
  const { organisationId } = ann
  await house.app.asSystem(async (ctx) => {
    await sql`insert into item (id, organisation_id, kind, state, class, name, code, created_at, updated_at)
      select gen_random_uuid(), ${organisationId}, 'laptop', 'inUse', 'inUse', 'Tel7 ' || n, 'TEL7-' || n, now(), now() from generate_series(1, 3000) n`.execute(
      ctx.db,
    )
  })
  const { id, counts } = await of(ann).startStocktake({ body: { name: 'Tel7', filter: { search: 'Tel7' } } })
  expect(counts.expected).toBe(3000)
  await of(ann).scan({ params: { id }, body: { scans: Array.from({ length: 200 }, (_, n) => scanOf(`Tel7-${n + 1}`)) } })
  // What it takes for few rows it reads whole: that there are many must be known, whenever PostgreSQL would have looked by itself.
  await house.app.pools.owner.query('analyze item, stocktake_item, stocktake_scan')
  const read = await house.app.as(await actorOf(house.app, ann.id), async (ctx) => {
    const reads = async () =>
      (
        await sql<{ n: number }>`select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as n from pg_stat_xact_user_tables
          where relname in ('item', 'stocktake_item', 'stocktake_scan')`.execute(ctx.db)
      ).rows[0]?.n ?? 0
    const stocktake = await here(ctx, id)
    const before = await reads()
    const [one, other] = await takeIn(ctx, stocktake, [scanOf('tel7-7'), scanOf('Tel7-2999')])
    expect([one, other]).toMatchObject([
      { result: 'found', again: true },
      { result: 'found', again: false },
    ])
    return (await reads()) - before
  })
  // Of three thousand; of few rows PostgreSQL rather reads all than the index.
  expect(read).toBeLessThan(1000)
})

test('another organisation, and who only reads, by the database too', async () => {
  await named('Tel4')('a', { locationId: room })
  const { id } = await begin('Tel4')
  const params = { id }
  for (const ask of [
    () => of(stranger).stocktake({ params }),
    () => of(stranger).scan({ params, body: { scans: [scanOf('Tel4-a')] } }),
    () => of(stranger).differences({ params }),
  ])
    await expect(ask()).rejects.toMatchObject({ problem: { status: 404 } })
  await expect(of(client).scan({ params, body: { scans: [scanOf('Tel4-a')] } })).rejects.toMatchObject({ problem: { status: 403 } })
  await expect(of(stranger).startStocktake({ body: { name: 'Hun', locationId: room } })).rejects.toMatchObject({
    problem: { type: 'items.stocktake.noLocation' },
  })
  const rowsFor = async (who: Member, table: string) => {
    const actor = await actorOf(house.app, who.id)
    return house.app.as(
      actor,
      async (ctx) => (await ctx.db.selectFrom(table).selectAll().where('organisationId', '=', ann.organisationId).execute()).length,
    )
  }
  for (const table of ['stocktake', 'stocktakeItem', 'stocktakeScan', 'stocktakeDecision']) expect(await rowsFor(stranger, table)).toBe(0)
  const write = async (who: Member, byId: string) => {
    const actor = await actorOf(house.app, who.id)
    const row = {
      stocktakeId: id,
      byId,
      id: randomUUID(),
      organisationId: ann.organisationId,
      text: 'x',
      subject: '? x',
      at: new Date(),
      receivedAt: new Date(),
    }
    return house.app.as(actor, async (ctx) => ctx.db.insertInto('stocktakeScan').values(row).execute())
  }
  await expect(write(client, client.id)).rejects.toThrow(/row-level security/)
  // Nobody counts in the name of another.
  await expect(write(ann, bob.id)).rejects.toThrow(/row-level security/)
  await expect(write(ann, ann.id)).resolves.toBeDefined()
})

test('pages of stocktakes, and what cannot be started', async () => {
  const { items: one, next } = await of(ann).stocktakes({ query: { limit: 1 } })
  const { items: other } = await of(ann).stocktakes({ query: { limit: 1, after: next ?? '' } })
  expect(one[0]?.id).not.toBe(other[0]?.id)
  await expect(of(ann).stocktakes({ query: { after: 'x' } })).rejects.toMatchObject({ problem: { type: 'platform.after' } })
  await expect(begin('Bestaat niet')).rejects.toMatchObject({ problem: { type: 'items.stocktake.nothing' } })
  expect((await of(stranger).stocktakes({})).items).toEqual([])
})
