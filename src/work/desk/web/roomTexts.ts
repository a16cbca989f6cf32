import { texts } from '#platform/i18n.ts'
import { casesTexts } from '#record/cases/texts.ts'

/** What the frame needs before a page of the desk is opened. */
const own = texts({
  'desk.title': { nl: 'Servicedesk', en: 'Service desk' },
  'desk.case': { nl: 'Zaak', en: 'Case' },
  'desk.newCase': { nl: 'Nieuwe zaak', en: 'New case' },
  'desk.register': { nl: 'Zaak registreren', en: 'Register a case' },
  'desk.recurring': { nl: 'Terugkerend werk', en: 'Recurring work' },
  'desk.absence': { nl: 'Afwezigheid', en: 'Absence' },
  'desk.knownErrors': { nl: 'Bekende fouten', en: 'Known errors' },
  'desk.changes': { nl: 'Wijzigingen', en: 'Changes' },
  'desk.settings': { nl: 'Instellingen', en: 'Settings' },
  'desk.notProcessed': { nl: 'Niet verwerkt', en: 'Not processed' },
  'desk.myReports': { nl: 'Mijn meldingen', en: 'My reports' },
  'desk.reportSomething': { nl: 'Iets melden', en: 'Report something' },
  'desk.catalogue': { nl: 'Catalogus', en: 'Catalogue' },
  'desk.access': { nl: 'Toegang', en: 'Access' },
  'desk.askFor': { nl: 'Iets aanvragen', en: 'Ask for something' },
  'desk.approve': { nl: 'Akkoord geven', en: 'Approvals' },
  'desk.doesItWork': { nl: 'Werkt het weer?', en: 'Does it work again?' },
  'desk.results': { nl: 'Zaken en personen', en: 'Cases and people' },
  'desk.takeNext': { nl: 'Volgende zaak oppakken', en: 'Take the next case' },
  'desk.takeNext.none': { nl: 'Er is geen zaak zonder behandelaar', en: 'There is no case without an engineer' },
  'desk.goTo': { nl: 'Zaken: {view}', en: 'Cases: {view}' },
  'desk.view.open': { nl: 'Open', en: 'Open' },
  'desk.view.new': { nl: 'Nieuw', en: 'New' },
  'desk.view.mine': { nl: 'Van mij', en: 'Mine' },
  'desk.view.unassigned': { nl: 'Niet toegewezen', en: 'Unassigned' },
  'desk.view.waiting': { nl: 'Wacht', en: 'Waiting' },
  'desk.view.toBeTested': { nl: 'Te testen', en: 'To be tested' },
  'desk.view.late': { nl: 'Te laat', en: 'Late' },
  'desk.view.all': { nl: 'Alles', en: 'All' },
  'desk.notice.answered': { nl: 'De melder schreef bij {number}', en: 'The reporter wrote in {number}' },
  'desk.notice.given': { nl: '{number} is aan u toegewezen', en: '{number} was assigned to you' },
  'desk.notice.rejected': { nl: '{number} werkt nog niet volgens de melder', en: 'The reporter says {number} does not work yet' },
  'desk.notice.confirmed': { nl: 'De melder bevestigt dat {number} werkt', en: 'The reporter confirms that {number} works' },
  'desk.notice.resumed': { nl: 'Het wachten van {number} is voorbij', en: 'The waiting of {number} is over' },
  'desk.notice.yours.answered': { nl: 'Er is een antwoord op uw melding {number}', en: 'There is an answer to your report {number}' },
  'desk.notice.yours.test': { nl: 'Wilt u testen of {number} is opgelost?', en: 'Please test whether {number} is solved' },
})

export const roomWords = { ...casesTexts, ...own }
