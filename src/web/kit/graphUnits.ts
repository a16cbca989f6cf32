/** Numbers of a graph as people read them: as few figures as tell the difference, in their own notation. */
import type { Locale } from '#platform/i18n.ts'
import { tagOf } from './texts.ts'

/** `ratio` is of 1, `percent` of 100; bytes count by 1024 (IEC), bits by 1000. */
export type Unit = 'number' | 'percent' | 'ratio' | 'bytes' | 'bytesPerSecond' | 'bitsPerSecond' | 'seconds' | 'perSecond' | 'celsius'
export type Format = (value: number | null | undefined) => string

/** What stands where there is no value. */
export const nothing = '–'
const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const
const decimal = ['', 'k', 'M', 'G', 'T', 'P', 'E'] as const
const lengths = [
  { below: 1e-3, size: 1e-6, sign: 'µs' },
  { below: 1, size: 1e-3, sign: 'ms' },
  { below: 120, size: 1, sign: 's' },
  { below: 7200, size: 60, sign: 'min' },
  { below: 172_800, size: 3600, sign: { nl: 'u', en: 'h' } },
  { below: Number.POSITIVE_INFINITY, size: 86_400, sign: 'd' },
] as const

/** How often `base` goes into it, so that what stands before the sign is below `base`; rounding included: 1023.99 KiB is 1 MiB. */
function powerOf(value: number, base: number, most: number): number {
  let power = 0
  for (let left = Math.abs(value); left >= base * 0.9995 && power < most; left /= base) power += 1
  return power
}

export function formatOf(unit: Unit, locale: Locale): Format {
  const three = new Intl.NumberFormat(tagOf(locale), { maximumSignificantDigits: 3 })
  const whole = new Intl.NumberFormat(tagOf(locale), { maximumFractionDigits: 0 })
  // Three figures, but never 1230 written as 1230 where it is 1234.
  const figures = (value: number) => (Math.abs(value) >= 1000 ? whole : three).format(Object.is(value, -0) ? 0 : value)
  const scaled = (value: number, base: number, signs: readonly string[], tail: string) => {
    const power = powerOf(value, base, signs.length - 1)
    return `${figures(value / base ** power)} ${signs[power]}${tail}`.trim()
  }
  const length = (value: number) => {
    const { size, sign } = lengths.find(({ below }) => Math.abs(value) < below) ?? lengths[5]
    return value === 0 ? '0 s' : `${figures(value / size)} ${typeof sign === 'string' ? sign : sign[locale]}`
  }
  const by: Readonly<Record<Unit, (value: number) => string>> = {
    number: (value) => (Math.abs(value) < 100_000 ? figures(value) : scaled(value, 1000, decimal, '').replace(/ $/, '')),
    percent: (value) => `${figures(value)}%`,
    ratio: (value) => `${figures(value * 100)}%`,
    bytes: (value) => scaled(value, 1024, binary, ''),
    bytesPerSecond: (value) => scaled(value, 1024, binary, '/s'),
    bitsPerSecond: (value) => scaled(value, 1000, decimal, 'bit/s'),
    seconds: length,
    perSecond: (value) => `${Math.abs(value) < 100_000 ? figures(value) : scaled(value, 1000, decimal, '')}/s`,
    celsius: (value) => `${figures(value)} °C`,
  }
  return (value) => (value === null || value === undefined || !Number.isFinite(value) ? nothing : by[unit](value))
}

const powersOf = (base: number, steps: readonly number[], most: number) =>
  Array.from({ length: most }, (_, power) => steps.map((step) => step * base ** power)).flat()
/** Distances between lines of the grid that read well in this unit; undefined: as for any number. */
export function stepsOf(unit: Unit): number[] | undefined {
  if (unit === 'bytes' || unit === 'bytesPerSecond') return powersOf(1024, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512], 7)
  if (unit === 'seconds')
    return [
      ...powersOf(10, [1e-6, 2e-6, 5e-6], 6),
      ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600],
      ...[2, 6, 12, 24, 48].map((h) => h * 3600),
      ...powersOf(
        10,
        [5, 10, 20].map((d) => d * 86_400),
        4,
      ),
    ]
  return undefined
}

/** A moment, given in seconds, with its day. */
export const momentOf = (tag: string, timeZone: string) => {
  const format = new Intl.DateTimeFormat(tag, {
    ...{ timeZone, weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  })
  return (seconds: number) => format.format(seconds * 1000)
}
