/** How many questions are answered at once. */
import { expect, test } from 'vitest'
import { inTurn } from './rules.ts'

test('two of one person and four of all at once; the others wait, and who asks too many is told so', async () => {
  const now = new Map<string, number>()
  let [mostOfOne, most] = [0, 0]
  const ends: (() => void)[] = []
  const ask = (who: string) =>
    inTurn(who, async () => {
      now.set(who, (now.get(who) ?? 0) + 1)
      mostOfOne = Math.max(mostOfOne, now.get(who) ?? 0)
      most = Math.max(
        most,
        [...now.values()].reduce((sum, one) => sum + one, 0),
      )
      await new Promise<void>((resolve) => ends.push(resolve))
      now.set(who, (now.get(who) ?? 0) - 1)
      return who
    })
  const ada = Array.from({ length: 42 }, () => ask('ada'))
  await expect(ask('ada')).rejects.toMatchObject({ code: 'busy' })
  const others = ['bo', 'cas', 'dre'].map(ask)
  for (let done = 0; done < 45; ) {
    await new Promise(setImmediate)
    for (const end of ends.splice(0)) {
      end()
      done += 1
    }
  }
  expect(await Promise.all([...ada, ...others])).toHaveLength(45)
  expect([mostOfOne, most]).toEqual([2, 4])
  // What fails makes room too.
  for (let n = 0; n < 5; n += 1) await expect(inTurn('ada', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  const last = ask('ada')
  await new Promise(setImmediate)
  for (const end of ends.splice(0)) end()
  expect(await last).toBe('ada')
})
