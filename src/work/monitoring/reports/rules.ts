/** When a report is due, and its figures as words: the same on screen and on paper. Pure. */
import { type Translate, tagOf } from '#platform/i18n.ts'
import type { Capacity } from '../capacity/contract.ts'
import type { Figures } from './contract.ts'

const day = 86_400_000
/** The wall moment at which the report of a period is due, of the wall midnight on which that ended. */
export function dueWall(end: Date, { day: after, time }: { day: number; time: string }): Date {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return new Date(Math.floor(end.getTime() / day) * day + (after - 1) * day + (hour * 60 + minute) * 60_000)
}

/** Nothing was measured in that period: who began this month finds last month empty. */
export const knowsNothing = ({ availability, capacity }: Pick<Figures, 'availability' | 'capacity'>): boolean =>
  (availability?.rows ?? []).every(({ percent, maintenance }) => percent === null && maintenance === 0) && (capacity ?? []).length === 0

export interface Column {
  title: string
  /** Numbers stand at the right. */
  end?: boolean
  /** Its share of the width. */
  wide?: boolean
}
export interface Sheet {
  title: string
  facts: (readonly [string, string])[]
  tables: { title: string; columns: Column[]; rows: string[][]; total: string[] | null; none: string }[]
  notes: string[]
}
type T = Translate<string>
/** 3 d 04:05:06, exact. */
export function lengthInWords(seconds: number, t: T): string {
  const days = Math.floor(seconds / 86_400)
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0')).join(':')
  return days === 0 ? clock : `${days} ${t('monitoring.reports.days')} ${clock}`
}
export const percentInWords = (percent: number | null, locale: 'nl' | 'en', t: T): string =>
  percent === null
    ? t('monitoring.reports.notKnown')
    : `${new Intl.NumberFormat(tagOf(locale), { minimumFractionDigits: 3, maximumFractionDigits: 3 }).format(percent)}%`

function amount(value: number, unit: Capacity['unit'], locale: 'nl' | 'en'): string {
  const plain = (number: number) => new Intl.NumberFormat(tagOf(locale), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(number)
  if (unit === '%') return `${plain(value)}%`
  const step = Math.min(3, Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(value))) / 3)))
  return `${plain(value / 1000 ** step)} ${['', 'k', 'M', 'G'][step]}bit/s`
}

function availabilityTable({ availability, target }: Figures, locale: 'nl' | 'en', t: T): Sheet['tables'] {
  if (!availability) return []
  const cells = (one: Omit<Figures['availability'] & object, never>['rows'][number] | (Figures['availability'] & object)['total']) => [
    percentInWords(one.percent, locale, t),
    ...[one.up, one.down, one.unknown, one.maintenance].map((seconds) => lengthInWords(seconds, t)),
    String(one.outages),
    lengthInWords(one.longest, t),
  ]
  const heads = ['percent', 'up', 'down', 'unknown', 'maintenance', 'outages', 'longest'] as const
  const { met, missed } = availability.total
  return [
    {
      title: t('monitoring.reports.availability'),
      columns: [
        { title: t('monitoring.reports.item'), wide: true },
        ...heads.map((head) => ({ title: t(`monitoring.reports.head.${head}`), end: true })),
        ...(target === null ? [] : [{ title: t('monitoring.reports.head.verdict') }]),
      ],
      rows: availability.rows.map((row) => [
        ...[`${row.name} (${row.number})`, ...cells(row)],
        ...(row.verdict === null ? [] : [t(`monitoring.reports.verdict.${row.verdict}`)]),
      ]),
      total: [
        ...[t('monitoring.reports.total'), ...cells(availability.total)],
        ...(target === null ? [] : [t('monitoring.reports.verdicts', { met, missed })]),
      ],
      none: t('monitoring.reports.noItems'),
    },
  ]
}
function capacityTable({ capacity, timeZone }: Figures, locale: 'nl' | 'en', t: T): Sheet['tables'] {
  if (!capacity) return []
  const on = (at: string | null) =>
    at === null
      ? t('monitoring.reports.perhapsNever')
      : new Intl.DateTimeFormat(tagOf(locale), { dateStyle: 'medium', timeZone }).format(new Date(at))
  return [
    {
      title: t('monitoring.reports.capacity'),
      columns: [
        { title: t('monitoring.reports.item'), wide: true },
        { title: t('monitoring.reports.head.what') },
        ...(['max', 'average', 'p95', 'perDay'] as const).map((head) => ({ title: t(`monitoring.reports.head.${head}`), end: true })),
        { title: t('monitoring.reports.head.full') },
      ],
      rows: capacity.map(({ item, what, label, unit, max, average, p95, perDay, full }) => [
        `${item.name} (${item.number})`,
        [t(`monitoring.reports.measure.${what}`), label].filter((part) => part !== '').join(' '),
        ...[max, average, p95].map((value) => amount(value, unit, locale)),
        perDay === null ? '' : `${perDay > 0 ? '+' : ''}${amount(perDay, unit, locale)}`,
        full === null ? '' : t('monitoring.reports.fullOn', { expected: on(full.expected), earliest: on(full.earliest), latest: on(full.latest) }),
      ]),
      total: null,
      none: t('monitoring.reports.noSamples'),
    },
  ]
}

/** Everything that a report says, in words. */
export function sheetOf(name: string, figures: Figures, locale: 'nl' | 'en', t: T): Sheet {
  const { period, timeZone, target, hours } = figures
  const moment = (at: string) => new Intl.DateTimeFormat(tagOf(locale), { dateStyle: 'long', timeStyle: 'short', timeZone }).format(new Date(at))
  return {
    title: name,
    facts: [
      [t('monitoring.reports.organisation'), figures.organisation],
      [t('monitoring.reports.period.label'), `${period.name}: ${moment(period.from)} – ${moment(period.until)} (${timeZone})`],
      [t('monitoring.reports.hours'), t(`monitoring.reports.hours.${hours}`)],
      ...(target === null ? [] : ([[t('monitoring.reports.target'), percentInWords(target, locale, t)]] as const)),
      [t('monitoring.reports.severities'), figures.severities.map((one) => t(`norms.severity.${one}`).toLowerCase()).join(', ')],
    ],
    tables: [...availabilityTable(figures, locale, t), ...capacityTable(figures, locale, t)],
    notes: [
      ...(figures.availability ? [t('monitoring.reports.how')] : []),
      ...(figures.capacity ? [t('monitoring.reports.howCapacity')] : []),
      ...(figures.more ? [t('monitoring.reports.more')] : []),
    ],
  }
}
