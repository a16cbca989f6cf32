import { texts } from '#platform/i18n.ts'

export const deskAnswersTexts = texts({
  'desk.answers.unknownVariable': { nl: 'Dit veld bestaat niet: {names}', en: 'There is no such field: {names}' },
  'desk.answers.looseBrace': { nl: 'Een accolade staat alleen. Schrijf een veld als een woord tussen twee accolades', en: 'A brace stands alone. Write a field as one word between two braces' },
  'desk.answers.notYours': { nl: 'Een antwoord van de organisatie schrijft een teamleider, dat van een team wie in het team zit', en: 'A lead writes answers of the organisation, who is in the team those of a team' },
  'desk.answers.whichTeam': { nl: 'Kies een team waar u in zit', en: 'Choose a team you are in' },
  'desk.answers.changed': { nl: 'Iemand heeft dit antwoord intussen gewijzigd. Laad het opnieuw', en: 'Somebody changed this answer in the meantime. Load it again' },
  'desk.answers.example.number': { nl: 'C-1042', en: 'C-1042' },
  'desk.answers.example.title': { nl: 'De printer doet niets', en: 'The printer does nothing' },
  'desk.answers.example.reporter': { nl: 'Noor Bakker', en: 'Noor Baker' },
  'desk.answers.example.team': { nl: 'Werkplekken', en: 'Workplaces' },
})
