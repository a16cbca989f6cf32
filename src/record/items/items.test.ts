/** The story of what there is: items of kinds, their life, their history, who sees what. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { documents } from '#record/documents/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { type ItemConflict, items } from './contract.ts'
import { itemHistory } from './history/contract.ts'

let house: Spil
let engineer: Member
let lead: Member
let reporter: Member
let stranger: Member
const call = (who: Member) => house.as(items, who.token)

beforeAll(async () => {
  house = await spil()
  engineer = await house.member('engineer', { name: 'Ilse de Boer' })
  lead = await house.member('lead', { name: 'Karel Mulder' })
  reporter = await house.member('reporter', { name: 'Noor Bakker' })
  const bea = await house.administrator()
  const elsewhere = await house.as(directory, bea.token).createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
  stranger = await house.member(['engineer', 'lead'], { organisationId: elsewhere.id, name: 'Vreemde' })
})
afterAll(() => house[Symbol.asyncDispose]())

const problem = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ProblemError)) throw error ?? new Error('it was not refused')
  return error.problem
}
const wrongAt = async (promise: Promise<unknown>) => {
  const { type, errors = [] } = await problem(promise)
  return { type, at: errors.map(({ pointer, code }) => `${pointer} ${code}`).sort() }
}

describe('registering', () => {
  test('an item gets a number, begins where its kind begins, and is read by number', async () => {
    const made = await call(engineer).createItem({
      body: { kind: 'laptop', name: 'LT-0001', code: 'LT-0001', ownerId: lead.id, tags: ['Uitleen', 'uitleen'] },
    })
    expect(made).toMatchObject({
      kind: { key: 'laptop', name: 'Laptop' },
      state: { key: 'requested', class: 'planned' },
      tags: ['uitleen'],
      version: 1,
    })
    expect(made.owner).toEqual({ id: lead.id, name: 'Karel Mulder' })
    expect(await call(engineer).item({ params: { id: made.number } })).toEqual(made)
    expect(await call(engineer).item({ params: { id: made.number.slice(2) } })).toMatchObject({ id: made.id })
    expect(await house.happened()).toContain('items.created')
  })
  test('everything that is not right is named at once, each at its field', async () => {
    const body = {
      kind: 'laptop',
      name: 'LT-9',
      state: 'inUse',
      ownerId: stranger.id,
      locationId: engineer.id,
      attributes: { memory: 'veel', mac: 'zz', os: 'beos', wings: 2, ip: '300.1.1.1' },
    }
    expect(await wrongAt(call(engineer).createItem({ body }))).toEqual({
      type: 'items.notFilledIn',
      at: [
        '/body/attributes/ip items.value.ip',
        '/body/attributes/mac items.value.mac',
        '/body/attributes/memory items.value.number',
        '/body/attributes/os items.value.choice',
        '/body/attributes/serial items.value.required',
        '/body/attributes/wings items.value.unknown',
        '/body/locationId items.value.location',
        '/body/ownerId items.value.person',
      ],
    })
    expect(await wrongAt(call(engineer).createItem({ body: { kind: 'spaceship', name: 'X' } }))).toEqual({
      type: 'items.notFilledIn',
      at: ['/body/kind items.value.kind'],
    })
  })
  test('an inventory number is given once, whatever the capitals; also by two at the same moment', async () => {
    const both = await Promise.allSettled(
      [1, 2].map((n) => call(engineer).createItem({ body: { kind: 'pc', name: `PC ${n}`, code: `pc-00${'7'}` } })),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await problem(call(engineer).createItem({ body: { kind: 'pc', name: 'PC', code: 'PC-007' } }))).toMatchObject({
      type: 'items.codeTaken',
      status: 409,
    })
  })
  test('who does not work there registers nothing', async () => {
    const body = { kind: 'pc', name: 'PC', organisationId: engineer.organisationId }
    expect(await problem(call(reporter).createItem({ body }))).toMatchObject({ status: 403 })
    expect(await problem(call(stranger).createItem({ body }))).toMatchObject({ type: 'items.noOrganisation' })
  })
})

describe('changing', () => {
  test('a proven state is not entered by hand', async () => {
    const made = await call(engineer).createItem({ body: { kind: 'tablet', state: 'stock', name: 'TB-0009' } })
    expect([made.moves.map(({ key }) => key), made.provenMoves.map(({ key }) => key)]).toEqual([
      ['repair', 'lost'],
      ['prepared', 'wiped'],
    ])
    const move = (state: string) => call(engineer).changeItem({ params: { id: made.id }, body: { version: 1, state } })
    expect(await problem(move('prepared'))).toMatchObject({ type: 'items.moveProven', status: 409 })
    expect(await problem(move('inUse'))).toMatchObject({ type: 'items.moveNotAllowed' })
  })
  test('a state asks for what it needs, goes only where it may, and the history says who, what and why', async () => {
    const made = await call(engineer).createItem({
      body: { kind: 'pc', state: 'ordered', name: 'LT-0002', attributes: { memory: 16, mac: '3C-52-82-AA-01-9F' } },
    })
    const params = { id: made.id }
    expect(await wrongAt(call(engineer).changeItem({ params, body: { version: 1, state: 'inUse' } }))).toMatchObject({
      at: ['/body/attributes/serial items.value.required'],
    })
    expect(await problem(call(engineer).changeItem({ params, body: { version: 1, state: 'repair' } }))).toMatchObject({
      type: 'items.moveNotAllowed',
    })
    const used = await call(engineer).changeItem({
      params,
      body: { version: 1, state: 'inUse', userIds: [reporter.id], attributes: { serial: 'SN-77', memory: 32 }, why: 'Uitgegeven aan Noor' },
    })
    expect(used).toMatchObject({ version: 2, state: { key: 'inUse', class: 'inUse' }, users: [{ name: 'Noor Bakker' }] })
    expect(used.attributes.find(({ key }) => key === 'mac')?.value).toBe('3c:52:82:aa:01:9f')
    expect(used.moves.map(({ key }) => key)).toEqual(['stock', 'repair', 'lost'])
    const { items: told } = await house.as(itemHistory, lead.token).history({ params })
    expect(told).toHaveLength(1)
    expect(told[0]).toMatchObject({ version: 2, by: { name: 'Ilse de Boer' }, why: 'Uitgegeven aan Noor' })
    expect(told[0]?.changes.map(({ name, from, to }) => [name, from, to])).toEqual([
      ['Toestand', 'Besteld', 'In gebruik'],
      ['Gebruikers', null, 'Noor Bakker'],
      ['Geheugen', '16 GB', '32 GB'],
      ['Serienummer', null, 'SN-77'],
    ])
    expect(await house.happened()).toEqual(expect.arrayContaining(['items.changed', 'items.moved']))
  })
  test('two change one item: the second is told what is different, and nothing of theirs is written', async () => {
    const { id } = await call(engineer).createItem({ body: { kind: 'printer', name: 'PR-1', ownerId: engineer.id } })
    await call(lead).changeItem({ params: { id }, body: { version: 1, name: 'PR-0001', ownerId: lead.id } })
    await call(lead).changeItem({ params: { id }, body: { version: 2, ownerId: engineer.id, tags: ['zolder'] } })
    const { type, status, data } = await problem(
      call(engineer).changeItem({ params: { id }, body: { version: 1, name: 'Printer een', note: 'Piept' } }),
    )
    expect({ type, status }).toEqual({ type: 'items.changed', status: 409 })
    expect(data as ItemConflict).toMatchObject({ version: 3, changedBy: { name: 'Karel Mulder' } })
    expect((data as ItemConflict).changes.map(({ name, from, to }) => [name, from, to])).toEqual([
      ['Naam', 'PR-1', 'PR-0001'],
      ['Labels', null, 'zolder'],
    ])
    expect(await call(engineer).item({ params: { id } })).toMatchObject({ name: 'PR-0001', note: '', version: 3 })
    const racing = await Promise.allSettled(['a', 'b', 'c'].map((note) => call(engineer).changeItem({ params: { id }, body: { version: 3, note } })))
    expect(racing.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
  test('nothing different is no version; null takes away', async () => {
    const made = await call(engineer).createItem({ body: { kind: 'server', name: 'srv-1', attributes: { ip: '10.0.0.5' }, price: { amount: 10.5 } } })
    const params = { id: made.id }
    expect(await call(engineer).changeItem({ params, body: { version: 1, name: 'srv-1', attributes: { ip: '10.0.0.5' } } })).toMatchObject({
      version: 1,
    })
    const less = await call(engineer).changeItem({ params, body: { version: 1, attributes: { ip: null }, price: null } })
    expect(less).toMatchObject({ version: 2, price: null })
    expect(less.attributes.find(({ key }) => key === 'ip')?.value).toBeNull()
  })
})

describe('places', () => {
  test('a filter on a location finds all inside it; a location does not lie in itself, also when two move at once', async () => {
    const place = async (name: string, locationId: string | null = null) =>
      (await call(engineer).createItem({ body: { kind: 'location', name, locationId } })).id
    const site = await place('Hoofdgebouw')
    const floor = await place('Verdieping 1', site)
    const room = await place('Lokaal 1.04', floor)
    const { id } = await call(engineer).createItem({ body: { kind: 'av', name: 'Beamer 1.04', locationId: room } })
    expect((await call(engineer).item({ params: { id } })).place.map(({ name }) => name)).toEqual(['Hoofdgebouw', 'Verdieping 1', 'Lokaal 1.04'])
    const inside = await call(engineer).items({ query: { location: site, kind: 'av' } })
    expect(inside.items.map((one) => one.id)).toEqual([id])
    const into = (what: string, locationId: string) => call(engineer).changeItem({ params: { id: what }, body: { version: 1, locationId } })
    expect(await problem(into(site, room))).toMatchObject({ type: 'items.locationCircle' })
    const [a, b] = [await place('A'), await place('B')]
    const moved = await Promise.allSettled([into(a, b), into(b, a)])
    expect(moved.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

describe('finding', () => {
  test('pages in every order give each item once', async () => {
    for (const sort of ['name', 'updated', 'created', 'warranty'] as const) {
      const seen: string[] = []
      for (let after: string | undefined; ; ) {
        const { items: rows, next } = await call(engineer).items({ query: { limit: 3, sort, ...(after && { after }) } })
        seen.push(...rows.map(({ id }) => id))
        if (next === null) break
        after = next
      }
      expect(new Set(seen).size, sort).toBe(seen.length)
      expect(seen.length, sort).toBe((await call(engineer).items({ query: { limit: 200, sort } })).items.length)
    }
    expect(await problem(call(engineer).items({ query: { after: 'x' } }))).toMatchObject({ type: 'platform.after', status: 400 })
  })
  test.each([
    ['serial number', 'SN-77', 'LT-0002'],
    ['part of it', '77', 'LT-0002'],
    ['MAC address', '3c:52:82', 'LT-0002'],
    ['word of the name', 'beam', 'Beamer 1.04'],
  ])('by %s', async (_what, search, name) => {
    const { items: rows } = await call(engineer).items({ query: { search } })
    expect(rows.map((one) => one.name)).toEqual([name])
    expect((await call(engineer).itemNames({ query: { search } })).items.map((one) => one.name)).toEqual([name])
  })
  test.each([
    [{ tag: 'uitleen' }, ['LT-0001']],
    [{ owner: 'none', kind: 'laptop,pc', search: 'LT-0002' }, ['LT-0002']],
    [{ class: 'inUse', kind: 'laptop,pc' }, ['LT-0002']],
    [{ kind: 'laptop', search: 'LT', tag: 'uitleen' }, ['LT-0001']],
  ])('under %j', async (query, names) => {
    expect((await call(engineer).items({ query: query as object })).items.map((one) => one.name)).toEqual(names)
  })
})

describe('who sees what', () => {
  test('a reporter what they use, without money, note or history; a stranger nothing', async () => {
    const { items: mine } = await call(reporter).items({ query: {} })
    expect(mine.map(({ name }) => name)).toEqual(['LT-0002'])
    const id = mine[0]?.id ?? ''
    await call(engineer).changeItem({ params: { id }, body: { version: 2, note: 'Deuk in de klep', price: { amount: 900 } } })
    expect(await call(reporter).item({ params: { id } })).toMatchObject({ note: '', price: null, mayChange: false })
    expect(await problem(house.as(itemHistory, reporter.token).history({ params: { id } }))).toMatchObject({ status: 403 })
    expect((await call(stranger).items({ query: {} })).items).toEqual([])
    expect((await call(stranger).items({ query: { search: 'LT' } })).items).toEqual([])
    expect((await call(stranger).items({ query: { tag: 'uitleen' } })).items).toEqual([])
    expect((await call(stranger).itemNames({ query: { search: '77' } })).items).toEqual([])
    expect(await problem(call(stranger).item({ params: { id } }))).toMatchObject({ status: 404 })
    expect(await problem(house.as(itemHistory, stranger.token).history({ params: { id } }))).toMatchObject({ status: 404 })
  })
})

test('a document hangs on an item; who does not see the item does not see that it does', async () => {
  const { id, number } = await call(engineer).createItem({ body: { kind: 'printer', name: 'Printer met handleiding', userIds: [reporter.id] } })
  const other = await call(engineer).createItem({ body: { kind: 'printer', name: 'Printer van een ander' } })
  const papers = (who: Member) => house.as(documents, who.token)
  const { id: documentId } = await papers(engineer).writePage({ body: { title: 'Handleiding', text: 'Papier bijvullen' } })
  for (const place of [number, other.id]) await papers(engineer).attach({ params: { id: documentId }, body: { kind: 'item', id: place } })
  await papers(engineer).publish({ params: { id: documentId, number: 1 }, body: { version: 1 } })
  const seen = (who: Member, of: string) => papers(who).attached({ query: { kind: 'item', id: of } })
  expect(await seen(engineer, other.id)).toMatchObject([{ title: 'Handleiding' }])
  expect((await problem(seen(reporter, other.id))).status).toBe(404)
  expect((await problem(seen(stranger, id))).status).toBe(404)
  // The number of an item is none of a case.
  const wrong = papers(engineer).attach({ params: { id: documentId }, body: { kind: 'case', id: number } })
  expect((await problem(wrong)).type).toBe('documents.noSuchPlace')
  await papers(engineer).detach({ params: { id: documentId, kind: 'item', place: other.id } })
  expect(await seen(engineer, other.id)).toEqual([])
})
