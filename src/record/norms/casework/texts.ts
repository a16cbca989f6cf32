import { texts } from '#platform/i18n.ts'

export const caseworkTexts = texts({
  'norms.casework.changed': { nl: 'Iemand heeft dit beleid intussen gewijzigd. Laad het opnieuw', en: 'Somebody has changed this policy in the meantime. Load it again' },
  'norms.casework.unknown': { nl: 'niet bekend', en: 'not known' },
  'norms.casework.opened': {
    nl: '{item} voldoet niet aan “{title}”.\n\nVerwacht: {expected}\n\nWaargenomen:\n{observed}\n\nSinds {since}.{hits, select, none {} other { {hits}}}{remedy, select, none {} other {\n\nWat te doen: {remedy}}}',
    en: '{item} does not meet “{title}”.\n\nExpected: {expected}\n\nObserved:\n{observed}\n\nSince {since}.{hits, select, none {} other { {hits}}}{remedy, select, none {} other {\n\nWhat to do: {remedy}}}',
  },
  'norms.casework.joined': {
    nl: 'Ook {item} voldoet niet aan “{title}”{more, plural, =0 {} one {, net als # ander item} other {, net als # andere items}}.\nVerwacht: {expected}\nWaargenomen:\n{observed}',
    en: '{item} does not meet “{title}” either{more, plural, =0 {} one {, nor does # other item} other {, nor do # other items}}.\nExpected: {expected}\nObserved:\n{observed}',
  },
  'norms.casework.repeated': {
    nl: '{item} voldoet opnieuw niet aan “{title}”: {count, plural, one {één keer} other {# keer}} herhaald.\nWaargenomen:\n{observed}',
    en: '{item} does not meet “{title}” again: repeated {count, plural, one {once} other {# times}}.\nObserved:\n{observed}',
  },
  'norms.casework.more': { nl: 'en nog {more, plural, other {#}} meer', en: 'and {more, plural, other {#}} more' },
  'norms.casework.hits': {
    nl: 'Geraakt: {total, plural, =0 {geen andere items} one {# ander item} other {# andere items}}{names, select, none {} other { ({names})}}, {people, plural, =0 {geen personen die wij kennen} one {# persoon} other {# personen}}{importance, select, none {} other {; hoogste belang: {importance}}}.',
    en: 'Hit: {total, plural, =0 {no other items} one {# other item} other {# other items}}{names, select, none {} other { ({names})}}, {people, plural, =0 {no people that we know of} one {# person} other {# people}}{importance, select, none {} other {; greatest importance: {importance}}}.',
  },
  'norms.casework.importance.low': { nl: 'laag', en: 'low' },
  'norms.casework.importance.normal': { nl: 'gewoon', en: 'normal' },
  'norms.casework.importance.high': { nl: 'hoog', en: 'high' },
  'norms.casework.importance.critical': { nl: 'kritiek', en: 'critical' },
  'norms.casework.bothAgree': { nl: 'Opgelost volgens de behandelaar, en de bewaking ziet het weer goed', en: 'Solved according to who worked on it, and monitoring sees it right again' },
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
