import { texts } from '#platform/i18n.ts'

/** Texts of the server side of the desk; the pages keep theirs in web/words.ts. */
export const deskTexts = texts({
  'desk.onlyStaff': { nl: 'Dit kan alleen een medewerker van de servicedesk', en: 'Only staff of the service desk can do this' },
  'desk.noSuchService': { nl: 'Deze dienst staat niet in de catalogus', en: 'This service is not in the catalogue' },
  'desk.staffKind': { nl: 'Een probleem of taak kan alleen een medewerker van de servicedesk openen', en: 'Only staff of the service desk can open a problem or a task' },
  'desk.executeFirst': { nl: 'Deze wijziging is nog niet uitgevoerd. Leg eerst het resultaat vast', en: 'This change has not been executed yet. Record its result first' },
  'desk.judgeFirst': { nl: 'Deze klacht heeft nog geen oordeel. Leg eerst het oordeel vast', en: 'This complaint has no judgement yet. Record the judgement first' },
  'desk.noOrganisation': { nl: 'Kies een organisatie waar u bij hoort', en: 'Choose an organisation you belong to' },
  'desk.noSuchPerson': { nl: 'Deze persoon kan hier niet worden gekozen', en: 'This person cannot be chosen here' },
  'desk.noSuchTeam': { nl: 'Dit team kan hier niet worden gekozen', en: 'This team cannot be chosen here' },
  'desk.priorityReasonNeeded': { nl: 'Schrijf op waarom de prioriteit anders is dan het voorstel', en: 'Write down why the priority differs from the proposal' },
  'desk.emptyFile': { nl: 'Dit bestand is leeg', en: 'This file is empty' },
  'desk.tooManyFiles': { nl: 'Aan een zaak kunnen hoogstens 500 bestanden hangen', en: 'A case can have at most 500 files' },
})
