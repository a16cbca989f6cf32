import { expect, test } from 'vitest'
import { severities } from '#record/norms/contract.ts'
import { severityMeaning } from '#record/norms/web/marks.tsx'
import { toneOf } from '#web/kit/stateBadge.tsx'
import { fittingNames, wordAt } from './completing.ts'
import { filledIn, namesOf } from './legend.ts'
import { readSpan } from './span.ts'

const line = (labels: Record<string, string>, item: { id: string; number: string; name: string } | null = null) => ({ labels, item, values: [] })
test('lines are called by what tells them apart', () => {
  const disks = ['sda', 'sdb'].map((device) => line({ __name__: 'io', instance: 'a:9100', device }))
  expect(namesOf(disks, '', 'io')).toEqual(['sda', 'sdb'])
  expect(namesOf([line({ __name__: 'up', instance: 'a' })], '', 'up')).toEqual(['up'])
  expect(namesOf([line({})], '', 'sum(up)')).toEqual(['sum(up)'])
  expect(namesOf(disks, '{{ device }} in', '')).toEqual(['sda in', 'sdb in'])
  expect(namesOf(disks, 'disk', '')).toEqual(['disk', 'disk (2)'])
  expect(filledIn('{{device}} {{missing}}', line({ device: 'sda' }))).toBe('sda')
  const db = { id: '1', number: 'I-1', name: 'DB1' }
  expect(namesOf([line({ instance: 'a' }, db), line({ instance: 'b' }, { ...db, id: '2', name: 'DB2' })], '', 'x')).toEqual(['DB1', 'DB2'])
  const uplinks = [line({ port: 'up' }, db), line({ port: 'up' }, { ...db, id: '2', name: 'DB2' }), line({ port: 'down' }, db)]
  expect(namesOf(uplinks, '{{name}}', 'x')).toEqual(['DB1', 'DB2', 'DB1 (2)'])
  expect(namesOf(uplinks, '{{port}}', 'x')).toEqual(['up · DB1', 'up · DB2', 'down · DB1'])
})
test('a span from the address; nonsense is what is usual', () => {
  expect(readSpan({}, '6h', 1e12)).toEqual({ name: '6h', from: 1e12 - 6 * 3_600_000, to: 1e12 })
  expect(readSpan({ span: '30d' }, '6h', 1e12)).toMatchObject({ name: '30d' })
  expect(readSpan({ span: '31d', from: 'x' }, '6h', 1e12)).toMatchObject({ name: '6h' })
  expect(readSpan({ from: '1000', to: '900000' }, '6h', 1e12)).toEqual({ name: undefined, from: 1000, to: 900_000 })
  expect(readSpan({ from: '900000', to: '1000' }, '6h', 1e12)).toMatchObject({ name: '6h' })
})
test('names are completed outside of texts, what begins so first', () => {
  expect(wordAt('sum(node_lo')).toEqual({ word: 'node_lo', from: 4 })
  expect(wordAt('x{job="nod')).toBeUndefined()
  expect(wordAt('x{job="a"} + no')).toEqual({ word: 'no', from: 13 })
  expect(wordAt('$ite')).toBeUndefined()
  expect(fittingNames(['a_load', 'load5', 'load1', 'cpu', 'load'], 'load')).toEqual(['load1', 'load5', 'a_load'])
})

test('what is graver never looks less grave', () => {
  const grave = { red: 2, amber: 1, grey: 0 } as Readonly<Record<string, number>>
  const looks = severities.map((one) => grave[toneOf(severityMeaning[one])])
  expect(looks).toEqual([0, 1, 1, 2])
})
