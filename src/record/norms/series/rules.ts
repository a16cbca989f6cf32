/** A condition over series as a sentence, what was seen in words, and what is wrong with one. Pure. */
import type { Locale, Translate } from '#platform/i18n.ts'
import type { Because, Comparison, SeenSeries, SeriesCondition } from './contract.ts'
import { isAnswer, measuredBy } from './naming/rules.ts'
import type { seriesTexts } from './texts.ts'

type Reads = Translate<keyof typeof seriesTexts>
/** At most four digits that say something: 93.4, 0.0123, 1,234,568. */
export const numberIn = (locale: Locale, value: number): string =>
  Number.isFinite(value)
    ? new Intl.NumberFormat(locale, { maximumSignificantDigits: Math.abs(value) >= 10_000 ? 21 : 4, maximumFractionDigits: 4 }).format(
        Math.abs(value) >= 10_000 ? Math.round(value) : value,
      )
    : String(value)
const named: Readonly<Record<Comparison, string>> = { '>': 'more', '>=': 'moreEqual', '<': 'less', '<=': 'lessEqual', '==': 'equal', '!=': 'unequal' }

/** What it measures, in words; the name of a series where nobody knows a better one. */
function measuredInWords(t: Reads, query: string): string {
  const measured = measuredBy(query)
  if (!measured) return t('norms.series.what.measured')
  return 'kind' in measured ? t(`norms.series.what.${measured.kind}`) : t('norms.series.what.named', { name: measured.name })
}

/** What must hold, without a capital or a full stop. */
export function seriesReading(t: Reads, locale: Locale, condition: SeriesCondition): string {
  const { query: asked } = condition
  if (condition.kind === 'threshold' && isAnswer(asked) && (condition.op === '<' || condition.op === '==')) return t('norms.series.read.answers')
  const query = measuredInWords(t, asked)
  const amount = (value: number) => `${numberIn(locale, value)}${condition.unit ? ` ${condition.unit}` : ''}`
  switch (condition.kind) {
    case 'threshold': {
      const clear = condition.clearAt === null ? 'none' : amount(condition.clearAt)
      return t('norms.series.read.threshold', { query, op: named[condition.op], value: amount(condition.value), clear })
    }
    case 'change': {
      const by = condition.as === 'percent' ? `${numberIn(locale, condition.by)}%` : amount(condition.by)
      return t('norms.series.read.change', { query, minutes: condition.minutes, by, direction: condition.direction })
    }
    case 'absence':
      return t('norms.series.read.absence', { query, minutes: condition.minutes })
    case 'forecast': {
      const { hours } = condition
      const within = t('norms.series.hours', { days: hours % 24 === 0 ? hours / 24 : 0, hours })
      return t('norms.series.read.forecast', { query, op: named[condition.op], value: amount(condition.value), within })
    }
    case 'baseline':
      return t('norms.series.read.baseline', {
        query,
        direction: condition.direction,
        deviations: numberIn(locale, condition.deviations),
        weeks: condition.weeks,
      })
  }
}

/** Of the labels of a series, what people know it by: the first that it has. What it is besides that stands behind it. */
const knownBy = ['mountpoint', 'ifAlias', 'ifName', 'interface', 'descr', 'check_name', 'name', 'collector', 'device']
/** `/srv (device /dev/sdb1, fstype ext4)` for the labels as they are kept, `device="/dev/sdb1", fstype="ext4", mountpoint="/srv"`. */
export function seriesInWords(name: string): string {
  const labels = name.split(/, (?=\w+=")/).map((part) => /^(\w+)="(.*)"$/s.exec(part))
  if (name === '' || labels.includes(null)) return name
  const all = labels.map((label) => [label?.[1] ?? '', label?.[2] ?? ''] as const).filter(([, value]) => value !== '')
  const main = all.length === 1 ? all[0] : knownBy.map((known) => all.find(([label]) => label === known)).find((one) => one !== undefined)
  const others = all.filter((one) => one !== main).map((one) => one.join(' '))
  if (!main) return others.join(', ')
  return others.length > 0 ? `${main[1]} (${others.join(', ')})` : main[1]
}

/** One series as it was seen: '/srv: 93 % (limit 90 %), gets there in 3 days (between 2 and 5)'. */
export function seenInWords(t: Reads, locale: Locale, seen: SeenSeries, momentIn: (at: string) => string): string {
  const amount = (value: number) => `${numberIn(locale, value)}${seen.unit ? ` ${seen.unit}` : ''}`
  const limit = seen.limit === undefined ? 'none' : amount(seen.limit)
  const value = seen.value === null ? t('norms.series.seen.none') : t('norms.series.seen.value', { value: amount(seen.value), limit })
  const parts = [seen.answers === undefined ? value : t('norms.series.seen.answers', { does: seen.answers ? 'yes' : 'no' })]
  if (seen.before !== undefined) parts.push(t('norms.series.seen.before', { before: amount(seen.before) }))
  if (seen.usual) parts.push(t('norms.series.seen.usual', { mean: amount(seen.usual.mean), spread: amount(seen.usual.spread) }))
  if (seen.hits) {
    const days = (value: number) => numberIn(locale, Math.round(value * 10) / 10)
    const to = seen.hits.to === null ? 'never' : days(seen.hits.to)
    parts.push(t('norms.series.seen.hits', { days: days(seen.hits.days), from: days(seen.hits.from), to }))
  }
  if (seen.value === null && seen.seenAt) parts.push(t('norms.series.seen.since', { at: momentIn(seen.seenAt) }))
  return `${seen.name ? `${seriesInWords(seen.name)}: ` : ''}${parts.join(', ')}`
}
export const becauseInWords = (t: Reads, { number, name, rightAt }: Because): string =>
  t('norms.series.because', { number, name, again: rightAt === null ? 'no' : 'yes' })

/** Whether a value is so, compared to another. */
export function compares(op: Comparison, value: number, other: number): boolean {
  switch (op) {
    case '>':
      return value > other
    case '>=':
      return value >= other
    case '<':
      return value < other
    case '<=':
      return value <= other
    case '==':
      return value === other
    case '!=':
      return value !== other
  }
}
/** Code of what is wrong with it besides its query, with the field. */
export function wrongIn(condition: SeriesCondition): { field: string; code: 'norms.series.clearAt' | 'norms.series.empty' } | undefined {
  if (condition.query.trim() === '') return { field: 'query', code: 'norms.series.empty' }
  if (condition.kind !== 'threshold' || condition.clearAt === null) return undefined
  const { op, value, clearAt } = condition
  const above = op === '>' || op === '>='
  const below = op === '<' || op === '<='
  // For what must be another value there is no side.
  const fits = above ? clearAt <= value : below ? clearAt >= value : false
  return fits ? undefined : { field: 'clearAt', code: 'norms.series.clearAt' }
}
