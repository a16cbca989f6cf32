import { texts } from '#platform/i18n.ts'

export const splittingTexts = texts({
  'cases.noSuchEntry': { nl: 'Dit bericht hoort niet bij deze zaak', en: 'This entry does not belong to this case' },
  'cases.splitUndone': { nl: 'Dit afsplitsen is al ongedaan gemaakt', en: 'This split has been undone already' },
  'cases.splitUsed': { nl: 'Op {number} is intussen iets gebeurd. Voeg de zaken samen als ze toch bij elkaar horen', en: 'Something has happened on {number} since. Merge the cases if they belong together after all' },
  'cases.splitBack': { nl: 'Afsplitsing ongedaan gemaakt: het hoort bij {number}', en: 'Split undone: it belongs to {number}' },
  'cases.history.split': { nl: 'C-{intoNumber} afgesplitst van C-{number}', en: 'Split C-{intoNumber} off C-{number}' },
  'cases.history.splitUndone': { nl: 'Afsplitsen van C-{intoNumber} ongedaan gemaakt', en: 'Undid splitting off C-{intoNumber}' },
})
