import { texts } from '#platform/i18n.ts'

export const deskTemplatesTexts = texts({
  'desk.templates.unknownVariable': { nl: 'In de tekst staat een veld dat Spil hier niet kent', en: 'The text has a field that Spil does not know here' },
  'desk.templates.brace': { nl: 'Zet accolades alleen om de naam van een veld', en: 'Put braces only around the name of a field' },
  'desk.templates.missing': { nl: 'Er ontbreekt een veld waar deze brief om gaat', en: 'A field that this letter is about is missing' },
  'desk.templates.changed': { nl: 'Iemand heeft deze brief intussen gewijzigd. Kijk wat er nu staat en probeer het opnieuw', en: 'Somebody changed this letter in the meantime. See what it is now and try again' },
  'desk.templates.sample.name': { nl: 'Jan Jansen', en: 'Jan Jansen' },
  'desk.templates.sample.title': { nl: 'De printer doet niets', en: 'The printer does nothing' },
  'desk.templates.sample.author': { nl: 'Els Beuk', en: 'Els Beuk' },
  'desk.templates.sample.text': { nl: 'Staat de printer aan? Brandt het groene lampje?', en: 'Is the printer switched on? Is the green light on?' },
  'desk.templates.sample.done': { nl: 'Wij hebben de kabel vervangen.', en: 'We replaced the cable.' },
  'desk.letter.greeting': { nl: 'Beste {name},', en: 'Dear {name},' },
  'desk.letter.greeting.about': { nl: 'Aanhef van elke brief', en: 'Greeting of every letter' },
  'desk.letter.regards': { nl: 'Met vriendelijke groet,\n{organisation}', en: 'Kind regards,\n{organisation}' },
  'desk.letter.regards.about': { nl: 'Groet onder elke brief', en: 'Regards of every letter' },
})
