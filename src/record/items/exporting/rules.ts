/** An item as a row of a file: each value so that an import understands exactly that. Pure. */

import type { Locale } from '#platform/i18n.ts'
import type { Value as Kept, Money } from '../contract.ts'
import { listed } from '../importing/values/rules.ts'
import type { Attribute } from '../kinds/contract.ts'
import { wordIn } from '../kinds/kinds.ts'
import type { Value } from './adapters/csv.ts'

/** Euros as a number, other sums with their currency. */
export const moneyIn = ({ amount, currency }: Money): Value => (currency === 'EUR' ? amount : `${currency} ${amount.toFixed(2)}`)

export interface Called {
  person(id: string): string
  item(id: string): string
}
export function attributeIn(attribute: Attribute, value: Kept | undefined, called: Called, locale: Locale): Value {
  if (value === undefined) return null
  if (typeof value === 'object') return 'amount' in value ? moneyIn(value) : listed([value.street, value.postcode, value.city, value.country])
  if (typeof value === 'number') return value
  if (attribute.type === 'date') return { day: value }
  if (attribute.type === 'person') return called.person(value)
  if (attribute.type === 'item') return called.item(value)
  const choice = attribute.choices?.find(({ key }) => key === value)
  return choice ? wordIn(choice.names, locale) : value
}
