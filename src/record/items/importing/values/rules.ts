/** What people mean by what stands in a cell: days, amounts, numbers, lists. Pure. Undefined: it cannot be understood. */
import type { Money } from '../../contract.ts'
import type { Cell } from '../reading/adapters/reader.ts'

/** As the database compares: without accents, in small letters, single spaces. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim()

export const textOf = (cell: Cell): string => (cell === null ? '' : String(cell).trim())

/** The beginning of a text; a sign that takes two places is not cut in half, which PostgreSQL would refuse. */
export const cut = (text: string, most: number): string => text.slice(0, most).replace(/[\ud800-\udbff]$/, '')

const isDay = (year: number, month: number, day: number): string | undefined => {
  const at = new Date(Date.UTC(year, month - 1, day))
  const real = year >= 1900 && year <= 9999 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day
  return real ? at.toISOString().slice(0, 10) : undefined
}
const months = ['jan', 'feb', 'maa|mrt|mar', 'apr', 'mei|may', 'jun', 'jul', 'aug', 'sep', 'okt|oct', 'nov', 'dec']
const monthOf = (word: string) => months.findIndex((names) => names.split('|').some((name) => word.toLowerCase().startsWith(name))) + 1

/** A number of days of a spreadsheet, from 1927 to 2173: others are taken for what they are. */
const serial = (days: number) =>
  days >= 10_000 && days < 100_000 ? new Date((Math.floor(days) - 25_569) * 86_400_000).toISOString().slice(0, 10) : undefined

/** No day, amount or number is longer: what is, is not looked at, because looking would take long. */
const longestValue = 60
const isLong = (cell: Cell) => typeof cell === 'string' && cell.trim().length > longestValue

/** YYYY-MM-DD from 31-03-2026, 31/3/2026, 2026-03-31T…, 20260331, 31 maart 2026, Mar 31, 2026, or the number that a spreadsheet keeps. */
export function dayOf(cell: Cell, monthFirst = false): string | undefined {
  if (typeof cell === 'number') return serial(cell)
  if (isLong(cell)) return undefined
  const text = textOf(cell)
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(text) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(text)
  if (iso) return isDay(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const usual = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[T ,].*)?$/.exec(text)
  if (usual) {
    const [first, second, year] = [Number(usual[1]), Number(usual[2]), Number(usual[3])]
    return monthFirst ? isDay(year, first, second) : isDay(year, second, first)
  }
  const words = /^(?:\p{L}+,? )?(\d{1,2})[-. ]+(\p{L}{3,})[-., ]+(\d{4})$/u.exec(text)
  if (words) return isDay(Number(words[3]), monthOf(words[2] ?? ''), Number(words[1]))
  const american = /^(\p{L}{3,})\.? (\d{1,2}),? (\d{4})$/u.exec(text)
  if (american) return isDay(Number(american[3]), monthOf(american[1] ?? ''), Number(american[2]))
  return /^\d{5}$/.test(text) ? serial(Number(text)) : undefined
}
/** Whether these days can only have been written month first. */
export function monthComesFirst(texts: readonly Cell[]): boolean {
  const parts = texts.flatMap((text) => {
    const found = isLong(text) ? null : /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}\b/.exec(textOf(text))
    return found ? [[Number(found[1]), Number(found[2])] as const] : []
  })
  return parts.some(([, second]) => second > 12) && parts.every(([first]) => first <= 12)
}

/** 1234.5 from 1.234,50, 1,234.50, 1234,5, 1 234.5. One mark with three digits behind it: `grouping` says whether it parts thousands. */
function decimalOf(text: string, grouping: boolean): number | undefined {
  const bare = text.replace(/[\s\u00a0\u202f'’]/g, '').replace(/,-{1,2}$|,=$/, '')
  if (!/^[-+]?\d[\d.,]*$|^[-+]?[.,]\d+$/.test(bare)) return undefined
  const last = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','))
  if (last < 0) return Number(bare)
  const mark = bare[last] ?? ''
  const other = mark === '.' ? ',' : '.'
  const [whole, rest] = [bare.slice(0, last), bare.slice(last + 1)]
  const groups = (part: string, by: string) => new RegExp(`^[-+]?\\d{1,3}(\\${by}\\d{3})*$`).test(part)
  if (whole.includes(mark)) return groups(bare, mark) && !bare.includes(other) ? Number(bare.replaceAll(mark, '')) : undefined
  if (whole.includes(other)) return groups(whole, other) ? Number(`${whole.replaceAll(other, '')}.${rest}`) : undefined
  if (grouping && rest.length === 3 && groups(bare, mark) && !/^[-+]?0/.test(whole)) return Number(bare.replace(mark, ''))
  return Number(`${whole || '0'}.${rest || '0'}`)
}

/** `unit` may stand behind it: 16 GB. */
export function numberOf(cell: Cell, unit = ''): number | undefined {
  if (typeof cell === 'number') return cell
  if (isLong(cell)) return undefined
  const text = textOf(cell)
  const bare = unit && fold(text).endsWith(fold(unit)) ? text.slice(0, text.length - unit.length) : text
  // As computers write what is very large or very small.
  if (/^-?\d([.,]\d+)?e[-+]?\d{1,3}$/i.test(bare.trim())) return Number(bare.replace(',', '.'))
  return decimalOf(bare.trim(), false)
}

const signs: Readonly<Record<string, string>> = { '€': 'EUR', $: 'USD', '£': 'GBP' }
/** In euros unless it says otherwise: € 1.234,50, USD 99.95, 1234,5. At most two decimals. */
export function moneyOf(cell: Cell): Money | undefined {
  if (isLong(cell)) return undefined
  const text = textOf(cell)
  const found = typeof cell === 'number' ? undefined : /^([A-Za-z]{3}|[€$£])?\s*(.+?)\s*([A-Za-z]{3}|[€$£])?$/.exec(text)
  const amount = typeof cell === 'number' ? cell : decimalOf(found?.[2] ?? '', true)
  const said = found?.[1] ?? found?.[3] ?? 'EUR'
  if (amount === undefined || amount < 0 || amount > 999_999_999_999) return undefined
  const cents = Math.round(amount * 100)
  if (Math.abs(cents - amount * 100) > 1e-4) return undefined
  return { amount: cents / 100, currency: signs[said] ?? said.toUpperCase() }
}

/** Several in one cell, by semicolon, bar or line. A backslash keeps a sign of those as it is. */
export function listIn(cell: Cell): string[] {
  const parts = ['']
  const text = textOf(cell)
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? ''
    if (sign === '\\' && /[;|\\]/.test(text[at + 1] ?? '')) parts.push(`${parts.pop() ?? ''}${text[++at] ?? ''}`)
    else if (/[;|\n]/.test(sign)) parts.push('')
    else parts.push(`${parts.pop() ?? ''}${sign}`)
  }
  return parts.map((part) => part.trim())
}
export const listed = (parts: readonly string[]): string => parts.map((part) => part.replace(/[;|\\]/g, '\\$&')).join('; ')

/** A way to a place, however its steps are parted: Hoofdgebouw / 2e / 2.14, Root > Hall. */
export const pathOf = (text: string): string =>
  fold(text)
    .replace(/\s*[/>\\]\s*/g, '/')
    .replace(/^\/|\/$/g, '')
