/** Labels: what stands where to a tenth of a millimetre, what a scanned text means, and for whom. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { directory } from '#record/people/directory/contract.ts'
import { actorOf } from '#record/people/people.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { items } from '../contract.ts'
import { itemLabels, type LabelChoice } from './contract.ts'
import { idsOfScan, itemsOfScans } from './labels.ts'
import { addressOf, drawingOf, formats, pageOf, pagesOf, perPage, placeOn, readScan, wrap } from './rules.ts'

const measure = (text: string, size: number) => text.length * size * 0.55

describe('on the sheet', () => {
  test.each(formats)('$key: every label lies within its page and none on another', (format) => {
    const boxes = Array.from({ length: perPage(format) }, (_, place) => placeOn(format, place))
    const page = pageOf(format)
    for (const { x, y, width, height } of boxes) {
      expect(x).toBeGreaterThanOrEqual(0)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(x + width).toBeLessThanOrEqual(page.width)
      expect(y + height).toBeLessThanOrEqual(page.height)
    }
    for (const [at, one] of boxes.entries())
      for (const other of boxes.slice(at + 1))
        expect(one.x + one.width <= other.x + 1e-6 || other.x + other.width <= one.x + 1e-6 || one.y + one.height <= other.y + 1e-6).toBe(true)
  })
  test('where the makers put them', () => {
    expect([placeOn(formats[0] as never, 0), placeOn(formats[0] as never, 20)]).toMatchObject([
      { x: 7.25, y: 15.15 },
      { x: 139.25, y: 243.75 },
    ])
  })
  test('a used sheet: nothing on the places before, all labels once and in order, for any start', () => {
    fc.assert(
      fc.property(fc.constantFrom(...formats), fc.array(fc.integer(), { maxLength: 400 }), fc.nat(188), (format, all, skip) => {
        const pages = pagesOf(format, all, skip)
        expect(pages.flatMap((page) => page.map(({ one }) => one))).toEqual(all)
        if (all.length > 0) expect(pages[0]?.[0]?.place).toBe(format.columns ? skip % perPage(format) : 0)
        for (const page of pages.slice(1)) expect(page[0]?.place).toBe(0)
        expect(pages.every((page) => page.every(({ place }) => place < perPage(format)))).toBe(true)
      }),
    )
  })
  test('what is drawn stays on its label, whatever it says', () => {
    const words = fc.array(fc.string({ maxLength: 90 }), { maxLength: 5 })
    fc.assert(
      fc.property(
        fc.constantFrom(...formats),
        fc.constantFrom('qr', 'both', 'bar'),
        words,
        fc.integer({ min: 35, max: 400 }),
        fc.integer({ min: 1, max: 10 }).map((version) => 17 + 4 * version),
        (format, codes, lines, bars, squares) => {
          const { qr, bar, words: said, tooFine } = drawingOf(format, codes as LabelChoice['codes'], lines, { qr: squares, bar: bars }, measure)
          for (const box of [qr, bar])
            if (box) {
              expect(box.x).toBeGreaterThan(0)
              expect(box.y).toBeGreaterThan(0)
              expect(box.x + box.width).toBeLessThan(format.width)
              expect(box.y + box.height).toBeLessThan(format.height)
            }
          if (qr) {
            // White of four squares on each side: to the edge of the label, the bars and the words.
            const [right, bottom] = [Math.min(format.width, ...said.map(({ x }) => x)), bar?.y ?? format.height]
            const around = [qr.x, qr.y, right - qr.x - qr.width, bottom - qr.y - qr.height]
            expect(Math.min(...around)).toBeGreaterThan((4 * qr.width) / squares - 0.01)
          }
          expect(qr !== null || bar !== null).toBe(true)
          if (tooFine) expect(bar).toBeNull()
          if (bar) expect(bar.x).toBeGreaterThanOrEqual(10 * bar.module)
          for (const one of said) expect(one.text === '…' || one.x + measure(one.text, one.size) <= format.width).toBe(true)
        },
      ),
    )
  })
  test('words are broken between words, and what does not fit says so', () => {
    const fits = (text: string) => text.length <= 12
    expect(wrap('Laptop van de balie', 2, fits)).toEqual(['Laptop van', 'de balie'])
    expect(wrap('Laptop van de balie', 1, fits)).toEqual(['Laptop van…'])
    expect(wrap('Onafscheidelijk', 2, fits)).toEqual(['Onafscheidel', 'ijk'])
  })
})

describe('what a scanned text means', () => {
  const ours = ['https://spil.linde.example']
  test.each([
    ['https://spil.linde.example/i/1042', { number: 1042 }],
    ['HTTPS://SPIL.LINDE.EXAMPLE/i/1042', { number: 1042 }],
    ['https://spil.linde.example/items/I-1042?x=1', { number: 1042 }],
    [' i-1042 ', { number: 1042 }],
    // Of another installation, of another page, or only like it: never an item of ours.
    ['https://spil.elders.example/i/1042', { code: 'https://spil.elders.example/i/1042' }],
    ['https://spil.linde.example.evil/i/1042', { code: 'https://spil.linde.example.evil/i/1042' }],
    ['https://spil.linde.example/desk/1042', { code: 'https://spil.linde.example/desk/1042' }],
    ['8712345678901', { code: '8712345678901' }],
    ['LT-0042', { code: 'LT-0042' }],
  ])('%s', (text, meant) => expect(readScan(text, ours)).toEqual(meant))
  test('what is printed is what is read, for every number and address', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), fc.webUrl({ validSchemes: ['https'] }), (number, url) => {
        const base = url.replace(/\/+$/, '')
        expect(readScan(addressOf(base, number), [base])).toEqual({ number })
      }),
    )
  })
})

let house: Spil
let engineer: Member
let reporter: Member
let stranger: Member
beforeAll(async () => {
  house = await spil({ env: { SPIL_URL: 'https://spil.linde.example/' } })
  engineer = await house.member('engineer')
  reporter = await house.member('reporter')
  const bea = await house.administrator()
  const elsewhere = await house.as(directory, bea.token).createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
  stranger = await house.member('engineer', { organisationId: elsewhere.id })
})
afterAll(() => house[Symbol.asyncDispose]())
const of = (who: Member) => house.as(itemLabels, who.token)

describe('for whom', () => {
  test('of these items or under a filter; with the address of this installation', async () => {
    const make = (body: object) => house.as(items, engineer.token).createItem({ body: { kind: 'laptop', name: 'LT', ...body } })
    const [one, other] = [await make({ code: 'LT-0001', tags: ['balie'] }), await make({ name: 'LT zonder code' })]
    const numbers = [one, other].map(({ number }) => number.slice(2))
    const { items: both, choice } = await of(engineer).labels({ query: { items: numbers.join(',') } })
    expect(both).toMatchObject([
      { name: 'LT', text: 'LT-0001', address: `https://spil.linde.example/i/${numbers[0]}`, organisation: 'Lindecollege', kind: 'Laptop' },
      { name: 'LT zonder code', text: other.number, code: other.number },
    ])
    expect(choice).toBeNull()
    expect((await of(engineer).labels({ query: { tag: 'balie' } })).items.map(({ id }) => id)).toEqual([one.id])
    expect((await of(stranger).labels({ query: { items: numbers.join(',') } })).items).toEqual([])
    await expect(of(reporter).labels({ query: {} })).rejects.toMatchObject({ problem: { status: 403 } })
    await expect(of(engineer).labels({ query: { items: '12;drop' } })).rejects.toMatchObject({ problem: { status: 400 } })
  })
  test('how I print is kept for me alone', async () => {
    const body: LabelChoice = { format: 'dymo57', codes: 'both', lines: ['name'] }
    await of(engineer).keepLabelChoice({ body: { ...body, codes: 'qr' } })
    await of(engineer).keepLabelChoice({ body })
    expect((await of(engineer).labels({ query: { items: '1' } })).choice).toEqual(body)
    expect((await of(stranger).labels({ query: { items: '1' } })).choice).toBeNull()
  })
  test('a scan finds by address, number and code, and only what one may see', async () => {
    const item = await house.as(items, engineer.token).createItem({ body: { kind: 'laptop', name: 'Scan', code: 'SC-1', userIds: [reporter.id] } })
    await house.as(items, stranger.token).createItem({ body: { kind: 'laptop', name: 'Elders', code: 'sc-1' } })
    const scan = async (who: Member, text: string) => (await of(who).scanned({ query: { text } })).items.map(({ name }) => name)
    for (const text of ['SC-1', 'sc-1', item.number, item.number.slice(2), `https://spil.linde.example/i/${item.number.slice(2)}`])
      expect(await scan(engineer, text)).toEqual(['Scan'])
    expect(await scan(reporter, 'SC-1')).toEqual(['Scan'])
    expect(await scan(stranger, 'SC-1')).toEqual(['Elders'])
    expect(await scan(stranger, item.number)).toEqual([])
    expect(await scan(engineer, 'SC-')).toEqual([])
  })
})

test('codes are looked up by the index, for a hundred scans among very many items', async () => {
  const { organisationId } = engineer
  await house.app.asSystem(async (ctx) => {
    await sql`insert into item (id, organisation_id, kind, state, class, name, code, created_at, updated_at)
      select gen_random_uuid(), ${organisationId}, 'laptop', 'inUse', 'inUse', 'Veel', 'VEEL-' || n, now(), now() from generate_series(1, 20000) n`.execute(
      ctx.db,
    )
  })
  await house.app.pools.owner.query('analyze item')
  const texts = Array.from({ length: 100 }, (_, n) => `veel-${n * 150 + 1}`)
  const found = await house.app.as(await actorOf(house.app, engineer.id), async (ctx) => {
    const reads = async () =>
      (
        await sql<{
          reads: number
        }>`select (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as reads from pg_stat_xact_user_tables where relname = 'item'`.execute(
          ctx.db,
        )
      ).rows[0]?.reads ?? 0
    const before = await reads()
    const means = await itemsOfScans(ctx, organisationId, texts)
    await idsOfScan(ctx, 'veel-7')
    return { means, read: (await reads()) - before }
  })
  expect([...found.means.keys()].sort()).toEqual([...texts].sort())
  expect(new Set(found.means.values()).size).toBe(100)
  // By whatever way: only what was asked for, a few times.
  expect(found.read).toBeLessThan(1000)
  // Of another organisation nothing, by the function itself either.
  const others = await house.app.as(await actorOf(house.app, stranger.id), async (ctx) => [
    ...(await itemsOfScans(ctx, organisationId, texts)),
    ...(await sql`select * from spil_items_with_codes(${texts}::text[], ${organisationId})`.execute(ctx.db)).rows,
    ...(await sql`select * from spil_items_with_codes(${texts}::text[], null)`.execute(ctx.db)).rows,
  ])
  expect(others).toEqual([])
  // What somebody uses is theirs to find, and nothing beside it.
  const mine = await house.app.as(
    await actorOf(house.app, reporter.id),
    async (ctx) => (await sql<{ code: string }>`select code from spil_items_with_codes(${['sc-1', ...texts]}::text[], null)`.execute(ctx.db)).rows,
  )
  expect(mine).toEqual([{ code: 'sc-1' }])
}, 60_000)
