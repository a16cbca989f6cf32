/** Who gets a new case: the pure choice of a turn, and its story through HTTP, also for many at once. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { deskAbsence } from '../absence/contract.ts'
import { desk } from '../contract.ts'
import { deskAssignment } from './contract.ts'
import { assignByRules } from './reads.ts'
import { leastBusy, nextTurn } from './rules.ts'

describe('turns', () => {
  const people = fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c', 'd', 'e'), { minLength: 1 })
  test('round and round everybody who is there gets as many turns, give or take one', () => {
    fc.assert(
      fc.property(people, fc.func(fc.boolean()), fc.integer({ min: 0, max: 40 }), (order, isThere, rounds) => {
        const there = new Set(order.filter((id) => isThere(id)))
        const got = new Map<string, number>()
        let last: string | null = null
        for (let n = 0; n < rounds; n++) {
          const next = nextTurn(order, there, last)
          expect(next === undefined).toBe(there.size === 0)
          if (next === undefined) return
          expect(there.has(next)).toBe(true)
          got.set(next, (got.get(next) ?? 0) + 1)
          last = next
        }
        const counts = [...there].map((id) => got.get(id) ?? 0)
        if (counts.length > 0) expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }),
    )
  })
  test('the least busy has no more than anybody who is there', () => {
    fc.assert(
      fc.property(people, fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.nat(9)), (order, open) => {
        const work = new Map(Object.entries(open))
        const found = leastBusy(order, new Set(order), work, null)
        expect(found).toBeDefined()
        for (const id of order) expect(work.get(found ?? '') ?? 0).toBeLessThanOrEqual(work.get(id) ?? 0)
      }),
    )
  })
})

let app: Spil
let bea: Member
let noor: Member
let team: { id: string }
const engineers: Member[] = []
beforeAll(async () => {
  app = await spil()
  bea = await app.administrator()
  noor = await app.member('reporter', { name: 'Noor Bakker' })
  for (const name of ['Anna', 'Bram', 'Carla', 'Daan']) engineers.push(await app.member('engineer', { name }))
  const memberIds = engineers.map(({ id }) => id)
  team = await app.as(directory, bea.token).createTeam({ body: { organisationId: bea.organisationId, name: 'Team Noord', memberIds } })
})
afterAll(() => app[Symbol.asyncDispose]())
const by = (who: Member) => app.as(deskAssignment, who.token, { 'accept-language': 'nl' })
const open = (title: string, text = '') =>
  app.as(desk, noor.token).createCase({ body: { kind: 'incident', title, text, impact: 'person', urgency: 'normal' } })
const seen = (id: string) => app.as(desk, bea.token, { 'accept-language': 'nl' }).case({ params: { id } })
const says = (...words: string[]) => ({ match: 'all' as const, conditions: [{ field: 'words' as const, op: 'contains' as const, value: words }] })

test('the first rule that holds decides; the reason stands on the case; a dry run shows who would get what, and does nothing', async () => {
  const { organisationId } = bea
  await open('Printer zonder papier')
  const draft = { name: 'printers', condition: says('printer'), teamId: team.id, rotation: 'turn' as const }
  const tried = await by(bea).tryRules({ body: { organisationId, rule: draft } })
  expect(tried.items[0]).toMatchObject({ ruleNumber: 1, text: 'Toegewezen door regel 1: printers. Naar Team Noord, beurt van Anna.' })
  await app.settle()
  expect((await seen(tried.items[0]?.id ?? '')).case.assignee).toBeNull()
  await by(bea).addRule({ body: { organisationId, name: 'storing VPN', condition: says('vpn'), personId: engineers[3]?.id ?? null } })
  const printers = await by(bea).addRule({ body: { organisationId, ...draft } })
  const vpn = await open('Geen VPN')
  const first = await open('De printers doen niets')
  const second = await open('Scan', 'De printer scant niet')
  const other = await open('Scherm zwart')
  await app.settle()
  expect((await seen(vpn.id)).case.assignee?.name).toBe('Daan')
  expect((await seen(first.id)).case).toMatchObject({ assignee: { name: 'Anna' }, team: { name: 'Team Noord' }, state: 'new' })
  expect((await seen(second.id)).case.assignee?.name).toBe('Bram')
  expect((await seen(other.id)).case).toMatchObject({ assignee: null, team: null })
  const why = 'Toegewezen door regel 2: printers. Naar Team Noord, beurt van Bram.'
  expect((await by(bea).why({ params: { id: second.id } })).items).toMatchObject([{ text: why, sourceId: printers.id, version: 1 }])
  const history = await app.as(desk, bea.token, { 'accept-language': 'nl' }).history({ params: { id: second.id } })
  expect(history.items.map(({ text }) => text)).toContain(why)
  // On demand for what was there before.
  expect((await by(bea).assignOpen({ body: { organisationId } })).items.map(({ person }) => person?.name)).toEqual(['Carla'])
})
test('who is away gets no turn; when nobody is there the team gets it', async () => {
  const from = new Date(app.clock.now().getTime() - 1000).toISOString()
  const absences = []
  for (const one of engineers.slice(1)) absences.push(await app.as(deskAbsence, one.token).addAbsence({ body: { from } }))
  const only = await open('Printer 1')
  await app.settle()
  expect((await seen(only.id)).case.assignee?.name).toBe('Anna')
  const last = await app.as(deskAbsence, engineers[0]?.token).addAbsence({ body: { from } })
  const none = await open('Printer 2')
  await app.settle()
  expect((await seen(none.id)).case).toMatchObject({ assignee: null, team: { name: 'Team Noord' } })
  for (const [index, absence] of [...absences, last].entries())
    await app.as(deskAbsence, engineers[(index + 1) % 4]?.token).removeAbsence({ params: { id: absence.id } })
})
test('what a person chose stays: only somebody of that team; a confidential case is left alone', async () => {
  const elsewhere = await app.as(directory, bea.token).createTeam({ body: { organisationId: bea.organisationId, name: 'Team Zuid', memberIds: [] } })
  const at = app.as(desk, bea.token)
  const body = { kind: 'incident', title: 'Printer', impact: 'person', urgency: 'normal' } as const
  const chosen = await at.createCase({ body: { ...body, teamId: elsewhere.id } })
  const ours = await at.createCase({ body: { ...body, teamId: team.id } })
  const hidden = await at.createCase({ body: { ...body, confidential: true } })
  await app.settle()
  expect((await seen(chosen.id)).case).toMatchObject({ assignee: null, team: { name: 'Team Zuid' } })
  expect((await seen(ours.id)).case.assignee).not.toBeNull()
  expect((await seen(hidden.id)).case.assignee).toBeNull()
})
test('twelve at once: each of four gets exactly three turns', async () => {
  const rules = (await by(bea).rules({ query: { organisationId: bea.organisationId } })).items
  const printers = rules.find(({ name }) => name === 'printers')
  if (!printers) throw new Error('no rule')
  // Opened while the rule sleeps, so that the subscription does not take them one by one.
  const { id, version, condition } = printers
  const body = { name: 'printers', condition, teamId: team.id, rotation: 'turn' as const }
  await by(bea).changeRule({ params: { id }, body: { ...body, version, active: false } })
  const made = await Promise.all(Array.from({ length: 12 }, (_, n) => open(`Printer ${n}`)))
  await app.settle()
  await by(bea).changeRule({ params: { id }, body: { ...body, version: version + 1 } })
  const chosen = await Promise.all(made.map((one) => app.app.asSystem((ctx) => assignByRules(ctx, one.id, bea.organisationId, ctx.now))))
  const counts = engineers.map((one) => chosen.filter((choice) => choice?.personId === one.id).length)
  expect(counts).toEqual([3, 3, 3, 3])
  // Once more does nothing: they are assigned.
  expect(await app.app.asSystem((ctx) => assignByRules(ctx, made[0]?.id ?? '', bea.organisationId, ctx.now))).toBeUndefined()
})
test('the order is kept, and must be of all rules; a condition must fit its field', async () => {
  const { organisationId } = bea
  const before = (await by(bea).rules({ query: { organisationId } })).items.map(({ id }) => id)
  const turned = [...before].reverse()
  expect((await by(bea).orderRules({ body: { organisationId, ids: turned } })).items.map(({ id }) => id)).toEqual(turned)
  await expect(by(bea).orderRules({ body: { organisationId, ids: turned.slice(1) } })).rejects.toMatchObject({
    problem: { type: 'desk.assignment.changed' },
  })
  const wrong = { match: 'all' as const, conditions: [{ field: 'kind' as const, op: 'contains' as const, value: ['x'] }] }
  await expect(by(bea).addRule({ body: { organisationId, name: 'x', condition: wrong, teamId: team.id } })).rejects.toMatchObject({
    problem: { type: 'platform.invalid' },
  })
})
