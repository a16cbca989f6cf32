/** Pure decisions about items: whether a value fits its attribute, what a state requires, what it is worth today. */
import type { Attributes, Importance, Value } from './contract.ts'
import { criticalities } from './contract.ts'
import type { Attribute, Kind, State } from './kinds/contract.ts'

export interface Wrong {
  /** Field or attribute. */
  field: string
  code: `items.value.${'required' | 'unknown' | 'kind' | 'state' | 'proven' | 'location' | Attribute['type']}`
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const fitting: Readonly<Record<Attribute['type'], (value: Value, attribute: Attribute) => Value | undefined>> = {
  text: (value) => (typeof value === 'string' ? value.trim() : undefined),
  number: (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
  date: (value) => (typeof value === 'string' && isDay(value) ? value : undefined),
  choice: (value, { choices = [] }) => choices.find(({ key }) => key === value)?.key,
  person: (value) => (typeof value === 'string' && uuid.test(value) ? value : undefined),
  item: (value) => (typeof value === 'string' && uuid.test(value) ? value : undefined),
  money: (value) => (typeof value === 'object' && 'amount' in value ? value : undefined),
  address: (value) => (typeof value === 'object' && 'street' in value ? value : undefined),
  mac: (value) => (typeof value === 'string' ? macOf(value) : undefined),
  ip: (value) => (typeof value === 'string' ? ipOf(value) : undefined),
}

/** The value as it is kept, or undefined when it does not fit. */
export const fitted = (attribute: Attribute, value: Value): Value | undefined => fitting[attribute.type](value, attribute)

/** A day that the calendar has: not the thirtieth of February. */
const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)

/** aa:bb:cc:dd:ee:ff, from any usual way of writing it. */
export function macOf(text: string): string | undefined {
  const digits = text
    .trim()
    .toLowerCase()
    .replace(/[\s:.-]/g, '')
  return /^[0-9a-f]{12}$/.test(digits) ? (digits.match(/../g) ?? []).join(':') : undefined
}

/** IPv4 without leading zeros, or IPv6 in small letters; a zone or a network is no address. */
export function ipOf(text: string): string | undefined {
  const given = text.trim().toLowerCase()
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(given)) {
    const parts = given.split('.').map(Number)
    return parts.every((part) => part <= 255) ? parts.join('.') : undefined
  }
  if (!given.includes(':') || !/^[0-9a-f:.]+$/.test(given)) return undefined
  try {
    return new URL(`http://[${given}]/`).hostname.slice(1, -1)
  } catch {
    return undefined
  }
}

/** What is kept after a change: null takes away, an empty text too. `wrong` names what does not fit its attribute. */
export function withChanges(
  kind: Kind,
  before: Attributes,
  changes: Readonly<Record<string, Value | null>>,
): { attributes: Attributes; wrong: Wrong[] } {
  const attributes: Attributes = { ...before }
  const wrong: Wrong[] = []
  for (const [field, value] of Object.entries(changes)) {
    const attribute = kind.attributes.find(({ key }) => key === field)
    if (value === null || value === '') delete attributes[field]
    else if (!attribute) wrong.push({ field, code: 'items.value.unknown' })
    else {
      const kept = fitted(attribute, value)
      if (kept === undefined) wrong.push({ field, code: `items.value.${attribute.type}` })
      else attributes[field] = kept
    }
  }
  return { attributes, wrong }
}

/** What the state asks for and is not filled in. */
export function missing(state: State, fields: Readonly<Record<string, unknown>>, attributes: Attributes): string[] {
  return state.required.filter((field) => {
    const value = field in attributes ? attributes[field] : fields[field]
    return value === undefined || value === null || value === ''
  })
}

/** 0: nobody has said; 1 low … 4 critical, of the greatest of the three. */
export const importanceOf = ({ availability, integrity, confidentiality }: Importance): number =>
  Math.max(...[availability, integrity, confidentiality].map((one) => (one === null ? 0 : criticalities.indexOf(one) + 1)))

export interface Bought {
  price: number | null
  purchasedOn: string | null
  depreciationMonths: number | null
  residualValue: number | null
}
/** What it is worth on a day: linear by whole months, never below what is left at the end. Null when price or day of purchase is not known. */
export function bookValue({ price, purchasedOn, depreciationMonths, residualValue }: Bought, today: string): number | null {
  if (price === null || purchasedOn === null) return null
  if (depreciationMonths === null) return price
  // In cents, so that nothing is lost to the way computers keep fractions.
  const cents = Math.round(price * 100)
  const left = Math.min(Math.round((residualValue ?? 0) * 100), cents)
  const gone = Math.min(depreciationMonths, Math.max(0, monthsBetween(purchasedOn, today)))
  return Math.round(cents - ((cents - left) * gone) / depreciationMonths) / 100
}

/** Whole months from one day to another. */
export function monthsBetween(from: string, to: string): number {
  const [y = 0, m = 0, d = 0] = from.split('-').map(Number)
  const [year = 0, month = 0, day = 0] = to.split('-').map(Number)
  const months = (year - y) * 12 + (month - m)
  // Who bought on the 31st has a month on the last day of a shorter one.
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return months - (day < Math.min(d, last) ? 1 : 0)
}
