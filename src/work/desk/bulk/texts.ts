import { texts } from '#platform/i18n.ts'

export const deskBulkTexts = texts({
  'desk.bulk.tooMany': { nl: 'Dit zijn meer dan 5.000 zaken. Maak het filter kleiner', en: 'These are more than 5,000 cases. Narrow the filter' },
  'desk.bulk.none': { nl: 'Onder dit filter staat geen zaak', en: 'There is no case under this filter' },
  'desk.bulk.nothing': { nl: 'Kies wat er met de zaken moet gebeuren', en: 'Choose what is to be done with the cases' },
  'desk.bulk.running': { nl: 'Dit is nog bezig. Wacht tot het klaar is', en: 'This is still going on. Wait until it is done' },
  'desk.bulk.undone': { nl: 'Dit is al ongedaan gemaakt', en: 'This was undone already' },
  'desk.bulk.said': { nl: 'Een bericht dat geschreven is, kan niet worden teruggenomen', en: 'An entry that was written cannot be taken back' },
  'desk.bulk.changedSince': { nl: 'Iemand heeft deze zaak daarna gewijzigd', en: 'Somebody changed this case since' },
  'desk.bulk.what.assign': { nl: 'Toegewezen', en: 'Assigned' },
  'desk.bulk.what.priority': { nl: 'Prioriteit gewijzigd', en: 'Changed the priority' },
  'desk.bulk.what.move': { nl: 'Status gewijzigd', en: 'Changed the state' },
  'desk.bulk.what.entry': { nl: 'Bericht geschreven', en: 'Wrote an entry' },
  'desk.bulk.what.watch': { nl: 'Iemand laten meelezen', en: 'Let somebody follow' },
  'desk.bulk.what.person': { nl: 'Iemand toegevoegd', en: 'Added somebody' },
  'desk.bulk.what.link': { nl: 'Verbonden', en: 'Linked' },
  'desk.bulk.part': { nl: 'Gedaan met {count, plural, one {# zaak} other {# zaken}} tegelijk', en: 'Done with {count, plural, one {# case} other {# cases}} at once' },
  'desk.bulk.back': { nl: 'Bulkactie met {count, plural, one {# zaak} other {# zaken}} ongedaan gemaakt', en: 'Undid a bulk action with {count, plural, one {# case} other {# cases}}' },
})
