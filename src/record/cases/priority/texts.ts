import { texts } from '#platform/i18n.ts'

export const priorityTexts = texts({
  'cases.criticality': { nl: 'Belang voor de organisatie', en: 'Importance to the organisation' },
  'cases.criticality.low': { nl: 'Klein', en: 'Small' },
  'cases.criticality.normal': { nl: 'Gewoon', en: 'Ordinary' },
  'cases.criticality.high': { nl: 'Groot', en: 'Great' },
  'cases.criticality.critical': { nl: 'Onmisbaar', en: 'Indispensable' },
  'cases.why.said.impact': { nl: 'Op “{question}” is “{answer}” geantwoord: daarom is het gevolg “{to}”', en: '“{question}” was answered with “{answer}”: therefore the impact is “{to}”' },
  'cases.why.said.urgency': { nl: 'Op “{question}” is “{answer}” geantwoord: daarom is de urgentie “{to}”', en: '“{question}” was answered with “{answer}”: therefore the urgency is “{to}”' },
  'cases.why.critical': { nl: 'Eén stap hoger, van {from} naar {to}, omdat het belang van {service} “{criticality}” is', en: 'One step higher, from {from} to {to}, because the importance of {service} is “{criticality}”' },
  'cases.why.hit': { nl: '{people, plural, one {# persoon wordt} other {# personen worden}} geraakt door {service}: daarom is het gevolg “{to}”', en: '{people, plural, one {# person is} other {# people are}} hit by {service}: therefore the impact is “{to}”' },
  'cases.why.highest': { nl: 'Het belang van {service} is “{criticality}”, maar hoger kan de prioriteit niet', en: 'The importance of {service} is “{criticality}”, but the priority cannot be higher' },
  'cases.held': { nl: 'Oplossen kan nog niet: {why}', en: 'This cannot be solved yet: {why}' },
})
