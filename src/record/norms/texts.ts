import { texts } from '#platform/i18n.ts'
import type { Context } from '#platform/room.ts'

export const normsTexts = texts({
  'norms.notRight': { nl: 'De voorwaarde klopt nog niet', en: 'The condition is not right yet' },
  'norms.changed': { nl: 'Iemand heeft deze verwachting intussen gewijzigd. Laad haar opnieuw', en: 'Somebody has changed this expectation in the meantime. Load it again' },
  'norms.tooMany': { nl: 'Een organisatie kan hoogstens 2000 verwachtingen over feiten hebben, en 10.000 over reeksen', en: 'An organisation can have at most 2000 expectations about facts, and 10,000 about series' },
  'norms.nothingNew': { nl: 'Er is niets nieuws om te publiceren', en: 'There is nothing new to publish' },
  'norms.inBaseline': { nl: 'Deze verwachting hoort bij een baseline. Publiceer de baseline', en: 'This expectation belongs to a baseline. Publish the baseline' },
  'norms.hasCounted': { nl: 'Deze verwachting heeft gegolden en blijft bewaard. Trek haar in', en: 'This expectation has counted and is kept. Withdraw it instead' },
  'norms.severity.low': { nl: 'Laag', en: 'Low' },
  'norms.severity.normal': { nl: 'Gewoon', en: 'Normal' },
  'norms.severity.high': { nl: 'Hoog', en: 'High' },
  'norms.severity.critical': { nl: 'Kritiek', en: 'Critical' },
  'norms.operator.==': { nl: 'is', en: 'is' },
  'norms.operator.!=': { nl: 'is niet', en: 'is not' },
  'norms.operator.>=': { nl: 'is minstens', en: 'is at least' },
  'norms.operator.<=': { nl: 'is hoogstens', en: 'is at most' },
  'norms.operator.>': { nl: 'is meer dan', en: 'is more than' },
  'norms.operator.<': { nl: 'is minder dan', en: 'is less than' },
  'norms.operator.in': { nl: 'is een van', en: 'is one of' },
  'norms.operator.&&': { nl: 'en', en: 'and' },
  'norms.operator.||': { nl: 'of', en: 'or' },
  'norms.function.contains': { nl: 'een tekst staat erin', en: 'contains a text' },
  'norms.function.startsWith': { nl: 'begint met een tekst', en: 'begins with a text' },
  'norms.function.endsWith': { nl: 'eindigt op een tekst', en: 'ends with a text' },
  'norms.function.like': { nl: 'ziet eruit als een patroon met * en ?, hoofdletters maken niet uit', en: 'looks like a pattern with * and ?, capitals do not matter' },
  'norms.function.versionAtLeast': { nl: 'is deze versie of nieuwer', en: 'is this version or newer' },
  'norms.function.daysSince': { nl: 'aantal dagen sinds een dag of moment', en: 'number of days since a day or moment' },
  'norms.function.size': { nl: 'lengte van een tekst of lijst', en: 'length of a text or list' },
  'norms.function.lowerAscii': { nl: 'in kleine letters', en: 'in small letters' },
  'norms.function.in': { nl: 'is een van deze', en: 'is one of these' },
  'norms.function.exists': { nl: 'geldt voor een of meer uit een lijst', en: 'holds for one or more of a list' },
  'norms.function.all': { nl: 'geldt voor alles uit een lijst', en: 'holds for all of a list' },
})

const operators = ['==', '!=', '>=', '<=', '>', '<', 'in', '&&', '||'] as const
export const operatorsOf = (ctx: Pick<Context, 't'>) => operators.map((sign) => ({ sign, does: ctx.t(`norms.operator.${sign}`) }))

const forms = {
  contains: 'os.name.contains("Pro")',
  startsWith: 'os.version.startsWith("11")',
  endsWith: 'host.name.endsWith(".local")',
  like: 'os.name.like("*windows 1?*")',
  versionAtLeast: 'versionAtLeast(os.version, "10.0.19045")',
  daysSince: 'daysSince(restore.proven) <= 7',
  size: 'size(host.name) <= 15',
  lowerAscii: 'os.name.lowerAscii() == "linux"',
  in: 'vlan in [30, 40]',
  exists: '["10.", "11."].exists(x, os.version.startsWith(x))',
  all: '["Zoom", "TeamViewer"].all(x, !software.names.contains(x))',
} as const
export const functionsOf = (ctx: Pick<Context, 't'>) => Object.entries(forms).map(([name, form]) => ({ name, form, does: ctx.t(`norms.function.${name}`) }))
