import { texts } from '#platform/i18n.ts'

export const keepingTexts = texts({
  'monitoring.keeping': { nl: 'Bewaren', en: 'Keeping' },
  'keeping.lead': { nl: 'Hoe lang metingen worden bewaard, voor deze hele installatie.', en: 'How long samples are kept, for this installation as a whole.' },
  'keeping.class.short': { nl: 'Kort', en: 'Short' },
  'keeping.class.normal': { nl: 'Gewoon', en: 'Usual' },
  'keeping.class.long': { nl: 'Lang', en: 'Long' },
  'keeping.samples': { nl: 'Elke meting (dagen)', en: 'Each sample (days)' },
  'keeping.minutes': { nl: 'Per 5 minuten (dagen)', en: 'Each 5 minutes (days)' },
  'keeping.hours': { nl: 'Per uur (dagen)', en: 'Each hour (days)' },
  'keeping.save': { nl: 'Opslaan', en: 'Save' },
  'keeping.saved': { nl: 'Opgeslagen', en: 'Saved' },
  'keeping.failed': { nl: 'Dit is niet opgeslagen', en: 'This was not saved' },
  'keeping.order': { nl: '5 minuten minstens zo lang als elke meting, uren minstens zo lang als 5 minuten.', en: '5 minutes at least as long as each sample, hours at least as long as 5 minutes.' },
  'keeping.shorter': { nl: 'Korter bewaren?', en: 'Keep for a shorter time?' },
  'keeping.shorterWhat': { nl: 'Wat ouder is, wordt binnen een dag weggegooid en komt niet terug.', en: 'What is older is thrown away within a day and does not come back.' },
  'keeping.onlyAdmin': { nl: 'Een beheerder van de eigen organisatie kan dit veranderen.', en: 'An administrator of your own organisation can change this.' },
  'keeping.now': { nl: 'Nu', en: 'Now' },
  'keeping.series': { nl: 'Reeksen in gebruik', en: 'Series in use' },
  'keeping.seriesOf': { nl: '{series} van hoogstens {most}', en: '{series} of at most {most}' },
  'keeping.disk': { nl: 'Op schijf', en: 'On disk' },
})
