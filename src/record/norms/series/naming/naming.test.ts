/** Conditions over series as sentences: nobody has to read PromQL to know what must hold. */
import { expect, test } from 'vitest'
import { type Locale, translator } from '#platform/i18n.ts'
import { SeriesCondition } from '../contract.ts'
import { seriesReading } from '../rules.ts'
import { seriesTexts } from '../texts.ts'
import { measuredBy, namesIn } from './rules.ts'

const reads = (locale: Locale, condition: object) => seriesReading(translator(seriesTexts, locale), locale, SeriesCondition.parse(condition))
const cpu = '100 * avg by (item) (1 - rate(node_cpu_seconds_total{mode="idle"}[15m]))'

test('names are read past functions, labels, strings and durations', () => {
  expect(namesIn(cpu)).toEqual(['node_cpu_seconds_total'])
  expect(namesIn('(ifAdminStatus{a="x{y}"} == bool 1) * on (item) group_left (b) (ifOperStatus == bool 2)')).toEqual([
    'ifAdminStatus',
    'ifOperStatus',
  ])
  expect(namesIn('sum without (le) (x:y offset 5m) / 1e3 or vector(1) > inf')).toEqual(['x:y'])
  expect(measuredBy('100 * hrStorageUsedBytes / hrStorageSizeBytes')).toEqual({ kind: 'disk' })
  expect(measuredBy('a / b')).toBeUndefined()
  expect(measuredBy('node_load1 / node_memory_MemTotal_bytes')).toBeUndefined()
})
test('every kind reads as a sentence, in both languages, without its query', () => {
  const threshold = { kind: 'threshold', query: cpu, op: '>', value: 90, clearAt: 80, unit: '%' }
  expect(reads('nl', threshold)).toBe('de belasting van de processor hoogstens 90 % is (weer goed vanaf 80 %)')
  expect(reads('en', threshold)).toBe('the load of the processor is at most 90 % (right again from 80 %)')
  const answers = { kind: 'threshold', query: 'probe_success{check="icmp"}', op: '<', value: 1 }
  expect([reads('nl', answers), reads('en', answers)]).toEqual(['het antwoordt', 'it answers'])
  const of = (kind: string, more: object) => reads('en', { kind, query: 'sum(queue_length)', ...more })
  expect(of('change', { minutes: 10, by: 50, direction: 'up' })).toBe('the measurement queue_length does not rise by more than 50% in 10 minutes')
  expect(of('absence', { minutes: 5 })).toBe('a sample of the measurement queue_length comes at least every 5 minutes')
  expect(of('forecast', { op: '>', value: 95, hours: 96 })).toBe('the measurement queue_length does not get above 95 within 4 days')
  expect(of('baseline', {})).toMatch(/^the measurement queue_length is not much different than usual/)
  for (const locale of ['nl', 'en'] as const)
    for (const condition of [threshold, { kind: 'absence', query: 'rate(a[5m]) / b', minutes: 5 }])
      expect(reads(locale, condition)).not.toMatch(/[{}[\]]|rate|by \(/)
})
