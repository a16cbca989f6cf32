import { texts } from '#platform/i18n.ts'

export const devicesHoldingTexts = texts({
  'devices.holding.nothing': { nl: 'Deze persoon heeft niets dat terug moet komen', en: 'This person has nothing that is to come back' },
  'devices.holding.leaving': { nl: 'Er loopt al een zaak om alles terug te krijgen', en: 'There is a case already to get everything back' },
  'devices.holding.case.title': { nl: '{name} vertrekt: {count, plural, one {# item} other {# items}} terug', en: '{name} leaves: {count, plural, one {# item} other {# items}} to come back' },
  'devices.holding.case.gone': { nl: 'Het account van {name} is gesloten.', en: 'The account of {name} was closed.' },
  'devices.holding.case.lastDay': { nl: 'De laatste dag van {name} is {day}.', en: 'The last day of {name} is {day}.' },
  'devices.holding.case.uses': { nl: 'Terug te krijgen:', en: 'To come back:' },
  'devices.holding.case.owns': { nl: 'Wie gaat hierover na vertrek?', en: 'Who answers for this from then on?' },
  'devices.holding.back': { nl: '{item} is terug. {left, plural, =0 {Alles is terug.} one {Nog één te gaan.} other {Nog # te gaan.}}', en: '{item} is back. {left, plural, =0 {Everything is back.} one {One to go.} other {# to go.}}' },
  'history.devices.leavingBegun': { nl: 'Iemand vertrekt: alles terugvragen', en: 'Somebody leaves: ask everything back' },
})
