import { texts } from '#platform/i18n.ts'

export const deskOutagesTexts = texts({
  'desk.outages.textNeeded': { nl: 'Schrijf de tekst in het Nederlands, het Engels of allebei', en: 'Write the text in Dutch, English or both' },
  'desk.outages.untilNeeded': { nl: 'Kies tot wanneer het onderhoud duurt', en: 'Choose until when the maintenance lasts' },
  'desk.outages.order': { nl: 'Het einde ligt voor het begin', en: 'The end comes before the beginning' },
  'desk.outages.over': { nl: 'Dit is al voorbij', en: 'This is already over' },
  'desk.outages.changed': { nl: 'Iemand heeft dit intussen gewijzigd. Kijk wat er nu staat en probeer het opnieuw', en: 'Somebody changed this in the meantime. See what it is now and try again' },
  'desk.outages.slugTaken': { nl: 'Dit adres is al in gebruik. Kies een ander', en: 'This address is already in use. Choose another' },
  'desk.outages.letter.subject': { nl: 'Voorbij: {title}', en: 'Over: {title}' },
  'desk.outages.letter.text': {
    nl: 'Beste {name},\n\nU liet weten dat dit u ook raakt: {title}.\n\nHet is voorbij. Merkt u er nog iets van? Laat het ons weten:\n{url}\n\nMet vriendelijke groet,\n{organisation}',
    en: 'Dear {name},\n\nYou told us that this concerns you too: {title}.\n\nIt is over. Do you still notice it? Let us know:\n{url}\n\nKind regards,\n{organisation}',
  },
})
