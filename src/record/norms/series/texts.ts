import { texts } from '#platform/i18n.ts'

export const seriesTexts = texts({
  'norms.series.empty': { nl: 'Schrijf wat er gemeten wordt, bijvoorbeeld node_load1', en: 'Write what is measured, for instance node_load1' },
  'norms.series.query': { nl: 'Deze meetvraag klopt niet: {what}', en: 'This query is not right: {what}' },
  'norms.series.noVector': { nl: 'Deze meetvraag geeft geen waarde per reeks. Vraag één moment, bijvoorbeeld rate(x[5m]) in plaats van x[5m]', en: 'This query gives no value for each series. Ask one moment, for instance rate(x[5m]) instead of x[5m]' },
  'norms.series.both': { nl: 'Een verwachting gaat over feiten of over reeksen, niet over allebei', en: 'An expectation is about facts or about series, not both' },
  'norms.series.clearAt': { nl: 'De waarde waarbij het voorbij is, ligt aan de verkeerde kant van de grens', en: 'The value at which it is over lies on the wrong side of the limit' },
  'norms.series.what.measured': { nl: 'de meting', en: 'what is measured' },
  'norms.series.what.named': { nl: 'de meting {name}', en: 'the measurement {name}' },
  'norms.series.what.duration': { nl: 'de antwoordtijd', en: 'the response time' },
  'norms.series.what.certificate': { nl: 'de resterende geldigheid van het certificaat', en: 'the remaining validity of the certificate' },
  'norms.series.what.clock': { nl: 'de afwijking van de klok', en: 'the deviation of the clock' },
  'norms.series.what.disk': { nl: 'het schijfgebruik', en: 'the disk use' },
  'norms.series.what.load': { nl: 'de belasting van de processor', en: 'the load of the processor' },
  'norms.series.what.memory': { nl: 'het geheugengebruik', en: 'the memory use' },
  'norms.series.what.ports': { nl: 'het aantal poorten dat aan staat zonder verbinding', en: 'the number of enabled ports without a link' },
  'norms.series.what.errors': { nl: 'het aantal fouten op de poort', en: 'the number of errors on the port' },
  'norms.series.what.supply': { nl: 'de resterende voorraad', en: 'the supply that is left' },
  'norms.series.read.answers': { nl: 'het antwoordt', en: 'it answers' },
  'norms.series.read.lasting': { nl: '{what} (telt na {minutes, plural, one {één minuut} other {# minuten}})', en: '{what} (counts after {minutes, plural, one {one minute} other {# minutes}})' },
  'norms.series.read.threshold': {
    nl: '{query} {op, select, more {hoogstens {value} is} moreEqual {minder dan {value} is} less {minstens {value} is} lessEqual {meer dan {value} is} equal {niet {value} is} other {{value} is}}{clear, select, none {} other { (weer goed vanaf {clear})}}',
    en: '{query} is {op, select, more {at most {value}} moreEqual {less than {value}} less {at least {value}} lessEqual {more than {value}} equal {not {value}} other {{value}}}{clear, select, none {} other { (right again from {clear})}}',
  },
  'norms.series.read.change': {
    nl: '{query} in {minutes} minuten niet meer dan {by} {direction, select, up {stijgt} down {daalt} other {verandert}}',
    en: '{query} does not {direction, select, up {rise} down {fall} other {change}} by more than {by} in {minutes} minutes',
  },
  'norms.series.read.absence': { nl: 'van {query} minstens elke {minutes} minuten een meting komt', en: 'a sample of {query} comes at least every {minutes} minutes' },
  'norms.series.read.forecast': {
    nl: '{query} niet binnen {within} {op, select, more {boven} other {onder}} {value} komt',
    en: '{query} does not get {op, select, more {above} other {below}} {value} within {within}',
  },
  'norms.series.read.baseline': {
    nl: '{query} {direction, select, up {niet veel hoger} down {niet veel lager} other {niet veel anders}} is dan gewoonlijk in dit uur van de week ({deviations} keer de spreiding, {weeks} weken)',
    en: '{query} is {direction, select, up {not much higher} down {not much lower} other {not much different}} than usual in this hour of the week ({deviations} times the spread, {weeks} weeks)',
  },
  'norms.series.hours': { nl: '{days, plural, =0 {{hours} uur} one {# dag} other {# dagen}}', en: '{days, plural, =0 {{hours} hours} one {# day} other {# days}}' },
  'norms.series.seen.value': { nl: '{value}{limit, select, none {} other { (grens {limit})}}', en: '{value}{limit, select, none {} other { (limit {limit})}}' },
  'norms.series.seen.none': { nl: 'geen meting', en: 'no sample' },
  'norms.series.seen.since': { nl: 'laatste meting {at}', en: 'last sample {at}' },
  'norms.series.seen.before': { nl: 'was {before}', en: 'was {before}' },
  'norms.series.seen.hits': {
    nl: 'zover over {days} dagen (tussen {from} en {to, select, never {mogelijk nooit} other {{to}}})',
    en: 'gets there in {days} days (between {from} and {to, select, never {perhaps never} other {{to}}})',
  },
  'norms.series.seen.usual': { nl: 'gewoonlijk {mean} ± {spread}', en: 'usually {mean} ± {spread}' },
  'norms.series.because': {
    nl: 'niet bekend door {number} ({name}){again, select, yes {: dat is weer goed, dit wordt opnieuw bekeken} other {}}',
    en: 'not known because of {number} ({name}){again, select, yes {: that is right again, this is being checked again} other {}}',
  },
  'norms.series.maintenance': { nl: 'in onderhoud tot {until}', en: 'in maintenance until {until}' },
})
