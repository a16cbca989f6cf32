import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { itemBulk } from '#record/items/bulk/contract.ts'
import { type Item, items } from '#record/items/contract.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { itemHistory } from '#record/items/history/contract.ts'
import { itemKinds } from '#record/items/kinds/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '#work/desk/contract.ts'
import { devicesProvisioning } from '../provisioning/contract.ts'
import { devicesLifecycle } from './contract.ts'

let house: Spil
let officer: Member
let engineer: Member
let lead: Member
let colleague: Member
let user: Member
beforeAll(async () => {
  house = await spil()
  officer = await house.member('securityOfficer')
  engineer = await house.member('engineer')
  lead = await house.member('lead')
  colleague = await house.member('engineer')
  user = await house.member('reporter', { name: 'Noor Bakker' })
})
afterAll(() => house[Symbol.asyncDispose]())

const of = (who: Member = engineer) => house.as(devicesLifecycle, who.token)
const register = (who: Member = engineer) => house.as(items, who.token)
const type = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => '',
    (error) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
let last = 0
const make = (state: string, body: object = {}): Promise<Item> =>
  register(lead).createItem({ body: { kind: 'laptop', name: `LT-${++last}`, state, attributes: { serial: `5CG${last}` }, ...body } })
const now = (item: Item) => register().item({ params: { id: item.id } })
const params = (item: Item) => ({ id: item.id })
async function file(item: Item, words: string, who: Member = engineer) {
  const reply = await house.server.inject({
    method: 'POST',
    url: `/api/devices/items/${item.id}/evidence`,
    payload: words,
    headers: { authorization: `Bearer ${who.token}`, 'content-type': 'text/plain', 'x-file-name': encodeURIComponent('wis/log.txt') },
  })
  if (reply.statusCode !== 201) throw new ProblemError(reply.json())
  return reply.json<{ id: string; sha256: string; name: string }>()
}
const wiping = { method: 'purge', tool: 'nwipe 0.37' } as const

describe('wiping and disposal', () => {
  test('need proof that is of this device and proves one step; nothing is skipped', async () => {
    const [one, other] = [await make('returned'), await make('returned')]
    const wipe = (item: Item, version: number, evidenceIds: string[]) =>
      of().wipe({ params: params(item), body: { ...wiping, version, evidenceIds } })
    const dispose = (item: Item, version: number, evidenceIds: string[], how: 'recycled' | 'writtenOff' = 'recycled') =>
      of().dispose({ params: params(item), body: { how, party: 'Kringloop BV', version, evidenceIds } })
    expect(await type(wipe(one, 1, []))).toBe('devices.lifecycle.noProof')
    const log = await file(one, 'all sectors overwritten')
    expect([log.name, log.sha256]).toEqual(['log.txt', createHash('sha256').update('all sectors overwritten').digest('hex')])
    expect(await type(wipe(other, 1, [log.id]))).toBe('devices.lifecycle.otherProof')
    expect(await type(dispose(one, 1, [log.id]))).toBe('items.moveNotAllowed')
    expect(await type(register().changeItem({ params: params(one), body: { version: 1, state: 'wiped' } }))).toBe('items.moveProven')
    expect(await type(wipe(one, 2, [log.id]))).toBe('items.changed')
    // Two at once: one wipe.
    const tries = await Promise.all([1, 2, 3].map(() => type(wipe(one, 1, [log.id]))))
    expect(tries.filter((reply) => reply === '')).toHaveLength(1)
    expect(await now(one)).toMatchObject({ state: { key: 'wiped' }, version: 2 })
    const second = await file(one, 'once more')
    expect(await type(wipe(one, 2, [second.id]))).toBe('items.moveNotAllowed')
    expect(await type(dispose(one, 2, [log.id]))).toBe('devices.lifecycle.otherProof')
    expect(await type(dispose(one, 2, []))).toBe('devices.lifecycle.noProof')
    const certificate = await file(one, 'certificate 2026-118')
    expect(await type(dispose(one, 2, [certificate.id], 'writtenOff'))).toBe('devices.lifecycle.writtenOff')
    await dispose(one, 2, [certificate.id])
    expect(await now(one)).toMatchObject({ state: { key: 'disposed' }, moves: [], provenMoves: [] })
    const { items: told, loose } = await of().life({ params: params(one) })
    expect([told.map(({ what, evidence }) => [what, evidence.map(({ sha256 }) => sha256)]), loose.map(({ id }) => id)]).toEqual([
      [
        ['disposed', [certificate.sha256]],
        ['wiped', [log.sha256]],
      ],
      [second.id],
    ])
    const { items: history } = await house.as(itemHistory, engineer.token).history({ params: params(one) })
    expect(history.map(({ why }) => why)).toEqual(['Afgevoerd: Gerecycled, Kringloop BV', 'Gewist: Grondig gewist (purge), nwipe 0.37'])
    // The logbook names the file that proved it.
    const sealed = await house.app.asSystem((ctx) => ctx.db.selectFrom('event').select('data').where('name', '=', 'devices.stepTaken').execute())
    expect(sealed.map(({ data }) => (data as { sha256: string[] }).sha256)).toContainEqual([log.sha256])
  })

  test('an empty file proves nothing; a file is downloaded as it came, by who may read it', async () => {
    const item = await make('returned')
    expect(await type(file(item, ''))).toBe('devices.lifecycle.emptyFile')
    const { id } = await file(item, '<script>alert(1)</script>')
    const get = (token: string) =>
      house.server.inject({ method: 'GET', url: `/api/devices/evidence/${id}`, headers: { authorization: `Bearer ${token}` } })
    const reply = await get(colleague.token)
    expect([reply.body, reply.headers['content-type'], reply.headers['content-disposition']]).toEqual([
      '<script>alert(1)</script>',
      'application/octet-stream',
      expect.stringContaining('attachment'),
    ])
    expect((await get(user.token)).statusCode).toBe(403)
  })
})

describe('lost or stolen', () => {
  test('opens one confidential case for the security officer, with what is known; found it is taken in', async () => {
    const item = await make('inUse', { userIds: [user.id] })
    await house
      .as(itemFacts, engineer.token)
      .addFacts({ params: params(item), query: { source: 'script' }, body: [{ key: 'disk.encrypted', value: false }] })
    await of().lose({ params: params(item), body: { version: 1, stolen: true, since: '2026-11-20', place: 'Trein', circumstances: 'Tas weg' } })
    await house.settle()
    const [step] = (await of().life({ params: params(item) })).items
    expect(step).toMatchObject({ what: 'lost', told: { stolen: true, place: 'Trein' }, case: expect.stringMatching(/^C-\d+$/) })
    const read = (who: Member) => house.as(desk, who.token).case({ params: { id: step?.case ?? '' } })
    const seen = await read(officer)
    expect(seen.case).toMatchObject({
      title: `${item.name} (${item.number}) is gestolen`,
      confidential: true,
      priority: expect.stringMatching(/high|normal/),
    })
    expect(JSON.stringify(seen).replaceAll('\\n', '\n')).toMatch(
      /laatst gezien: Trein\.\nTas weg\n\nIn gebruik bij: Noor Bakker\nSchijf versleuteld: NEE/,
    )
    expect(await type(read(colleague))).toBe('platform.notFound')
    // What was told of it is as confidential as its case.
    expect((await of(colleague).life({ params: params(item) })).items).toEqual([])
    // Lost it is found, so that its case hears of it; it is not just taken in.
    expect(await type(of().takeIn({ params: params(item), body: { version: 2, condition: '' } }))).toBe('items.moveNotAllowed')
    await of(colleague).find({ params: params(item), body: { version: 2, place: 'Gevonden voorwerpen' } })
    expect(await now(item)).toMatchObject({ state: { key: 'returned' }, users: [] })
    await house.settle()
    expect(JSON.stringify(await read(officer))).toContain('Gevonden voorwerpen')
    expect(await type(of().find({ params: params(item), body: { version: 3, place: 'x' } }))).toBe('devices.lifecycle.notLost')
  })

  test('moved there by hand it opens a case too, once however often the event comes; it is written off with a report', async () => {
    const item = await make('stock')
    await register().changeItem({ params: params(item), body: { version: 1, state: 'lost' } })
    await house.settle()
    const { items: told } = await of().life({ params: params(item) })
    expect(told).toMatchObject([{ what: 'lost', by: { id: engineer.id }, told: { circumstances: '' }, case: expect.any(String) }])
    const report = await file(item, 'aangifte 123')
    const body = { version: 2, how: 'writtenOff' as const, party: 'Verzekeraar', evidenceIds: [report.id] }
    expect(await type(of().dispose({ params: params(item), body: { ...body, how: 'sold' } }))).toBe('devices.lifecycle.writtenOff')
    await of().dispose({ params: params(item), body })
    expect(await now(item)).toMatchObject({ state: { key: 'disposed' } })
  })
})

describe('repair', () => {
  test('it goes back to who uses it, else it is taken in; never straight into stock', async () => {
    const [used, spare, passed] = [await make('inUse', { userIds: [user.id] }), await make('stock'), await make('stock')]
    for (const item of [used, spare, passed]) {
      await register().changeItem({ params: params(item), body: { version: 1, state: 'repair' } })
      expect(await type(register().changeItem({ params: params(item), body: { version: 2, state: 'stock' } }))).toBe('items.moveNotAllowed')
      // A repair is no way to hand something out: who did not have it before does not get it by one.
      const version = item === passed ? (await register().changeItem({ params: params(item), body: { version: 2, userIds: [user.id] } })).version : 2
      await of().repair({ params: params(item), body: { version, done: 'Scherm vervangen', by: 'Dell' } })
    }
    expect([(await now(used)).state.key, (await now(spare)).state.key, (await now(passed)).state.key]).toEqual(['inUse', 'returned', 'returned'])
    expect(await type(of().repair({ params: params(used), body: { version: 3, done: 'x' } }))).toBe('devices.lifecycle.notInRepair')
    // Of what has no such steps it is put in stock.
    const screen = await make('stock', { kind: 'av' })
    await register().changeItem({ params: params(screen), body: { version: 1, state: 'repair' } })
    await of().repair({ params: params(screen), body: { version: 2, done: 'Kabel' } })
    expect((await now(screen)).state.key).toBe('stock')
  })
})

test('from order to disposal each step comes after the one before; the states of the kind say so', async () => {
  const { items: kinds } = await house.as(itemKinds, engineer.token).kinds({ params: { organisationId: engineer.organisationId } })
  const states = kinds.find(({ key }) => key === 'laptop')?.states ?? []
  const to = new Map(states.map((one) => [one.key, one.to]))
  // Every way from a device with somebody's data to one that is gone or with somebody else passes the wipe, or a loss that is reported.
  const reached = new Set<string>()
  const walk = (key: string) => {
    if (reached.has(key) || key === 'wiped' || key === 'lost') return
    reached.add(key)
    for (const next of to.get(key) ?? []) walk(next)
  }
  walk('inUse')
  // What the loan desk need not wipe is ready for the next loan (prepared); gone for good it is only when wiped.
  expect([...reached].sort()).toEqual(['inUse', 'prepared', 'repair', 'returned', 'stock'])
  const item = await make('requested')
  for (const [version, state] of ['ordered', 'stock'].entries())
    await register().changeItem({ params: params(item), body: { version: version + 1, state } })
  const begun = await house.as(devicesProvisioning, engineer.token).begin({ params: params(item), body: { profileId: null } })
  await house.as(devicesProvisioning, engineer.token).finish({ params: { id: begun.id }, body: {} })
  expect((await now(item)).state.key).toBe('prepared')
})

test('who uses it changes by handing out; what was used without a receipt is taken in, and wiped before the next one', async () => {
  const item = await make('inUse', { userIds: [user.id] })
  const change = (who: Member) => register(who).changeItem({ params: params(item), body: { version: 1, userIds: [engineer.id] } })
  expect(await type(change(engineer))).toBe('items.usersProven')
  expect((await of().life({ params: params(item) })).receipt).toBeNull()
  await of().takeIn({ params: params(item), body: { version: 1, condition: 'Kras' } })
  expect(await now(item)).toMatchObject({ state: { key: 'returned' }, users: [] })
  expect((await of().life({ params: params(item) })).items[0]).toMatchObject({ what: 'takenIn', told: { condition: 'Kras' } })
  expect(await type(change(lead))).toBe('items.changed')
})

test('an undo proves nothing: what was lost by many at once is not in use again by it', async () => {
  const item = await make('inUse', { userIds: [user.id] })
  const bulk = house.as(itemBulk, engineer.token)
  const { id } = await bulk.changeMany({ body: { itemIds: [item.id], state: 'lost' } })
  await house.settle()
  expect(await bulk.undoMany({ params: { id } })).toMatchObject({ done: 0, refused: [{ id: item.id }] })
  expect(await now(item)).toMatchObject({ state: { key: 'lost' } })
})
