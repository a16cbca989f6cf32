import { expect, test } from 'vitest'
import { translator } from '#platform/i18n.ts'
import { repeatTexts } from './repeatTexts.ts'
import { repeatInWords, repeatOf, rruleOf } from './rrule.ts'

const rules = {
  'FREQ=DAILY': ['elke dag', 'every day'],
  'FREQ=DAILY;INTERVAL=3': ['elke 3 dagen', 'every 3 days'],
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR': ['om de week op dinsdag en vrijdag', 'every other week on Tuesday and Friday'],
  'FREQ=MONTHLY;BYDAY=-1FR': ['elke maand op de laatste vrijdag', 'every month on the last Friday'],
  'FREQ=YEARLY': ['elk jaar', 'every year'],
  'FREQ=MONTHLY;BYDAY=13XX': ['FREQ=MONTHLY;BYDAY=13XX', 'FREQ=MONTHLY;BYDAY=13XX'],
  'FREQ=MONTHLY;BYMONTHDAY=15': ['elke maand op de 15e', 'every month on day 15'],
  'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1': ['elke 3 maanden op de laatste dag', 'every 3 months on the last day'],
  'FREQ=MONTHLY;BYMONTHDAY=1,15': ['FREQ=MONTHLY;BYMONTHDAY=1,15', 'FREQ=MONTHLY;BYMONTHDAY=1,15'],
  nonsense: ['nonsense', 'nonsense'],
} as const

test('how something comes back is said in words, and what has none stays as it was written', () => {
  for (const [rule, told] of Object.entries(rules))
    expect((['nl', 'en'] as const).map((locale) => repeatInWords(translator(repeatTexts, locale), locale, rule))).toEqual(told)
  expect(repeatInWords(translator(repeatTexts, 'nl'), 'nl', null)).toBe('één keer')
})

test('choices are the rule they were made of', () => {
  for (const rule of [...Object.keys(rules), null]) expect(rruleOf(repeatOf(rule))).toBe(rule === 'nonsense' ? 'NONSENSE' : rule)
})
