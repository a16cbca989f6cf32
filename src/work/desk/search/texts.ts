import { texts } from '#platform/i18n.ts'

export const deskSearchTexts = texts({
  'desk.search.case': { nl: 'Zaken', en: 'Cases' },
  'desk.search.entry': { nl: 'Berichten', en: 'Entries' },
  'desk.search.person': { nl: 'Personen', en: 'People' },
})
