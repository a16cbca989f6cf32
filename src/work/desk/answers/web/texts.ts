import { texts } from '#platform/i18n.ts'

export const answersWords = texts({
  'answers.title': { nl: 'Standaardantwoorden', en: 'Canned answers' },
  'answers.lead': { nl: 'Wat u vaker schrijft. In een bericht typt u / om er een in te voegen, in de taal van de melder.', en: 'What you write more often. In a message you type / to insert one, in the language of the reporter.' },
  'answers.add': { nl: 'Antwoord maken', en: 'Make an answer' },
  'answers.edit': { nl: '{name} wijzigen', en: 'Change {name}' },
  'answers.change': { nl: 'Wijzigen', en: 'Change' },
  'answers.none': { nl: 'Er zijn nog geen standaardantwoorden.', en: 'There are no canned answers yet.' },
  'answers.name': { nl: 'Naam', en: 'Name' },
  'answers.scope': { nl: 'Voor wie', en: 'For whom' },
  'answers.scope.personal': { nl: 'Alleen voor mij', en: 'Only for me' },
  'answers.scope.team': { nl: 'Voor een team', en: 'For a team' },
  'answers.scope.organisation': { nl: 'Voor iedereen van de servicedesk', en: 'For everybody at the desk' },
  'answers.team': { nl: 'Team', en: 'Team' },
  'answers.nl': { nl: 'Tekst in het Nederlands', en: 'Text in Dutch' },
  'answers.en': { nl: 'Tekst in het Engels', en: 'Text in English' },
  'answers.fields': { nl: 'Velden: {names}', en: 'Fields: {names}' },
  'answers.preview': { nl: 'Zo leest de melder het', en: 'What the reporter reads' },
  'answers.active': { nl: 'In gebruik', en: 'In use' },
  'answers.inactive': { nl: 'Niet in gebruik', en: 'Not in use' },
  'answers.organisation': { nl: 'Organisatie', en: 'Organisation' },
  'answers.empty': { nl: 'Schrijf de tekst in ten minste één taal', en: 'Write the text in at least one language' },
})
