/** The list as a file, and back: what is exported and imported elsewhere is the same. */

import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { directory } from '#record/people/directory/contract.ts'
import { actorOf } from '#record/people/people.ts'
import { addMembership } from '#record/people/store.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { type Item, items, type NewItem } from '../contract.ts'
import { itemImports } from '../importing/contract.ts'
import { fillNew, kindsOf, writeItems } from '../items.ts'
import { itemRelations } from '../relations/contract.ts'
import { itemExports } from './contract.ts'

let house: Spil
let engineer: Member
let elsewhere: string
const register = () => house.as(items, engineer.token)
const bytesOf = (given: unknown) => Buffer.from(given as Uint8Array)

beforeAll(async () => {
  house = await spil()
  engineer = await house.member('engineer', { name: 'Joost Bakker' })
  const administrator = await house.administrator()
  elsewhere = (
    await house.as(directory, administrator.token).createOrganisation({ body: { name: 'Elders', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
  ).id
  await house.app.asSystem(async (ctx) => {
    await addMembership(ctx.db, { personId: engineer.id, organisationId: elsewhere, role: 'engineer', grantedAt: ctx.now, grantedBy: null })
  })
})
afterAll(() => house[Symbol.asyncDispose]())

const line = (max: number) =>
  fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.constantFrom('=1+1', "'=1", '+31 6', '-', '"a";b', 'a;b\\c', '_x000D_', '<&>', '@cmd', 'é\u0001', '1,5', '2026-03-31', 'TRUE'),
    )
    .map((text) =>
      text
        .replace(/[\0\r\n]/g, ' ')
        .trim()
        .slice(0, max)
        .trim(),
    )
    .filter((text) => text !== '')
const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10))
const money = fc.record({ amount: fc.integer({ min: 0, max: 99_999_999 }).map((cents) => cents / 100), currency: fc.constantFrom('EUR', 'USD') })
const option = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null })
const importance = option(fc.constantFrom('low', 'normal', 'high', 'critical'))
const anItem = (people: readonly string[], kind: 'laptop' | 'location') =>
  fc.record({
    ...{ kind: fc.constant(kind), name: line(200), note: fc.string({ unit: 'grapheme' }).map((text) => text.replace(/\0/g, '').trim()) },
    ...{
      ownerId: option(fc.constantFrom(...people)),
      userIds: fc.subarray([...people]),
      purchasedOn: option(day),
      price: option(money),
      supplier: option(line(200)),
    },
    ...{ contract: option(line(200)), warrantyUntil: option(day), depreciationMonths: option(fc.integer({ min: 1, max: 600 })) },
    residualValue: option(fc.integer({ min: 0, max: 1_000_000 }).map((cents) => cents / 100)),
    ...{ availability: importance, integrity: importance, confidentiality: importance },
    tags: fc.uniqueArray(
      line(40)
        .map((tag) => tag.toLowerCase().replace(/[,;|]/g, '').trim())
        .filter((tag) => tag !== ''),
    ),
    attributes:
      kind === 'location'
        ? fc.record(
            {
              address: fc.record({ street: line(80), postcode: fc.constantFrom('', '1234 AB'), city: line(60), country: fc.constantFrom('', 'NL') }),
              floor: line(40),
            },
            { requiredKeys: [] },
          )
        : fc.record(
            {
              ...{
                serial: line(60),
                memory: fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((one) => one + 0),
                os: fc.constantFrom('windows', 'linux', 'macos'),
              },
              ...{ ip: fc.constantFrom('10.0.0.1', 'fd00::15'), mac: fc.constant('3c:52:82:aa:01:9f'), brand: line(60) },
            },
            { requiredKeys: [] },
          ),
  }) as fc.Arbitrary<Omit<NewItem, 'organisationId'>>

/** What an item is, without what belongs to where it was written. */
const core = ({
  id: _,
  number: _n,
  organisationId: _o,
  createdAt: _c,
  updatedAt: _u,
  version: _v,
  location: _l,
  place,
  mayChange: _m,
  users,
  ...one
}: Item) => ({
  ...one,
  place: place.map(({ name }) => name),
  users: users.map(({ id }) => id).sort(),
})
async function allOf(organisationId: string): Promise<Item[]> {
  const found: string[] = []
  let after: string | undefined
  do {
    const page = await register().items({ query: { organisationId, limit: 200, sort: 'created', ...(after && { after }) } })
    found.push(...page.items.map(({ id }) => id))
    after = page.next ?? undefined
  } while (after)
  return Promise.all(found.map((id) => register().item({ params: { id } })))
}
async function importAll(file: Buffer, organisationId: string) {
  const calls = house.as(itemImports, engineer.token)
  const { id } = await calls.addImport({ query: { organisationId }, raw: file as unknown as BodyInit }, { contentType: 'application/octet-stream' })
  await house.settle()
  const { mapping, ...known } = await calls.import({ params: { id } })
  expect({ why: known.why, state: known.state, columns: Object.values(mapping.columns) }).toMatchObject({
    state: 'ready',
    columns: expect.arrayContaining(['name', 'code']),
  })
  await calls.check({ params: { id }, body: mapping })
  await house.settle()
  expect((await calls.faults({ params: { id } })).items.filter(({ weight }) => weight === 'error')).toEqual([])
  await calls.run({ params: { id }, body: {} })
  await house.settle()
  expect((await calls.import({ params: { id } })).state).toBe('done')
}
const empty = () => house.app.pools.owner.query('delete from item')

describe('what is exported and imported elsewhere', () => {
  test.each(['csv', 'xlsx'] as const)(
    'is the same: %s',
    async (format) => {
      const people = [engineer.id, (await house.member('reporter')).id]
      await house.app.asSystem((ctx) =>
        Promise.all(
          people
            .slice(1)
            .map((personId) => addMembership(ctx.db, { personId, organisationId: elsewhere, role: 'reporter', grantedAt: ctx.now, grantedBy: null })),
        ),
      )
      const places = fc.array(fc.tuple(anItem(people, 'location'), fc.nat()), { minLength: 1, maxLength: 6 })
      const laptops = fc.array(fc.tuple(anItem(people, 'laptop'), fc.nat()), { minLength: 1, maxLength: 12 })
      await fc.assert(
        fc.asyncProperty(places, laptops, async (someplaces, somelaptops) => {
          await empty()
          const made: string[] = []
          // A serial number is that of one item, a code that of one item, and a place has a name of its own.
          const serials = new Set<string>()
          const wishes = [...someplaces, ...somelaptops].map(([wish, where], at) => {
            const serial = String(wish.attributes?.serial ?? '')
              .toLowerCase()
              .normalize('NFD')
            const attributes = serial !== '' && serials.has(serial) ? { ...wish.attributes, serial: `S-${at}` } : { ...wish.attributes }
            serials.add(serial)
            const place = wish.kind === 'location'
            const locationId = made.length > 0 && where % 3 > 0 ? made[where % made.length] : undefined
            const id = randomUUID()
            if (place) made.push(id)
            const name = place ? `P${at}${wish.name}`.slice(0, 200).trim() : wish.name
            return { ...wish, id, name, attributes, ...(at % 2 === 0 && { code: `=C-${at}` }), ...(locationId && { locationId }) }
          })
          await house.app.as(await actorOf(house.app, engineer.id), async (ctx) => {
            const { organisationId } = engineer
            const coming = new Map(wishes.map(({ id, kind }) => [id, { organisationId, kind }]))
            const filled = await fillNew(ctx, organisationId, await kindsOf(ctx, organisationId), wishes, coming)
            expect(filled.flatMap(({ wrong }) => wrong)).toEqual([])
            await writeItems(ctx, filled)
          })
          for (const kind of ['location', 'laptop']) {
            const query = { kind, organisationId: engineer.organisationId }
            const out = house.as(itemExports, engineer.token)
            await importAll(bytesOf(await (format === 'csv' ? out.exportCsv({ query }) : out.exportXlsx({ query }))), elsewhere)
          }
          const [here, there] = [await allOf(engineer.organisationId), await allOf(elsewhere)]
          const sorted = (all: Item[]) => all.map(core).sort((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)))
          expect(sorted(there)).toEqual(sorted(here))
        }),
        { numRuns: 3, endOnFailure: true },
      )
    },
    120_000,
  )
})

describe('an export', () => {
  test('has what is filtered and the columns that are asked, in your language, and nothing that is taken for a formula', async () => {
    await empty()
    const make = (body: object) => register().createItem({ body: { kind: 'server', name: 'SRV', ...body } })
    const server = await make({
      name: '=HYPERLINK("x")',
      code: 'S-1',
      price: { amount: 1234.5 },
      purchasedOn: '2026-03-31',
      attributes: { cores: 8 },
    })
    const app = await make({ kind: 'application', name: 'Rooster' })
    await house.as(itemRelations, engineer.token).relate({ params: { id: app.id }, body: { kind: 'runsOn', other: server.id } })
    const out = house.as(itemExports, engineer.token)
    const some = String(bytesOf(await out.exportCsv({ query: { columns: 'name,price,purchasedOn', kind: 'server' } as never })))
    expect(some).toBe(`\ufeffNaam;Prijs;Gekocht op\r\n"'=HYPERLINK(""x"")";1234,5;2026-03-31\r\n`)
    const all = String(bytesOf(await out.exportCsv({ query: { kind: 'application' } as never })))
    expect(all.split('\r\n')[0]).toMatch(/;Versie;Webadres;Functioneel beheerder;hangt af van;draait op;/)
    expect(all.split('\r\n')[1]).toContain(';S-1;')
    const xlsx = unzipSync(bytesOf(await out.exportXlsx({ query: { kind: 'server' } as never })))
    const sheet = new TextDecoder().decode(xlsx['xl/worksheets/sheet1.xml'])
    expect(sheet).toContain('<c t="inlineStr"><is><t xml:space="preserve">=HYPERLINK("x")</t></is></c>')
    expect(sheet).toContain('<c s="1"><v>46112</v></c>')
    expect(sheet).toContain('<c><v>1234.5</v></c>')
    expect(sheet).not.toContain('<f>')
  })
  test('is of what you read: not of what you only use', async () => {
    await empty()
    const reporter = await house.member('reporter')
    await register().createItem({ body: { kind: 'laptop', name: 'Van ons', userIds: [reporter.id], note: 'geheim' } })
    const both = await house.member('reporter')
    await house.app.asSystem(async (ctx) => {
      await addMembership(ctx.db, { personId: both.id, organisationId: elsewhere, role: 'engineer', grantedAt: ctx.now, grantedBy: null })
    })
    await register().createItem({ body: { kind: 'laptop', name: 'Van mij', userIds: [both.id], note: 'geheim' } })
    await expect(house.as(itemExports, reporter.token).exportCsv()).rejects.toMatchObject({ problem: { type: 'platform.notAllowed' } })
    expect(String(bytesOf(await house.as(itemExports, both.token).exportCsv()))).not.toContain('geheim')
  })
})
