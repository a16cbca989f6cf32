import { texts } from '#platform/i18n.ts'
import { casesTexts } from '#record/cases/texts.ts'
import { deskBulkTexts } from '../texts.ts'

const own = texts({
  'desk.many.title': { nl: '{what}: {count, plural, one {# zaak} other {# zaken}}', en: '{what}: {count, plural, one {# case} other {# cases}}' },
  'desk.many.all': { nl: '{what}: alles onder dit filter', en: '{what}: all under this filter' },
  'desk.many.do.take': { nl: 'Oppakken', en: 'Take' },
  'desk.many.do.assign': { nl: 'Toewijzen', en: 'Assign' },
  'desk.many.do.priority': { nl: 'Prioriteit', en: 'Priority' },
  'desk.many.do.move': { nl: 'Status', en: 'State' },
  'desk.many.do.entry': { nl: 'Bericht schrijven', en: 'Write an entry' },
  'desk.many.do.watch': { nl: 'Iemand laten meelezen', en: 'Let somebody follow' },
  'desk.many.do.link': { nl: 'Verbinden', en: 'Link' },
  'desk.many.go': { nl: 'Uitvoeren', en: 'Do it' },
  'desk.many.person': { nl: 'Persoon', en: 'Person' },
  'desk.many.team': { nl: 'Team', en: 'Team' },
  'desk.many.asIs': { nl: 'laten zoals het is', en: 'leave as it is' },
  'desk.many.nobody': { nl: 'niemand', en: 'nobody' },
  'desk.many.noTeam': { nl: 'geen team', en: 'no team' },
  'desk.many.reason': { nl: 'Reden', en: 'Reason' },
  'desk.many.text': { nl: 'Tekst', en: 'Text' },
  'desk.many.visibility': { nl: 'Voor wie', en: 'For whom' },
  'desk.many.waitFor': { nl: 'Wacht op', en: 'Waits for' },
  'desk.many.until': { nl: 'Tot', en: 'Until' },
  'desk.many.done': { nl: 'Wat is er gedaan', en: 'What was done' },
  'desk.many.tested': { nl: 'Hoe is het getest', en: 'How it was tested' },
  'desk.many.number': { nl: 'Nummer van de zaak, zoals C-1042', en: 'Number of the case, such as C-1042' },
  'desk.many.kind': { nl: 'Hoe', en: 'How' },
  'desk.many.progress': { nl: '{done} van {total}', en: '{done} of {total}' },
  'desk.many.outcome': { nl: '{done, plural, =0 {Geen zaak gewijzigd} one {# zaak gewijzigd} other {# zaken gewijzigd}}', en: '{done, plural, =0 {No case changed} one {# case changed} other {# cases changed}}' },
  'desk.many.refused': { nl: '{count, plural, one {# zaak kon niet:} other {# zaken konden niet:}}', en: '{count, plural, one {# case could not:} other {# cases could not:}}' },
  'desk.many.undo': { nl: 'Ongedaan maken', en: 'Undo' },
  'desk.many.undone': { nl: '{count, plural, =0 {Geen zaak teruggezet} one {# zaak teruggezet} other {# zaken teruggezet}}', en: '{count, plural, =0 {No case put back} one {# case put back} other {# cases put back}}' },
  'desk.many.left': { nl: '{count, plural, one {# zaak is niet teruggezet:} other {# zaken zijn niet teruggezet:}}', en: '{count, plural, one {# case was not put back:} other {# cases were not put back:}}' },
  'desk.many.history': { nl: 'Bulkacties', en: 'Bulk actions' },
  'desk.many.history.none': { nl: 'U deed nog niets met meer zaken tegelijk.', en: 'You have not done anything with several cases at once yet.' },
  'desk.many.close': { nl: 'Klaar', en: 'Done' },
})

export const manyWords = { ...casesTexts, ...deskBulkTexts, ...own }
