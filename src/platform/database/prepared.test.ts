import { expect, test } from 'vitest'
import { naming, outdated } from './prepared.ts'

test('a statement gets a name of its own when it comes a third time, and keeps it', () => {
  const nameFor = naming()
  const text = 'select 1 /* prepared.test */'
  expect([nameFor(text), nameFor(text)]).toEqual([undefined, undefined])
  const name = nameFor(text)
  expect(name).toMatch(/^spil_\d+$/)
  expect(nameFor(text)).toBe(name)
  const other = 'select 2 /* prepared.test */'
  expect([nameFor(other), nameFor(other), nameFor(other)].at(-1)).not.toBe(name)
})

test('one-off statements get none, however many there are', () => {
  const nameFor = naming()
  for (let n = 0; n < 10_000; n += 1) expect(nameFor(`select ${n} /* one-off */`)).toBeUndefined()
})

test('only a plan that no longer fits is outdated, not whatever else PostgreSQL does not support', () => {
  const failure = (message: string) => Object.assign(new Error(message), { code: '0A000' })
  expect(outdated(failure('cached plan must not change result type'))).toBe(true)
  expect(outdated(failure('FOR UPDATE is not allowed with aggregate functions'))).toBe(false)
})
