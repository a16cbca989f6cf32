/** Conditions: three outcomes, bounds, what is wrong and where, and how they read. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { translator } from '#platform/i18n.ts'
import { effort } from '#test/effort.ts'
import { like } from './language/rules.ts'
import { reading } from './reading/rules.ts'
import { readingTexts } from './reading/texts.ts'
import { compile, judge, type Known, type Verdict } from './rules.ts'

const now = new Date('2027-06-02T08:00:00Z')
const facts = (values: Record<string, Known['value']>, seenAt = now) =>
  new Map(Object.entries(values).map(([key, value]) => [key, { value, seenAt: seenAt.toISOString() }]))
const made = (source: string) => {
  const { condition, wrong } = compile(source)
  if (!condition) throw new Error(JSON.stringify(wrong))
  return condition
}
const verdict = (source: string, values: Record<string, Known['value']>) => judge(made(source), facts(values), null, now).verdict
const wrong = (source: string) => compile(source).wrong.map(({ code, from, to }) => `${code.split('.').at(-1)} ${from}-${to}`)
const read = (source: string, locale: 'nl' | 'en') => reading(translator(readingTexts, locale), made(source).tree)

describe('outcomes', () => {
  test('what is known decides; what is not known is never met', () => {
    expect(verdict('disk.encrypted', { 'disk.encrypted': true })).toBe('met')
    expect(verdict('disk.encrypted == true', { 'disk.encrypted': false })).toBe('broken')
    expect(verdict('disk.encrypted', {})).toBe('unknown')
    expect(verdict('!disk.encrypted', {})).toBe('unknown')
    expect(verdict('memory >= 8 && memory / 2 < 10.5', { memory: 16 })).toBe('met')
    expect(verdict('fact["port 12/vlan"] in [30, 40]', { 'port 12/vlan': 30 })).toBe('met')
    expect(verdict('disk.encrypted', { 'disk.encrypted': 'yes' })).toBe('unknown')
    expect(verdict('os.version < 10', { 'os.version': 'ten' })).toBe('unknown')
    expect(verdict('["a", "b"].exists(one, one == os.name)', { 'os.name': 'b' })).toBe('met')
  })
  test('a part that decides by itself needs nothing else', () => {
    expect(verdict('kind == "kiosk" || disk.encrypted', { kind: 'kiosk' })).toBe('met')
    expect(verdict('kind == "kiosk" && disk.encrypted', { kind: 'laptop' })).toBe('broken')
    expect(verdict('disk.encrypted ? true : kind == "kiosk"', { kind: 'kiosk' })).toBe('met')
    expect(judge(made('a && b'), facts({ a: true }), null, now)).toMatchObject({ verdict: 'unknown', missing: ['b'], stale: [] })
  })
  test('a fact that is too old is not known; the moment it becomes so is known beforehand', () => {
    const hour = 3_600_000
    const condition = made('a')
    const young = judge(condition, facts({ a: true }, new Date(now.getTime() - hour)), 2 * hour, now)
    expect(young).toMatchObject({ verdict: 'met', dueAt: new Date(now.getTime() + hour) })
    const old = judge(condition, facts({ a: true }, new Date(now.getTime() - 2 * hour)), 2 * hour, now)
    expect(old).toMatchObject({ verdict: 'unknown', stale: ['a'], missing: [] })
    expect(old.dueAt?.getTime()).toBeGreaterThan(now.getTime())
  })
  test('versions, patterns and days', () => {
    expect(verdict('versionAtLeast(os.version, "10.0.19045")', { 'os.version': '10.0.22631.1' })).toBe('met')
    expect(verdict('versionAtLeast(os.version, "10.0.19045")', { 'os.version': '10.0.9' })).toBe('broken')
    expect(verdict('versionAtLeast(os.version, "10")', { 'os.version': 'unknown' })).toBe('unknown')
    expect(verdict('os.name.like("*windows 1?*")', { 'os.name': 'Microsoft Windows 11 Pro' })).toBe('met')
    expect(verdict('daysSince(restore.proven) <= 7', { 'restore.proven': '2027-05-30' })).toBe('met')
    expect(verdict('daysSince(restore.proven) <= 7', { 'restore.proven': '2027-05-20T10:00:00Z' })).toBe('broken')
    expect(judge(made('daysSince(a) < 1'), facts({ a: '2027-06-02' }), null, now).dueAt).not.toBeNull()
  })
  test('three outcomes as a table of all worlds would give them', () => {
    const leaf = fc.constantFrom('a', 'b', 'c', 'd == 1', 'a == b')
    const tree = fc.letrec<{ any: string }>((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        leaf,
        tie('any').map((one) => `!(${one})`),
        fc.tuple(tie('any'), fc.constantFrom('&&', '||'), tie('any')).map(([one, sign, other]) => `(${one}) ${sign} (${other})`),
        fc.tuple(tie('any'), tie('any'), tie('any')).map(([test, yes, no]) => `(${test}) ? (${yes}) : (${no})`),
      ),
    })).any
    const some = fc.record({ a: fc.boolean(), b: fc.boolean(), c: fc.boolean(), d: fc.constantFrom(1, 2) }, { requiredKeys: [] })
    fc.assert(
      fc.property(tree, some, (source, known) => {
        const { condition } = compile(source)
        fc.pre(condition !== null)
        const said = verdict(source, known as Record<string, Known['value']>)
        const worlds = [true, false].flatMap((a) =>
          [true, false].flatMap((b) => [true, false].flatMap((c) => [1, 2].map((d) => ({ a, b, c, d, ...known })))),
        )
        const all = new Set(worlds.map((world) => verdict(source, world)))
        // What it says is so in every world; who knows everything always knows.
        if (said !== 'unknown') expect([...all]).toEqual([said])
        expect(all.has('unknown' as Verdict)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})

describe('what is wrong, and where', () => {
  test('each with its place', () => {
    expect(wrong('')).toEqual(['empty 0-0'])
    expect(wrong('a = b')).toEqual(['sign 2-3'])
    expect(wrong('a == "x')).toEqual(['text 5-7'])
    expect(wrong('a ==')).toEqual(['unfinished 4-4'])
    expect(wrong('a && shout(b)')).toEqual(['function 5-13'])
    expect(wrong('a && b.matches("(x+)+y")')).toEqual(['matches 5-24'])
    expect(wrong('!has(a.b)')).toEqual(['has 1-9'])
    expect(wrong('a || 1 < "x"')).toEqual(['types 5-12'])
    expect(wrong('a + 1')).toEqual([])
    expect(wrong('1 + size(a)')).toEqual(['noBool 0-11'])
    expect(wrong('1 < 2')).toEqual(['noFact 0-5'])
    expect(wrong('["a"].exists(x, ["b"].exists(y, x == y && z))')).toEqual(['nested 16-44'])
    expect(wrong(`${'('.repeat(60)}a${')'.repeat(60)}`)[0]).toMatch(/tooBig/)
    expect(wrong(`a == "${'x'.repeat(3000)}"`)[0]).toMatch(/tooLong/)
    expect(wrong(Array.from({ length: 400 }, () => 'a').join('&&'))[0]).toMatch(/tooBig/)
  })
  test('whatever is typed: an answer, within a moment', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[ab.&|!()"'[\]{}<>=+*?:,0-9 -]{0,60}$/)), (source) => {
        const { condition, wrong } = compile(source)
        if (condition) expect(['met', 'broken', 'unknown']).toContain(judge(condition, facts({ a: 1, b: 'x' }), null, now).verdict)
        else for (const { from, to } of wrong) expect(from).toBeLessThanOrEqual(to)
      }),
      { numRuns: 1000 },
    )
    const spent = effort()
    expect(like('a'.repeat(4000), `${'*a'.repeat(900)}b`)).toBe(false)
    expect(spent()).toBeLessThan(1000)
  })
})

describe('what it may cost', () => {
  const letters = Array.from({ length: 90 }, (_, at) => `"${at}"`).join(', ')
  const long = { g: 'a'.repeat(4000), h: `${'*a'.repeat(1990)}b`, i: 'a'.repeat(2000), v: `1${'.1'.repeat(1990)}`, w: `1${'.1'.repeat(1980)}.2` }
  test.each([
    [`f == 1 || [${letters}].exists(x, (${Array(30).fill('g').join(' + ')} + x).like(h + x))`],
    [`f == 1 || [${letters}].exists(x, (${Array(30).fill('g').join(' + ')}).contains("b" + x + ${Array(20).fill('i').join(' + ')}))`],
    [`f == 1 || [${letters}].all(x, (${Array(30).fill('g').join(' + ')} + x).indexOf("b" + ${Array(20).fill('i').join(' + ')}, 1) == 3)`],
    [`f == 1 || [${letters}].exists(x, size((${Array(60).fill('g').join(' + ')} + x).upperAscii().lowerAscii().trim()) == 3)`],
    [`f == 1 || [${letters}].exists(x, ${Array(20).fill('versionAtLeast(v + x, w)').join(' || ')})`],
  ])('ends as unusable, whatever multiplies (%#)', (source) => {
    expect(judge(made(source), facts({ f: 2, ...long }), null, now)).toMatchObject({ verdict: 'unknown', unusable: expect.any(String) })
    // What decides before it still does, and the next judgement has all of its own.
    expect(verdict(source, { f: 1, ...long })).toBe('met')
    expect(verdict(`[${letters}].exists(x, g.contains("Viewer" + x) || g.like("*viewer" + x))`, { g: `${'a'.repeat(3900)}TeamViewer7` })).toBe('met')
  })
  test('what multiplies by itself is refused', () => {
    expect(wrong('a.split("").exists(x, x == "b")')).toEqual(['function 0-11'])
    expect(wrong('["a", "b"].join("c") == a')).toEqual(['function 0-20'])
    expect(wrong('duration(a) == duration("1h")')).toEqual(['function 0-11', 'function 15-29'])
  })
})

test('a name for each of a list never stands for what Spil names itself', () => {
  expect(verdict('["a", "b"].exists(f0, os.name == f0)', { 'os.name': 'c' })).toBe('broken')
  expect(verdict('["2027-06-01"].all(n, daysSince(n) > 100) || a', { a: false })).toBe('broken')
  expect(verdict('["a", "b"].map(each, each + os.name) == ["ac", "bc"]', { 'os.name': 'c' })).toBe('met')
  expect(verdict('os.name.indexOf("c", 1) == 2 && os.name.lastIndexOf("c") == 2', { 'os.name': 'cdc' })).toBe('met')
})

describe('reading', () => {
  test('in both languages', () => {
    expect(read('disk.encrypted == true && (os.version.startsWith("22") || memory >= 8)', 'en')).toBe(
      'disk.encrypted is yes and (os.version begins with “22” or memory is at least 8)',
    )
    expect(read('disk.encrypted && !guest && !(vlan in [30, 40, 50])', 'nl')).toBe(
      'disk.encrypted is ja en guest is nee en vlan is geen van 30, 40 of 50',
    )
    expect(read('daysSince(restore.proven) <= 7', 'nl')).toBe('het aantal dagen sinds restore.proven is hoogstens 7')
    expect(read('["a"].all(x, os.name != x)', 'en')).toBe('for every x of “a”: os.name is not x')
    expect(read('(a + 1) * 2 > b - (c - 1)', 'en')).toBe('(a plus 1) times 2 is more than b minus (c minus 1)')
    expect(read('a.indexOf("x", 2) == -1 ? b : c', 'nl')).toBe('als wat “indexOf” geeft voor a, “x”, 2 is min 1, dan b is ja, en anders c is ja')
  })
  test('a fact by itself reads as an answer', () => {
    expect(read('disk.encrypted', 'en')).toBe('disk.encrypted is yes')
    expect(read('!disk.encrypted', 'nl')).toBe('disk.encrypted is nee')
  })
})
