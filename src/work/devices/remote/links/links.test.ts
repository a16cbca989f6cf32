import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { schemes } from '../contract.ts'
import { shippedTemplates } from '../shipped/rules.ts'
import { encoded, fillTemplate, parseTemplate, valuesOf } from './rules.ts'

const parsed = (text: string) => {
  const found = parseTemplate(text)
  if (typeof found === 'string') throw new Error(found)
  return found
}
const fill = (text: string, values: Readonly<Record<string, string>>) => fillTemplate(parsed(text), (name) => values[name])

describe('a template', () => {
  test.each([
    ['javascript:alert({name})', 'scheme'],
    ['JavaScript://%0aalert(1)', 'scheme'],
    ['data:text/html,{name}', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['vbscript:x', 'scheme'],
    ['blob:https://linde.example/1', 'scheme'],
    ['{name}://host', 'scheme'],
    ['{fact:x}javascript:alert(1)', 'scheme'],
    ['//evil.example', 'scheme'],
    ['https:/{host}', 'scheme'],
    ['https:///x', 'scheme'],
    [' ssh://{host}', 'signs'],
    ['java\tscript:alert(1)', 'signs'],
    ['ssh://{host}\u0000', 'signs'],
    ['ssh://{host}"', 'signs'],
    ['https:\\\\evil.example', 'signs'],
    ['ssh://{host', 'braces'],
    ['ssh://host}', 'braces'],
    ['ssh://{{host}}', 'braces'],
    ['ssh://{}', 'placeholder'],
    ['ssh://{password}', 'placeholder'],
    ['ssh://{__proto__}', 'placeholder'],
    ['ssh://{fact:}', 'placeholder'],
    ['ssh://root:geheim@{host}', 'secret'],
    ['rdp://full%20address=s:{host}', 'url'],
  ])('%j is refused: %s', (text, wrong) => {
    expect(parseTemplate(text)).toBe(wrong)
  })
  test.each([
    'ssh://root@{host}:2222',
    'SSH://{ip}',
    'anydesk:{fact:remote.anydesk}',
    'https://kvm.linde.example/{attribute:serial}?q={name}#{code}',
  ])('%j is taken', (text) => {
    expect(typeof parseTemplate(text)).toBe('object')
  })
  test('that comes with Spil is one that would be taken', () => {
    for (const [key, { url }] of Object.entries(shippedTemplates)) expect(typeof parseTemplate(url), key).toBe('object')
  })
})

describe('filled in', () => {
  test.each([
    ['ssh://{host}', { host: 'web-01.linde.example' }, 'ssh://web-01.linde.example'],
    ['ssh://root@{ip}:2222', { ip: 'fd12:0:0::1' }, 'ssh://root@[fd12::1]:2222'],
    ['rdp://{host}', { host: 'LT-100' }, 'rdp://LT-100'],
    ['https://mesh.example/?node={fact:id}', { 'fact:id': 'node//a$b&x=1' }, 'https://mesh.example/?node=node%2F%2Fa%24b%26x%3D1'],
    ['https://mesh.example/{name}', { name: `<img src=x onerror='x()'>` }, 'https://mesh.example/%3Cimg%20src%3Dx%20onerror%3D%27x%28%29%27%3E'],
  ])('%s', (text, values, url) => {
    expect(fill(text, values)).toEqual({ url })
  })
  test.each([
    ['ssh://{host}', '-oProxyCommand=touch x'],
    ['ssh://{host}', 'web-01 -p 1'],
    ['ssh://{host}', 'evil.example/x'],
    ['ssh://{host}', 'evil.example#'],
    ['ssh://{host}', 'web@evil.example'],
    ['ssh://{host}', 'web:22'],
    ['https://{host}.linde.example/', 'evil.example/?'],
    ['https://{host}.linde.example/', 'evil.example\\'],
    ['https://{host}/', 'evil\u3002example'],
    ['rustdesk://connection/new/{host}', '--password'],
    ['https://mesh.example/{host}/x', '..'],
    ['https://mesh.example/{host}', '\ud800'],
    ['https://mesh.example/{host}', 'a'.repeat(301)],
  ])('%s with %j is not', (text, host) => {
    expect(fill(text, { host })).toEqual({ placeholder: 'host', why: 'unfit' })
  })
  test('without a value tells which', () => {
    expect(fill('https://{ip}/{fact:x}', { ip: '10.1.2.3', 'fact:x': '  ' })).toEqual({ placeholder: 'fact:x', why: 'unknown' })
  })
  test('whatever a value is, the program and the machine stay those of the template, and nothing of it gets out of its place', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom('javascript:alert(1)', '//evil', '@evil', '?x', '#x', '%2e%2e'),
    )
    fc.assert(
      fc.property(value, fc.constantFrom(...schemes), (hostile, scheme) => {
        const filled = fill(`${scheme}://kvm.linde.example/a/{name}/b?c={name}&d=1`, { name: hostile })
        if (!('url' in filled)) return
        const url = new URL(filled.url)
        expect([url.protocol, url.host]).toEqual([`${scheme}:`, 'kvm.linde.example'])
        expect([url.pathname.split('/').length, url.search.split('&').length, url.hash]).toEqual([4, 2, ''])
        expect(url.searchParams.get('c')).toBe(hostile.trim())
      }),
    )
    fc.assert(
      fc.property(value, (hostile) => {
        const target = encoded(hostile, true)
        if (target !== undefined)
          expect(new URL(`https://${target}.linde.example/`).hostname.endsWith('.linde.example') || target.startsWith('[')).toBe(true)
      }),
    )
  })
})

describe('what stands for a placeholder', () => {
  const item = { name: 'LT-042', number: 'I-1042', code: null, attributes: { serial: '5CG', hostname: '' } }
  const facts = (all: Readonly<Record<string, unknown>>) => new Map(Object.entries(all).map(([key, value]) => [key, { value }]))
  test('what somebody wrote down goes before what an agent told', () => {
    const told = facts({ 'host.name': 'lt-042', 'net.addresses': '127.0.0.1, fe80::1, fd12::9, 10.20.30.11', 'remote.rustdesk': 123_456_789 })
    const of = valuesOf(item, told)
    expect(['name', 'number', 'host', 'ip', 'attribute:serial', 'fact:remote.rustdesk'].map(of)).toEqual([
      ...['LT-042', 'I-1042', 'lt-042', '10.20.30.11', '5CG', '123456789'],
    ])
    expect(['code', 'attribute:mac', 'attribute:constructor', 'fact:disk', 'toString'].map(of)).toEqual(Array(5).fill(undefined))
    const byHand = valuesOf({ ...item, attributes: { hostname: 'kantoor-1', ip: '10.1.2.3' } }, told)
    expect(['host', 'ip'].map(byHand)).toEqual(['kantoor-1', '10.1.2.3'])
  })
  test('without a host name its address serves', () => {
    expect(valuesOf(item, facts({ 'net.addresses': 'fd12::9' }))('host')).toBe('fd12::9')
  })
})
