import { texts } from '#platform/i18n.ts'

export const caseworkTexts = texts({
  'norms.casework.changed': { nl: 'Iemand heeft dit beleid intussen gewijzigd. Laad het opnieuw', en: 'Somebody has changed this policy in the meantime. Load it again' },
  'norms.casework.unknown': { nl: 'niet bekend', en: 'not known' },
  'norms.casework.opened': {
    nl: '{item} voldoet niet aan “{title}”.\n\nVerwacht: {expected}\n\nWaargenomen:\n{observed}{remedy, select, none {} other {\n\nWat te doen: {remedy}}}',
    en: '{item} does not meet “{title}”.\n\nExpected: {expected}\n\nObserved:\n{observed}{remedy, select, none {} other {\n\nWhat to do: {remedy}}}',
  },
  'norms.casework.joined': { nl: 'Ook {item} voldoet niet aan “{title}”.\nVerwacht: {expected}\nWaargenomen:\n{observed}', en: '{item} does not meet “{title}” either.\nExpected: {expected}\nObserved:\n{observed}' },
  'norms.casework.again': {
    nl: '{item} voldoet opnieuw niet aan “{title}”: de zaak is heropend.\nVerwacht: {expected}\nWaargenomen:\n{observed}',
    en: '{item} does not meet “{title}” again: the case is reopened.\nExpected: {expected}\nObserved:\n{observed}',
  },
  'norms.casework.notHeld': { nl: '{item} voldoet opnieuw niet aan “{title}”', en: '{item} does not meet “{title}” again' },
  'norms.casework.right': {
    nl: '{item} voldoet weer aan “{title}”.\nWaargenomen:\n{observed}\n{left, plural, =0 {Geen afwijking staat meer open: de zaak kan worden gesloten.} one {Er staat nog # afwijking open.} other {Er staan nog # afwijkingen open.}}',
    en: '{item} meets “{title}” again.\nObserved:\n{observed}\n{left, plural, =0 {No deviation is open any more: the case can be closed.} one {# deviation is still open.} other {# deviations are still open.}}',
  },
  'norms.casework.excepted': {
    nl: 'Voor {item} geldt nu een uitzondering op “{title}”. {left, plural, =0 {Geen afwijking staat meer open.} one {Er staat nog # afwijking open.} other {Er staan nog # afwijkingen open.}}',
    en: '{item} is now an exception to “{title}”. {left, plural, =0 {No deviation is open any more.} one {# deviation is still open.} other {# deviations are still open.}}',
  },
  'norms.casework.outOfScope': {
    nl: '“{title}” geldt niet meer voor {item}. {left, plural, =0 {Geen afwijking staat meer open.} one {Er staat nog # afwijking open.} other {Er staan nog # afwijkingen open.}}',
    en: '“{title}” no longer applies to {item}. {left, plural, =0 {No deviation is open any more.} one {# deviation is still open.} other {# deviations are still open.}}',
  },
  'norms.casework.withdrawn': {
    nl: '“{title}” is ingetrokken en geldt niet meer voor {item}. {left, plural, =0 {Geen afwijking staat meer open.} one {Er staat nog # afwijking open.} other {Er staan nog # afwijkingen open.}}',
    en: '“{title}” was withdrawn and no longer applies to {item}. {left, plural, =0 {No deviation is open any more.} one {# deviation is still open.} other {# deviations are still open.}}',
  },
})
