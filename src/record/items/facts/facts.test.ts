/** Facts: the newest per source, sources in order, history by change; for whatever order they arrive in. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { directory } from '#record/people/directory/contract.ts'
import { actorOf } from '#record/people/people.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { items } from '../contract.ts'
import { itemFacts, type NewFact } from './contract.ts'
import { factsOf, observeItems } from './facts.ts'
import { rankFacts } from './rules.ts'

let house: Spil
let engineer: Member
let lead: Member
let stranger: Member
let reporter: Member
const of = (who: Member) => house.as(itemFacts, who.token)
const make = async () => (await house.as(items, engineer.token).createItem({ body: { kind: 'server', name: 'srv', userIds: [reporter.id] } })).id
const minute = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString()

beforeAll(async () => {
  house = await spil()
  engineer = await house.member('engineer')
  lead = await house.member('lead')
  reporter = await house.member('reporter')
  const bea = await house.administrator()
  const elsewhere = await house.as(directory, bea.token).createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
  stranger = await house.member(['engineer', 'lead'], { organisationId: elsewhere.id })
})
afterAll(() => house[Symbol.asyncDispose]())
const add = (id: string, source: string, facts: NewFact[]) => of(engineer).addFacts({ params: { id }, query: { source }, body: facts })
const known = async (id: string) => (await of(engineer).facts({ params: { id } })).items

describe('observing', () => {
  test('what is new or different is told; what is the same only seen again', async () => {
    const id = await make()
    const first = [
      { key: 'disk.encrypted', value: true, observedAt: minute(1) },
      { key: 'memory', value: 16, unit: 'GB', observedAt: minute(1) },
    ]
    expect((await add(id, 'agent', first)).changed.sort()).toEqual(['disk.encrypted', 'memory'])
    expect(
      await add(
        id,
        'agent',
        first.map((one) => ({ ...one, observedAt: minute(9) })),
      ),
    ).toEqual({ received: 2, changed: [] })
    expect(await known(id)).toMatchObject([
      { key: 'disk.encrypted', value: true, since: minute(1), seenAt: minute(9), source: 'agent', conflict: false },
      { key: 'memory', value: 16, unit: 'GB', since: minute(1), seenAt: minute(9) },
    ])
    expect((await add(id, 'agent', [{ key: 'memory', value: 32, unit: 'GB', observedAt: minute(12) }])).changed).toEqual(['memory'])
    const { items: history } = await of(engineer).factHistory({ params: { id }, query: { key: 'memory' } })
    expect(history.map(({ value, at }) => [value, at])).toEqual([
      [32, minute(12)],
      [16, minute(1)],
    ])
    expect((await known(id))[0]).toMatchObject({ seenAt: minute(9) })
    expect((await house.happened()).filter((name) => name === 'items.factsChanged')).toHaveLength(2)
  })
  test('a late one does not win; it stands in the history where it belongs', async () => {
    const id = await make()
    const say = (value: string, at: number) => add(id, 'agent', [{ key: 'os', value, observedAt: minute(at) }])
    await say('A', 1)
    await say('A', 10)
    expect((await say('B', 5)).changed).toEqual([])
    expect(await known(id)).toMatchObject([{ value: 'A', seenAt: minute(10), since: minute(10) }])
    const { items: history } = await of(engineer).factHistory({ params: { id }, query: { key: 'os' } })
    expect(history.map(({ value, at }) => `${value} ${at}`)).toEqual([`A ${minute(10)}`, `B ${minute(5)}`, `A ${minute(1)}`])
  })
  test('sources that contradict each other are shown; a ranking says which counts', async () => {
    const id = await make()
    await add(id, 'scan', [{ key: 'os', value: 'Linux', observedAt: minute(1) }])
    await add(id, 'agent', [{ key: 'os', value: 'Windows', observedAt: minute(2) }])
    expect(await known(id)).toMatchObject([{ value: 'Windows', conflict: true, others: [{ source: 'scan', value: 'Linux' }] }])
    const params = { organisationId: lead.organisationId }
    await of(lead).rank({ params, body: { key: 'os', sources: ['scan', 'agent'], version: 0 } })
    expect(await known(id)).toMatchObject([{ value: 'Linux', conflict: true, others: [{ source: 'agent', value: 'Windows' }] }])
    expect((await of(engineer).facts({ params: { id }, query: { conflicts: 'true' } as never })).items).toHaveLength(1)
    await expect(of(lead).rank({ params, body: { key: 'os', sources: [], version: 0 } })).rejects.toBeInstanceOf(ProblemError)
    await of(lead).rank({ params, body: { key: 'os', sources: [], version: 1 } })
    // Both the order and its taking away may change what is known; the refused one did nothing.
    expect((await house.happened()).filter((name) => name === 'items.rankingChanged')).toHaveLength(2)
    expect((await known(id))[0]).toMatchObject({ value: 'Windows' })
  })
})

describe('reading', () => {
  test('a moment in the future counts as now, and pages give every key once', async () => {
    const id = await make()
    await add(
      id,
      'agent',
      Array.from({ length: 25 }, (_, n) => ({ key: `k${n}`, value: n, observedAt: '2199-01-01T00:00:00Z' })),
    )
    const seen: string[] = []
    for (let after: string | undefined; ; ) {
      const { items: page, next } = await of(engineer).facts({ params: { id }, query: { limit: 7, ...(after && { after }) } })
      seen.push(...page.map(({ key }) => key))
      expect(page.every(({ seenAt }) => seenAt < '2100')).toBe(true)
      if (next === null) break
      after = next
    }
    expect(seen).toHaveLength(25)
    expect(new Set(seen).size).toBe(25)
  })
  test('of another organisation there is nothing, and a reporter does not see what was observed of what they use', async () => {
    const id = await make()
    await add(id, 'agent', [{ key: 'os', value: 'Linux' }])
    await expect(of(stranger).facts({ params: { id } })).rejects.toMatchObject({ problem: { status: 404 } })
    await expect(of(reporter).facts({ params: { id } })).rejects.toMatchObject({ problem: { status: 403 } })
    await expect(of(stranger).addFacts({ params: { id }, body: [{ key: 'os', value: 'X' }] })).rejects.toMatchObject({ problem: { status: 404 } })
    const actor = await actorOf(house.app, stranger.id)
    const seen = await house.app.as(actor, (ctx) => factsOf(ctx, [{ id, organisationId: engineer.organisationId }]))
    expect(seen.get(id)?.size).toBe(0)
  })
})

const observed = fc.record({
  key: fc.constantFrom('a', 'b', 'c'),
  value: fc.constantFrom(1, 2, 'x', true),
  observedAt: fc.integer({ min: 1, max: 8 }).map(minute),
})
const report = fc.record({ source: fc.constantFrom('one', 'two'), facts: fc.array(observed, { minLength: 1, maxLength: 4 }) })

type NewFactAt = { key: string; value: string | number | boolean; observedAt: string }
/** Seen again in a report that says nothing else, and contradicted at that very moment. */
const contradicted: { source: string; facts: NewFactAt[] }[] = [
  { source: 'two', facts: [1, 2].map((n) => ({ key: 'c', value: true, observedAt: minute(n) })) },
  { source: 'two', facts: [{ key: 'c', value: 1, observedAt: minute(2) }] },
]

describe('for whatever order', () => {
  test('what counts in the end is the newest of each source, and of one moment the greater', async () => {
    const actor = await actorOf(house.app, engineer.id)
    const { organisationId } = engineer
    await fc.assert(
      fc.asyncProperty(fc.array(report, { minLength: 1, maxLength: 10 }), fc.integer(), async (reports, seed) => {
        const shuffled = [...reports].sort((one, other) => (JSON.stringify([seed, one]).length % 7) - (JSON.stringify([seed, other]).length % 5))
        const [first, second] = [await make(), await make()]
        for (const [itemId, all] of [
          [first, reports],
          [second, shuffled],
        ] as const)
          for (const one of all) await house.app.as(actor, (ctx) => observeItems(ctx, [{ itemId, organisationId, ...one }]))
        const found = await house.app.as(actor, (ctx) =>
          factsOf(
            ctx,
            [first, second].map((id) => ({ id, organisationId })),
          ),
        )
        const inShort = (id: string) =>
          [...(found.get(id)?.values() ?? [])]
            .flatMap(({ key, others, ...fact }) => [fact, ...others].map(({ source, value, seenAt }) => JSON.stringify([key, source, value, seenAt])))
            .sort()
        const newest = new Map<string, readonly [string, string, unknown, string]>()
        for (const { source, facts } of reports)
          for (const { key, value, observedAt } of facts) {
            const at = `${key} ${source}`
            const known = newest.get(at)
            const rank = (moment: string, of: unknown) => `${moment} ${JSON.stringify(of)}`
            if (!known || rank(observedAt, value) > rank(known[3], known[2])) newest.set(at, [key, source, value, observedAt])
          }
        expect(inShort(first)).toEqual([...newest.values()].map((one) => JSON.stringify(one)).sort())
        expect(inShort(second)).toEqual(inShort(first))
      }),
      { numRuns: 25, examples: [[contradicted, 0]] },
    )
  }, 60_000)
  test('the ranking does not look at the order it gets them in', () => {
    const one = fc.record({
      source: fc.constantFrom('a', 'b', 'c', 'd'),
      value: fc.constantFrom(1, 2),
      unit: fc.constant(null),
      since: fc.constant(minute(1)),
      seenAt: fc.integer({ min: 1, max: 3 }).map(minute),
      receivedAt: fc.constant(minute(1)),
    })
    fc.assert(
      fc.property(
        fc.uniqueArray(one, { selector: ({ source }) => source, minLength: 1 }),
        fc.shuffledSubarray(['a', 'b', 'c', 'd']),
        (all, sources) => {
          const first = rankFacts('k', all, sources)
          expect(rankFacts('k', [...all].reverse(), sources)).toEqual(first)
          expect(first?.conflict).toBe(new Set(all.map(({ value }) => value)).size > 1)
          const best = sources.find((source) => all.some((other) => other.source === source))
          if (best) expect(first?.source).toBe(best)
        },
      ),
    )
  })
})

describe('at once', () => {
  test('many about one item: nothing is lost or doubled', async () => {
    const id = await make()
    await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        add(id, 'agent', [
          { key: 'n', value: n, observedAt: minute(n) },
          { key: 'same', value: 1, observedAt: minute(n) },
        ]),
      ),
    )
    expect(await known(id)).toMatchObject([
      { key: 'n', value: 11 },
      { key: 'same', seenAt: minute(11) },
    ])
    const { items: history } = await of(engineer).factHistory({ params: { id }, query: { key: 'n' } })
    expect(history.map(({ value }) => value).sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 12 }, (_, n) => n))
  })
})
