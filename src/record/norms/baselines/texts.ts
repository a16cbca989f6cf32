import { texts } from '#platform/i18n.ts'

export const baselinesTexts = texts({
  'norms.baselines.name': { nl: 'Er is al een baseline met deze naam', en: 'There is already a baseline with this name' },
  'norms.baselines.changed': { nl: 'Iemand heeft deze baseline intussen gewijzigd. Laad haar opnieuw', en: 'Somebody has changed this baseline in the meantime. Load it again' },
  'norms.baselines.tooMany': { nl: 'Een organisatie kan hoogstens 200 baselines hebben', en: 'An organisation can have at most 200 baselines' },
  'norms.minutes': { nl: '{minutes, plural, =0 {meteen} one {# minuut} other {# minuten}}', en: '{minutes, plural, =0 {at once} one {# minute} other {# minutes}}' },
  'norms.field.title': { nl: 'Naam', en: 'Name' },
  'norms.field.condition': { nl: 'Wat moet gelden', en: 'What must hold' },
  'norms.field.scope': { nl: 'Waarvoor', en: 'For what' },
  'norms.field.severity': { nl: 'Ernst', en: 'Severity' },
  'norms.field.holdOff': { nl: 'Telt na', en: 'Counts after' },
  'norms.field.recovery': { nl: 'Voorbij na', en: 'Over after' },
  'norms.field.maxAge': { nl: 'Een gegeven is goed voor', en: 'A fact is good for' },
  'norms.field.remedy': { nl: 'Wat te doen', en: 'What to do' },
  'norms.scope.kinds': { nl: 'soort', en: 'kind' },
  'norms.scope.classes': { nl: 'in gebruik of niet', en: 'in use or not' },
  'norms.scope.states': { nl: 'toestand', en: 'state' },
  'norms.scope.tags': { nl: 'labels', en: 'tags' },
  'norms.scope.locationId': { nl: 'locatie', en: 'location' },
  'norms.scope.importance': { nl: 'belang', en: 'importance' },
  'norms.scope.supplier': { nl: 'leverancier', en: 'supplier' },
  'norms.scope.search': { nl: 'woorden', en: 'words' },
})
