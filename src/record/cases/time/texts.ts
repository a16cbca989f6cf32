import { texts } from '#platform/i18n.ts'

export const timeTexts = texts({
  'cases.timeNotYours': { nl: 'Alleen wie de tijd schreef kan hem verbeteren', en: 'Only who wrote the time can correct it' },
  'cases.timeChanged': { nl: 'Deze tijd is intussen verbeterd. Laad hem opnieuw', en: 'This time was corrected in the meantime. Load it again' },
  'cases.timerRuns': { nl: 'Uw tijd loopt al bij {number}. Stop die eerst', en: 'Your time is running on {number}. Stop that first' },
  'cases.timerStands': { nl: 'Er loopt geen tijd', en: 'No time is running' },
  'cases.history.timeSpent': { nl: '{minutes, plural, one {# minuut} other {# minuten}} besteed', en: 'Spent {minutes, plural, one {# minute} other {# minutes}}' },
  'cases.history.timeCorrected': { nl: 'Bestede tijd verbeterd naar {minutes, plural, one {# minuut} other {# minuten}}', en: 'Corrected time spent to {minutes, plural, one {# minute} other {# minutes}}' },
  'cases.history.timeRemoved': { nl: 'Bestede tijd weggehaald', en: 'Removed time spent' },
})
