/** What is offered while a condition is typed. */
import { expect, test } from 'vitest'
import { offersAt, placeAt, type Words } from './completion.ts'

const words: Words = {
  keys: [
    { key: 'disk.encrypted', kind: 'yesNo', examples: [false, true], items: 9 },
    { key: 'os.name', kind: 'text', examples: ['Debian 13', 'Windows 11 Pro'], items: 9 },
    { key: 'port 12/vlan', kind: 'number', examples: [30, 40], items: 2 },
  ],
  operators: ['==', '!=', '>=', '<=', '>', '<', 'in', '&&', '||'].map((sign) => ({ sign, does: sign })),
  functions: [
    { name: 'contains', form: 'os.name.contains("Pro")', does: 'contains a text' },
    { name: 'versionAtLeast', form: 'versionAtLeast(os.version, "10")', does: 'this version or newer' },
    { name: 'exists', form: '["10."].exists(x, os.version.startsWith(x))', does: 'one or more' },
  ],
}
/** The caret stands at |. */
function at(written: string) {
  const caret = written.indexOf('|')
  const text = written.replace('|', '')
  const place = placeAt(text, caret, (key) => words.keys.some((one) => one.key === key))
  const offers = offersAt(place, words, { kind: (kind) => kind, value: (yes) => (yes ? 'yes' : 'no') })
  const after = offers[0] && text.slice(0, place.from) + offers[0].insert + text.slice(caret)
  return { what: place.what, labels: offers.map(({ label }) => label), after, details: offers.map(({ detail }) => detail) }
}

test('facts by a part of their key, with kind and values; a key that is no name in quotes', () => {
  expect(at('enc|')).toMatchObject({ what: 'fact', labels: ['disk.encrypted'], after: 'disk.encrypted ', details: ['yesNo: no, yes'] })
  expect(at('disk.encrypted == true && port|').after).toBe('disk.encrypted == true && fact["port 12/vlan"] ')
  expect(at('fact["por|').after).toBe('fact["port 12/vlan"] ')
  expect(at('!(os|').labels[0]).toBe('os.name')
  expect(at('|').labels).toEqual(['disk.encrypted', 'os.name', 'port 12/vlan'])
  expect(at('vers|').after).toBe('versionAtLeast(os.version, "10")')
})
test('after a fact an operator, after that its values', () => {
  expect(at('disk.encrypted |').labels).toContain('&&')
  expect(at('disk.encrypted =|').labels).toEqual(['=='])
  expect(at('disk.encrypted == |').labels).toEqual(['true', 'false'])
  expect(at('os.name == |').after).toBe('os.name == "Debian 13" ')
  expect(at('os.name == "Win|').after).toBe('os.name == "Windows 11 Pro" ')
  expect(at('fact["port 12/vlan"] == |').labels).toEqual(['30', '40'])
  expect(at('os.name == "Debian 13" |').labels).toContain('&&')
})
test('after the dot of a fact what can be asked of it; inside a text nothing', () => {
  expect(at('os.name.con|')).toMatchObject({ what: 'method', after: 'os.name.contains("Pro")' })
  expect(at('os.name.contains("o|').labels).toEqual([])
})
