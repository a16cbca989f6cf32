/** Forms as data: for whatever they hold, and whatever is sent. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { effort } from '#test/effort.ts'
import { type Answers, Definition, FormField } from '../contract.ts'
import { check, flaws, matches, shownFields } from '../rules.ts'

const today = '2026-11-25'
const field = (more: Partial<FormField> & Pick<FormField, 'key' | 'kind'>) => FormField.parse({ label: { nl: more.key }, ...more })

describe('patterns', () => {
  test('signs stand for what they say', () => {
    expect(matches('##-@@-##', '12-ab-34')).toBe(true)
    expect(matches('##-@@-##', '12-a4-34')).toBe(false)
    expect(matches('*@linde.nl', 'x')).toBe(false)
    expect(matches('LT-*', 'lt-0042')).toBe(true)
    expect(matches('', '')).toBe(true)
  })
  test('the same answers as a regular expression, and never long', () => {
    const signs = fc.array(fc.constantFrom('#', '?', '*', 'a', '1', '-'), { maxLength: 12 }).map((all) => all.join(''))
    const text = fc.array(fc.constantFrom('a', '1', '2', '-', 'b'), { maxLength: 16 }).map((all) => all.join(''))
    const as = (pattern: string) =>
      new RegExp(`^${[...pattern].map((sign) => (sign === '#' ? '\\d' : sign === '?' ? '.' : sign === '*' ? '.*' : sign)).join('')}$`)
    fc.assert(fc.property(signs, text, (pattern, word) => matches(pattern, word) === as(pattern).test(word)))
    const spent = effort()
    expect(matches(`${'*a'.repeat(29)}*b`, 'a'.repeat(20_000))).toBe(false)
    expect(spent()).toBeLessThan(2000)
  })
})

describe('a form', () => {
  const fields = [
    field({
      key: 'kind',
      kind: 'choice',
      required: true,
      choices: [
        { key: 'new', label: { nl: 'Nieuw', en: 'New' }, impact: null, urgency: null },
        { key: 'old', label: { nl: 'Stuk', en: '' }, impact: null, urgency: 'high' },
      ],
    }),
    field({ key: 'broken', kind: 'text', required: true, shownWhen: { field: 'kind', is: ['old'] } }),
    field({ key: 'count', kind: 'number', min: 1, max: 10, unit: 'stuks' }),
    field({ key: 'tag', kind: 'text', pattern: 'LT-####' }),
    field({ key: 'day', kind: 'date', min: 0, max: 30 }),
  ]
  test('keeps only what is shown and right, and says at each field what is wrong', () => {
    expect(check(fields, {}, today).wrong).toMatchObject({ kind: { code: 'needed' } })
    expect(check(fields, { kind: 'new', broken: 'scherm' }, today)).toEqual({ clean: { kind: 'new' }, wrong: {} })
    expect(check(fields, { kind: 'old' }, today).wrong).toEqual({ broken: { code: 'needed', values: {} } })
    const bad = check(fields, { kind: 'weg', count: 11, tag: 'LT-12', day: '2026-02-30' }, today).wrong
    expect(Object.fromEntries(Object.entries(bad).map(([key, { code }]) => [key, code]))).toEqual({
      kind: 'noSuchChoice',
      count: 'tooHigh',
      tag: 'pattern',
      day: 'notADate',
    })
    expect(check(fields, { kind: 'new', day: '2026-11-24' }, today).wrong.day).toEqual({ code: 'tooEarly', values: { day: today } })
    expect(check(fields, { kind: 'new', day: '2026-12-26' }, today).wrong.day).toEqual({ code: 'tooLate', values: { day: '2026-12-25' } })
  })
  test('whatever is sent: nothing throws, nothing hidden or unknown is kept, and what is kept is right again', () => {
    const answer = fc.oneof(fc.string({ maxLength: 30 }), fc.double(), fc.boolean(), fc.array(fc.string({ maxLength: 5 }), { maxLength: 4 }))
    const keys = fc.constantFrom('kind', 'broken', 'count', 'tag', 'day', 'else', '__proto__')
    fc.assert(
      fc.property(fc.array(fc.tuple(keys, answer), { maxLength: 8 }), (given) => {
        const answers = Object.fromEntries(given) as Answers
        const { clean } = check(fields, answers, today)
        const shown = shownFields(fields, answers).map(({ key }) => key)
        expect(Object.keys(clean).filter((key) => !shown.includes(key))).toEqual([])
        for (const key of Object.keys(check(fields, clean, today).wrong)) expect(clean[key]).toBeUndefined()
      }),
    )
  })
  test('what cannot work is refused when it is made', () => {
    const base = Definition.parse({ name: { nl: 'Iets' }, kind: 'serviceRequest' })
    const codes = (fields: FormField[]) => flaws({ ...base, fields }).map(({ code }) => code)
    const [kind, broken] = fields as [FormField, FormField]
    expect(codes([kind, broken])).toEqual([])
    expect(codes([broken, kind])).toEqual(['whenEarlier'])
    expect(codes([kind, kind])).toEqual(['keyTwice'])
    expect(codes([field({ key: 'x', kind: 'choice' })])).toEqual(['noChoices'])
    expect(codes([field({ key: 'x', kind: 'number', min: 2, max: 1, pattern: '#' })])).toEqual(['minAboveMax', 'patternOnlyText'])
    expect(flaws({ ...base, kind: 'accessRequest' }).map(({ code }) => code)).toEqual(['accessOnly'])
  })
})
