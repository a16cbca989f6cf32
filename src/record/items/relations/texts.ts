import { texts } from '#platform/i18n.ts'

export const itemRelationsTexts = texts({
  'items.relations.noSuchKind': { nl: 'Dit soort relatie is er niet', en: 'There is no such kind of relation' },
  'items.relations.itself': { nl: 'Een item heeft geen relatie met zichzelf', en: 'An item has no relation with itself' },
  'items.relations.thereAlready': { nl: 'Deze relatie is er al', en: 'This relation is there already' },
  'items.relations.portTaken': { nl: 'Op poort {port} is al iets aangesloten', en: 'Something is connected to port {port} already' },
  'items.relations.period': { nl: 'Het einde ligt voor het begin', en: 'The end lies before the beginning' },
  'items.relations.notInGroup': { nl: 'In een groep staan relaties waardoor dit item geraakt kan worden, en die nu gelden', en: 'A group holds relations by which this item can be hit, and that hold now' },
  'items.relations.tooFew': { nl: 'Er zijn er meer nodig dan er in de groep staan', en: 'More are needed than there are in the group' },
  'items.relations.kindChanged': { nl: 'Iemand heeft dit soort relatie intussen gewijzigd', en: 'Somebody has changed this kind of relation in the meantime' },
  'items.relations.carriesFixed': { nl: 'Welke kant een storing op gaat staat vast. Voeg een nieuw soort toe', en: 'Which way a failure goes is fixed. Add a new kind' },
  'items.relations.kindShipped': { nl: 'Dit soort relatie hoort bij Spil en verandert niet', en: 'This kind of relation belongs to Spil and does not change' },
  'items.relations.ofNeeded': { nl: '{needed} van {of} nodig', en: '{needed} of {of} needed' },
})
