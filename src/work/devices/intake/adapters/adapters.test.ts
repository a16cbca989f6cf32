import { describe, expect, test } from 'vitest'
import { effort } from '#test/effort.ts'
import { RefusedError } from './reader.ts'
import { cut, dayOf, partsOf, textOf } from './tree.ts'
import { treeOf } from './xml.ts'

const why = (xml: string) => {
  try {
    treeOf(xml)
    return ''
  } catch (error) {
    return error instanceof RefusedError ? error.why : String(error)
  }
}

describe('XML', () => {
  test('as agents write it: empty elements in both ways, CDATA, attributes, comments, entities, repeated names', () => {
    const tree = treeOf(
      '<?xml version="1.0"?><REQUEST><BIOS/><NETWORKS /><A></A><B x="1/" y=\'>\'>&lt;b&gt;&amp;&#65;</B><C><![CDATA[<D>&amp;</D>]]></C><!-- <D>no</D> --><E>1</E><E>2</E><E/></REQUEST>',
    )
    expect(JSON.parse(JSON.stringify(partsOf(tree, 'request')[0]))).toEqual({
      bios: '',
      networks: '',
      a: '',
      b: '<b>&A',
      c: '<D>&amp;</D>',
      e: ['1', '2', ''],
    })
  })
  test.each([
    ['that stops in the middle', '<REQUEST><A>', 'broken'],
    ['that stops after an empty element', '<REQUEST><A/>', 'broken'],
    ['whose ends do not match', '<REQUEST><A><B></A></REQUEST>', 'broken'],
    ['without anything in it', '   ', 'broken'],
    ['with a document type', '<!DOCTYPE x SYSTEM "file:///etc/passwd"><REQUEST><A>&x;</A></REQUEST>', 'doctype'],
    ['with one in the middle', '<REQUEST><!ENTITY a "b"><A>1</A></REQUEST>', 'doctype'],
    ['that is too deep', '<A>'.repeat(50_000), 'tooComplex'],
    ['of too many parts', `<A>${'<B/>'.repeat(400_001)}</A>`, 'tooComplex'],
  ])('%s', (_, xml, reason) => expect(why(xml)).toBe(reason))
  test('names of every object, namespaces and long texts are what they are', () => {
    const tree = treeOf(
      `<R><__proto__><polluted>1</polluted></__proto__><constructor>x</constructor><n:a xmlns:n="u">1</n:a><t>${'x'.repeat(5_000_000)}</t></R>`,
    )
    const [request] = partsOf(tree, 'r')
    expect([textOf(request, 'constructor'), textOf(request, 'n:a'), textOf(request, 't').length]).toEqual(['x', '1', 500])
    expect(textOf(request, 'toString')).toBe('')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
  test('400,000 parts take seconds, not minutes', () => {
    const spent = effort()
    expect(partsOf(partsOf(treeOf(`<A>${'<B><C>1</C></B>'.repeat(199_000)}</A>`), 'a')[0], 'b')).toHaveLength(199_000)
    expect(spent()).toBeLessThan(10_000)
  })
})

test.each([
  ['2026-11-26', '2026-11-26', '2026-11-26'],
  ['2026/11/26 10:00:00', '2026-11-26', '2026-11-26'],
  ['20261126', '2026-11-26', '2026-11-26'],
  ['26/11/2026', '2026-11-26', undefined],
  ['11/26/2026', undefined, '2026-11-26'],
  ['1/2/2026', '2026-02-01', '2026-01-02'],
  ['2026-02-30', undefined, undefined],
  ['2026-99-99', undefined, undefined],
  ['0000-00-00', undefined, undefined],
  ['202611261', undefined, undefined],
  ['', undefined, undefined],
])('the day in %j', (text, dayFirst, monthFirst) => expect([dayOf(text), dayOf(text, true)]).toEqual([dayFirst, monthFirst]))

test('text is cut between signs', () => {
  expect([cut('ab\u{1f600}', 3), cut('ab\u{1f600}', 4), cut('\u{1f600}', 1)]).toEqual(['ab', 'ab\u{1f600}', ''])
})
