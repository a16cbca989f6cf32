/** Whatever several people do at the same time: no version is lost or doubled, and readers always see one that exists. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { documents } from '../contract.ts'

let app: Spil
let writers: Member[]
beforeAll(async () => {
  app = await spil()
  writers = [await app.member('engineer'), await app.member('engineer'), await app.member('lead')]
})
afterAll(() => app[Symbol.asyncDispose]())

type Deed = { who: number; what: 'edit' | 'publish' | 'restore' | 'withdraw'; behind: number; pick: number }
const deed = fc.record({
  who: fc.nat(2),
  what: fc.constantFrom('edit' as const, 'edit' as const, 'publish' as const, 'restore' as const, 'withdraw' as const),
  /** How many versions the screen is behind. */
  behind: fc.nat(1),
  pick: fc.nat(20),
})
const expected = ['documents.changed', 'documents.fieldsChanged', 'documents.notPublished', 'platform.notFound']

async function play(rounds: readonly (readonly Deed[])[]): Promise<void> {
  const by = (at: number) => app.as(documents, writers[at % writers.length]?.token)
  const { id } = await by(0).writePage({ body: { title: 'Samen', text: 'begin' } })
  /** Content by number, of what was answered as done. */
  const kept = new Map([[1, 'begin']])
  let told = 0
  for (const [round, deeds] of rounds.entries()) {
    const now = await by(0).document({ params: { id } })
    await Promise.all(
      deeds.map(async ({ who, what, behind, pick }, at) => {
        const base = Math.max(1, now.latest - behind)
        const number = 1 + (pick % now.latest)
        const version = Math.max(1, now.version - behind)
        const text = `${round}.${at}`
        try {
          if (what === 'edit') {
            const done = await by(who).saveText({ params: { id }, body: { base, text } })
            expect(kept.has(base + 1)).toBe(false)
            kept.set(base + 1, text)
            expect(done.latest).toBeGreaterThan(base)
          } else if (what === 'restore') {
            await by(who).restore({ params: { id, number }, body: { base } })
            expect(kept.has(base + 1)).toBe(false)
            kept.set(base + 1, kept.get(number) ?? 'gone')
          } else if (what === 'publish') await by(who).publish({ params: { id, number }, body: { version } })
          else await by(who).withdraw({ params: { id }, body: { version } })
          told += what === 'publish' || what === 'withdraw' ? 1 : 0
        } catch (error) {
          if (!(error instanceof ProblemError) || !expected.includes(error.problem.type)) throw error
        }
      }),
    )
  }
  const end = await by(0).document({ params: { id } })
  expect(end.latest).toBe(kept.size)
  expect(end.version).toBe(1 + told)
  const numbers = end.versions.map(({ number }) => number).reverse()
  expect(numbers).toEqual(Array.from({ length: end.latest }, (_, at) => at + 1))
  for (const number of numbers) expect((await by(1).version({ params: { id, number } })).text).toBe(kept.get(number))
  if (end.published !== null) expect(kept.has(end.published)).toBe(true)
}

test('any interleaving of editing, publishing, restoring and withdrawing', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.array(deed, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }), play), { numRuns: 25 })
}, 120_000)
