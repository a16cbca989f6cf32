import { expect, test } from 'vitest'
import { translator } from '#platform/i18n.ts'
import { seenInWords, seriesInWords } from './rules.ts'
import { seriesTexts } from './texts.ts'

test('a series is named by what people know it by; the rest of its labels stands behind that', () => {
  const words = {
    'device="/dev/sdb1", fstype="ext4", mountpoint="/srv"': '/srv (device /dev/sdb1, fstype ext4)',
    'mountpoint="/"': '/',
    'cpu="0"': '0',
    'interface="eth0", direction="in"': 'eth0 (direction in)',
    'cpu="0", mode="idle"': 'cpu 0, mode idle',
    'name="a, b=\\"c\\""': 'a, b=\\"c\\"',
    '': '',
    'something else': 'something else',
  }
  for (const [name, told] of Object.entries(words)) expect(seriesInWords(name)).toBe(told)
})

test('what answers or not is told without a number', () => {
  const told = (seen: Parameters<typeof seenInWords>[2]) => seenInWords(translator(seriesTexts, 'nl'), 'nl', seen, (at) => at)
  expect(told({ name: '', value: 0, limit: 1, answers: false })).toBe('antwoordt niet')
  expect(told({ name: 'check_name="website"', value: 1, limit: 1, answers: true })).toBe('website: antwoordt')
  expect(told({ name: 'mountpoint="/srv"', value: 93, limit: 90, unit: '%' })).toBe('/srv: 93 % (grens 90 %)')
})
