import { texts } from '#platform/i18n.ts'
import { casesTexts } from '#record/cases/texts.ts'

const own = texts({
  'desk.set.title': { nl: 'Instellingen van de servicedesk', en: 'Settings of the service desk' },
  'desk.set.sections': { nl: 'Onderdelen van de instellingen', en: 'Sections of the settings' },
  'desk.set.organisation': { nl: 'Organisatie', en: 'Organisation' },
  'desk.set.matrix': { nl: 'Prioriteit', en: 'Priority' },
  'desk.set.matrix.lead': { nl: 'Welke prioriteit Spil voorstelt bij welk gevolg en welke urgentie. Zaken die er al zijn, houden hun prioriteit.', en: 'Which priority Spil proposes for which impact and urgency. Existing cases keep their priority.' },
  'desk.set.matrix.cell': { nl: 'Prioriteit bij gevolg {impact} en urgentie {urgency}', en: 'Priority for impact {impact} and urgency {urgency}' },
  'desk.set.usual': { nl: 'Nog niet gewijzigd: zo begint elke organisatie.', en: 'Not changed yet: this is how every organisation begins.' },
  'desk.set.calendar': { nl: 'Werktijden', en: 'Working hours' },
  'desk.set.calendar.lead': { nl: 'Alleen deze uren tellen voor de klok. Een wijziging rekent alle open zaken opnieuw door.', en: 'Only these hours count for the clock. A change computes all open cases anew.' },
  'desk.set.zone': { nl: 'Tijdzone', en: 'Time zone' },
  'desk.set.closedDay': { nl: 'Gesloten', en: 'Closed' },
  'desk.set.from': { nl: '{day}, blok {at}, van', en: '{day}, block {at}, from' },
  'desk.set.to': { nl: '{day}, blok {at}, tot', en: '{day}, block {at}, to' },
  'desk.set.until': { nl: 'tot', en: 'to' },
  'desk.set.addSpan': { nl: 'Uren toevoegen op {day}', en: 'Add hours on {day}' },
  'desk.set.removeSpan': { nl: '{day}, blok {at} weghalen', en: 'Remove {day}, block {at}' },
  'desk.set.targets': { nl: 'Afgesproken tijden', en: 'Agreed times' },
  'desk.set.targets.lead': { nl: 'Uren werktijd tot de eerste reactie en tot de oplossing.', en: 'Hours of working time until the first response and until the solution.' },
  'desk.set.response': { nl: 'Eerste reactie (uur)', en: 'First response (hours)' },
  'desk.set.solution': { nl: 'Oplossing (uur)', en: 'Solution (hours)' },
  'desk.set.save': { nl: 'Opslaan', en: 'Save' },
  'desk.set.saved': { nl: 'Opgeslagen', en: 'Saved' },
  'desk.set.leads': { nl: 'Alleen een teamleider of beheerder kan dit wijzigen.', en: 'Only a lead or an administrator can change this.' },
  'desk.set.mailboxes': { nl: 'Postbussen', en: 'Mailboxes' },
  'desk.set.mailboxes.lead': { nl: 'E-mail die hier binnenkomt, wordt een zaak.', en: 'Mail that comes in here becomes a case.' },
})

export const settingsWords = { ...casesTexts, ...own }
