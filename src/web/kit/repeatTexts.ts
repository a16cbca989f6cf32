import { texts } from '#platform/i18n.ts'

/** How something comes back. */
export const repeatTexts = texts({
  'kit.repeat': { nl: 'Herhalen', en: 'Repeat' },
  'kit.repeat.none': { nl: 'niet, één keer', en: 'no, once' },
  'kit.repeat.DAILY': { nl: 'per dag', en: 'by the day' },
  'kit.repeat.WEEKLY': { nl: 'per week', en: 'by the week' },
  'kit.repeat.MONTHLY': { nl: 'per maand', en: 'by the month' },
  'kit.repeat.YEARLY': { nl: 'per jaar', en: 'by the year' },
  'kit.repeat.interval': { nl: 'Om de hoeveel', en: 'Every how many' },
  'kit.repeat.days': { nl: 'Op welke dagen', en: 'On which days' },
  'kit.repeat.days.first': { nl: 'de dag van de eerste keer', en: 'the day of the first time' },
  'kit.repeat.monthDay': { nl: 'Welke dag van de maand', en: 'Which day of the month' },
  'kit.repeat.monthDay.same': { nl: 'dezelfde datum', en: 'the same date' },
  'kit.repeat.monthDay.nth': { nl: '{nth, select, 1 {eerste} 2 {tweede} 3 {derde} 4 {vierde} other {laatste}} {day}', en: '{nth, select, 1 {first} 2 {second} 3 {third} 4 {fourth} other {last}} {day}' },
  'kit.repeat.own': { nl: 'Eigen regel', en: 'Rule of its own' },
  'kit.repeat.rrule': { nl: 'Regel (RFC 5545)', en: 'Rule (RFC 5545)' },
  'kit.repeat.rrule.help': { nl: 'Zoals FREQ=MONTHLY;BYDAY=-1FR', en: 'Such as FREQ=MONTHLY;BYDAY=-1FR' },
  'kit.repeat.once': { nl: 'één keer', en: 'once' },
  'kit.repeat.every.DAILY': { nl: '{interval, plural, =1 {elke dag} =2 {om de dag} other {elke # dagen}}', en: '{interval, plural, =1 {every day} =2 {every other day} other {every # days}}' },
  'kit.repeat.every.WEEKLY': { nl: '{interval, plural, =1 {elke week} =2 {om de week} other {elke # weken}}', en: '{interval, plural, =1 {every week} =2 {every other week} other {every # weeks}}' },
  'kit.repeat.every.MONTHLY': { nl: '{interval, plural, =1 {elke maand} other {elke # maanden}}', en: '{interval, plural, =1 {every month} other {every # months}}' },
  'kit.repeat.every.YEARLY': { nl: '{interval, plural, =1 {elk jaar} other {elke # jaar}}', en: '{interval, plural, =1 {every year} other {every # years}}' },
  'kit.repeat.on': { nl: '{every} op {days}', en: '{every} on {days}' },
  'kit.repeat.onDate': { nl: '{every} op {date, plural, =-1 {de laatste dag} other {de #e}}', en: '{every} on {date, plural, =-1 {the last day} other {day #}}' },
  'kit.repeat.onNth': { nl: '{every} op de {day}', en: '{every} on the {day}' },
})
