import { texts } from '#platform/i18n.ts'

/** The words of graphs. Apart from those of the kit: only pages with a graph need them. */
export const graphWords = texts({
  'kit.graph.line': { nl: 'Lijn', en: 'Line' },
  'kit.graph.last': { nl: 'Laatst', en: 'Last' },
  'kit.graph.min': { nl: 'Minst', en: 'Least' },
  'kit.graph.avg': { nl: 'Gemiddeld', en: 'Average' },
  'kit.graph.max': { nl: 'Meest', en: 'Most' },
  'kit.graph.at': { nl: 'Tijd', en: 'Time' },
  'kit.graph.values': { nl: 'Waarden van {title}', en: 'Values of {title}' },
  'kit.graph.asTable': { nl: 'Als tabel', en: 'As a table' },
  'kit.graph.asGraph': { nl: 'Als grafiek', en: 'As a graph' },
  'kit.graph.hide': { nl: '{name} verbergen', en: 'Hide {name}' },
  'kit.graph.show': { nl: '{name} tonen', en: 'Show {name}' },
  'kit.graph.keys': {
    nl: '{title}. Pijltjes lopen langs de tijd, plus zoomt in, Escape gaat terug.',
    en: '{title}. Arrow keys walk along the time, plus zooms in, Escape goes back.',
  },
  'kit.graph.noPlace': { nl: 'Geen moment gekozen', en: 'No moment chosen' },
  'kit.graph.empty': { nl: 'In deze periode is niets gemeten', en: 'Nothing was measured in this span' },
  'kit.graph.more': { nl: 'Er zijn meer lijnen dan hier staan', en: 'There are more lines than are shown' },
  'kit.graph.andMore': { nl: 'en nog {count}', en: 'and {count} more' },
  'kit.graph.events': { nl: 'Wat er gebeurde ({count})', en: 'What happened ({count})' },
  'kit.graph.until': { nl: '{from} tot {until}', en: '{from} until {until}' },
  'kit.graph.goesOn': { nl: 'sinds {from}', en: 'since {from}' },
  'kit.graph.limits': { nl: 'Grenzen: {limits}', en: 'Limits: {limits}' },
  'kit.graph.forecast': { nl: 'Verwacht op {at}', en: 'Expected on {at}' },
  'kit.graph.expected': { nl: '{line}: {value}, tussen {low} en {high}', en: '{line}: {value}, between {low} and {high}' },
  'kit.graph.reaches': { nl: '{line} is met dit verloop over {in} op {limit}', en: 'As it goes, {line} is at {limit} in {in}' },
  'kit.graph.there': { nl: '{line} is al op {limit}', en: '{line} is at {limit} already' },
  'kit.graph.staysBelow': { nl: '{line} groeit niet', en: '{line} does not grow' },
})
