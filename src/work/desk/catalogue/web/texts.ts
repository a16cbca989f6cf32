import { texts } from '#platform/i18n.ts'
import { deskCatalogueTexts } from '../texts.ts'

/** What a reporter reads when asking for something. */
const own = texts({
  'catalogue.title': { nl: 'Iets aanvragen', en: 'Ask for something' },
  'catalogue.lead': { nl: 'Zoek wat u nodig hebt, of kies uit de lijst.', en: 'Search what you need, or choose from the list.' },
  'catalogue.search': { nl: 'Wat hebt u nodig?', en: 'What do you need?' },
  'catalogue.search.placeholder': { nl: 'Bijvoorbeeld: laptop, toegang, sleutel', en: 'For example: laptop, access, key' },
  'catalogue.none': { nl: 'Dit staat niet in de lijst', en: 'This is not in the list' },
  'catalogue.none.text': { nl: 'Schrijf het op als een gewone melding. Wij zoeken uit wat kan.', en: 'Write it as an ordinary report. We find out what is possible.' },
  'catalogue.report': { nl: 'Iets melden', en: 'Report something' },
  'catalogue.kind.serviceRequest': { nl: 'Aanvraag', en: 'Request' },
  'catalogue.kind.accessRequest': { nl: 'Toegang', en: 'Access' },
  'catalogue.kind.informationRequest': { nl: 'Vraag', en: 'Question' },
  'catalogue.kind.change': { nl: 'Wijziging', en: 'Change' },
  'catalogue.kind.incident': { nl: 'Storing', en: 'Incident' },
  'catalogue.send': { nl: 'Aanvraag versturen', en: 'Send the request' },
  'catalogue.sent': { nl: 'Uw aanvraag is verstuurd', en: 'Your request was sent' },
  'catalogue.approval': { nl: 'Hiervoor is akkoord nodig van: {who}. U ziet op de pagina van uw aanvraag hoe ver het is.', en: 'This needs approval of: {who}. On the page of your request you see how far it is.' },
  'catalogue.for': { nl: 'Voor wie is het?', en: 'Who is it for?' },
  'catalogue.for.me': { nl: 'Voor mijzelf', en: 'For myself' },
  'catalogue.for.other': { nl: 'Voor een collega', en: 'For a colleague' },
  'catalogue.colleague': { nl: 'Welke collega?', en: 'Which colleague?' },
  'catalogue.colleague.placeholder': { nl: 'Typ een naam', en: 'Type a name' },
  'catalogue.colleague.none': { nl: 'Niemand gevonden', en: 'Nobody found' },
  'catalogue.right': { nl: 'Wat moet iemand ermee kunnen?', en: 'What should they be able to do?' },
  'catalogue.why': { nl: 'Waarom is het nodig?', en: 'Why is it needed?' },
  'catalogue.until': { nl: 'Tot en met welke dag?', en: 'Until which day?' },
  'catalogue.until.help': { nl: 'Daarna trekken wij de toegang in.', en: 'After that we withdraw the access.' },
  'catalogue.until.most': { nl: 'Daarna trekken wij de toegang in. Hoogstens {days} dagen.', en: 'After that we withdraw the access. At most {days} days.' },
  'catalogue.file.add': { nl: 'Bestand kiezen', en: 'Choose a file' },
  'catalogue.file.failed': { nl: 'Dit bestand kon niet worden verstuurd: {name}', en: 'This file could not be sent: {name}' },
  'catalogue.number.unit': { nl: '{label} (in {unit})', en: '{label} (in {unit})' },
  'catalogue.answers.none': { nl: 'Deze zaak komt niet uit de catalogus', en: 'This case does not come from the catalogue' },
  'catalogue.answers.form': { nl: 'Formulier {name}, versie {version}', en: 'Form {name}, version {version}' },
})
export const catalogueWords = { ...deskCatalogueTexts, ...own }
