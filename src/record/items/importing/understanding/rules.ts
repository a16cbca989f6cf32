/** What one row of a file says, in the words of the register; what names somebody or something else is looked up later. Pure. */
import { type Attributes, NewItem, type Value } from '../../contract.ts'
import type { Filled } from '../../filling/filling.ts'
import type { Attribute, Kind } from '../../kinds/contract.ts'
import type { Kinds } from '../../kinds/kinds.ts'
import { fitted } from '../../rules.ts'
import type { ItemRow } from '../../store.ts'
import type { Field, Mapping, Target } from '../contract.ts'
import type { Faults, Found } from '../faults/faults.ts'
import { kindCalled, stateCalled } from '../mapping/rules.ts'
import type { Cell, Sheet } from '../reading/adapters/reader.ts'
import { cut, dayOf, fold, listIn, moneyOf, numberOf, textOf } from '../values/rules.ts'

export interface Making {
  filled: Filled
  row: number
}
export interface Change {
  before: ItemRow
  after: Filled
  userIds: string[]
  row: number
}
export interface Relation {
  kind: string
  fromId: string
  toId: string
  row: number
}
export interface Understood {
  make: Making[]
  change: Change[]
  relate: Relation[]
  same: number
  skip: number
  leftOut: number
  faults: Faults
}
export interface Given {
  organisationId: string
  sheet: Sheet
  mapping: Mapping
  /** What is found is locked, because it will be changed. */
  lock: boolean
  /** How many rows were dealt with; throws to stop. */
  tick(done: number): Promise<void>
}
/** A row on its way: which item it is, or will be. */
export interface Line {
  said: Said
  id: string
  before: ItemRow | undefined
}

const atOnce = 1000
export const inChunks = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / atOnce) }, (_, at) => all.slice(at * atOnce, (at + 1) * atOnce))

export interface Plan {
  at: number
  column: string
  target: Target
}
/** Something that a cell names. `field`: where it goes. */
export interface Named {
  field: string
  of: 'person' | 'place' | 'item'
  words: string[]
  column: string
}
export interface Said {
  row: number
  kind: string
  /** Without what is named. */
  wish: Omit<NewItem, 'organisationId' | 'name' | 'kind'> & { name?: string; attributes: Attributes }
  named: Named[]
  relations: { kind: string; direction: 'forward' | 'back'; words: string[]; column: string }[]
  /** Field or attribute -> its column, to say where something is wrong. */
  columns: Map<string, string>
  found: Found[]
}
export interface Knowing {
  kinds: Kinds
  mapping: Mapping
  /** What the three kinds of importance are called, folded -> key. */
  criticalities: ReadonlyMap<string, string>
}

export const planOf = ({ columns }: Pick<Sheet, 'columns'>, mapping: Mapping): Plan[] => {
  const targets = new Map(Object.entries(mapping.columns))
  return columns.flatMap((column, at) => {
    const target = targets.get(column)
    return target ? [{ at, column, target }] : []
  })
}
const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined => (Object.hasOwn(record, key) ? record[key] : undefined)

/** Not a number of anything: what factories and people fill in when there is none. */
const noSerial =
  /^(n\/?a|none|no serial|unknown|onbekend|geen|nvt|n\.v\.t\.?|tbd|[-.?*0x#]+|to be filled.*|default string|system serial number|not (specified|applicable))$/i
/** By what an item that is there already is recognised. */
export function signsOf(cells: readonly Cell[], plan: readonly Plan[]): { number: number | null; code: string | null; serial: string | null } {
  const text = (target: Target) => {
    const found = plan.find((one) => one.target === target)
    return found ? textOf(cells[found.at] ?? null) : ''
  }
  const number = /^(?:i-?)?(\d{1,9})$/i.exec(text('number'))?.[1]
  const serial = text('attributes.serial')
  return {
    number: number === undefined ? null : Number(number),
    code: text('code') || null,
    serial: serial === '' || noSerial.test(serial) ? null : serial,
  }
}

/** The kind a row is of. null: rows of this word are left out. A code: it cannot be said. */
export function kindOf(cells: readonly Cell[], plan: readonly Plan[], { kinds, mapping }: Knowing): { key: string } | null | { found: Found } {
  const place = plan.find(({ target }) => target === 'kind')
  const said = place ? textOf(cells[place.at] ?? null) : ''
  if (said === '')
    return mapping.kind === null
      ? { found: { column: place?.column ?? null, weight: 'error', code: 'items.importing.noKind', given: {} } }
      : { key: mapping.kind }
  const chosen = own(mapping.kinds, said)
  if (chosen === null) return null
  const key = chosen ?? kindCalled(said, kinds)
  return key === undefined
    ? { found: { column: place?.column ?? null, weight: 'error', code: 'items.importing.kind', given: { value: cut(said, 100) } } }
    : { key }
}

type Parsed = { value: unknown } | { code: string } | undefined
const day = (cell: Cell, knowing: Knowing): Parsed => {
  const value = dayOf(cell, knowing.mapping.monthFirst)
  return value === undefined ? { code: 'items.importing.day' } : { value }
}
const some = (value: unknown, code: string): Parsed => (value === undefined ? { code } : { value })
const importance = (cell: Cell, { criticalities }: Knowing): Parsed => some(criticalities.get(fold(textOf(cell))), 'items.importing.importance')
const text = (cell: Cell): Parsed => ({ value: textOf(cell) })

/** What is not named elsewhere. `kind` is known, number and kind are not parsed again. */
const parsing: Readonly<
  Record<Exclude<Field, 'number' | 'kind' | 'locationId' | 'ownerId' | 'userIds'>, (cell: Cell, knowing: Knowing, kind: Kind | undefined) => Parsed>
> = {
  name: text,
  code: text,
  supplier: text,
  contract: text,
  // Not trimmed: it is as it was written.
  note: (cell) => ({ value: String(cell ?? '') }),
  state(cell, { mapping }, kind) {
    const said = textOf(cell)
    return some(own(mapping.states, said) ?? (kind && stateCalled(said, kind)), 'items.importing.state')
  },
  availability: importance,
  integrity: importance,
  confidentiality: importance,
  tags: (cell) => ({
    value: [
      ...new Set(
        textOf(cell)
          .split(/[,;|\n]/)
          .map((tag) => tag.trim().toLowerCase())
          .filter(Boolean),
      ),
    ],
  }),
  purchasedOn: day,
  warrantyUntil: day,
  price: (cell) => some(moneyOf(cell), 'items.importing.money'),
  residualValue: (cell) => some(moneyOf(cell)?.amount, 'items.importing.money'),
  depreciationMonths: (cell) =>
    some(numberOf(typeof cell === 'string' ? cell.replace(/(maanden|months|mnd)$/i, '') : cell), 'items.importing.number'),
}

function attributeIn(cell: Cell, attribute: Attribute, { mapping }: Knowing): Parsed {
  const { type, choices = [] } = attribute
  const said = textOf(cell)
  let value: Value | undefined = said
  if (type === 'number') value = numberOf(cell, attribute.unit)
  else if (type === 'date') value = dayOf(cell, mapping.monthFirst)
  else if (type === 'money') value = moneyOf(cell)
  else if (type === 'choice')
    value = choices.find(({ key, names }) => [key, names.nl, names.en].some((name) => name !== '' && fold(name) === fold(said)))?.key
  else if (type === 'address') {
    const parts = listIn(cell)
    const [street = '', postcode = '', city = '', country = ''] = parts.length === 4 ? parts : [said]
    value = { street, postcode, city, country }
  }
  const kept = value === undefined ? undefined : fitted(attribute, value)
  return kept === undefined ? { code: `items.importing.${type === 'date' ? 'day' : type}` } : { value: kept }
}

/** Nobody names more in one cell by hand; each is looked up. */
const mostWords = 100
const Fitting = NewItem.omit({ organisationId: true, kind: true }).partial({ name: true })

/** `kind`: which it is of, known already. */
export function saidIn(cells: readonly Cell[], row: number, key: string, plan: readonly Plan[], knowing: Knowing): Said {
  const kind = knowing.kinds.get(key)
  const fields: Record<string, unknown> = {}
  const attributes: Record<string, unknown> = {}
  const said: Said = { row, kind: key, wish: { attributes: {} }, named: [], relations: [], columns: new Map(), found: [] }
  const add = (column: string, code: string, cell: Cell, weight: Found['weight'] = 'error') =>
    said.found.push({ column, weight, code, given: { value: cut(String(cell ?? ''), 100) } })
  const fewIn = (words: readonly string[], column: string): string[] => {
    const all = words.map((one) => one.trim()).filter(Boolean)
    if (all.length <= mostWords) return all
    said.found.push({ column, weight: 'error', code: 'items.importing.tooLong', given: { most: mostWords, value: '' } })
    return []
  }
  for (const { at, column, target } of plan) {
    const cell = cells[at] ?? null
    const [part = '', inner = '', direction] = target.split('.')
    said.columns.set(part === 'attributes' ? inner : part, column)
    if (cell === null || textOf(cell) === '' || target === 'number' || target === 'kind') continue
    const attribute = part === 'attributes' ? kind?.attributes.find((one) => one.key === inner) : undefined
    if (part === 'relations')
      said.relations.push({ kind: inner, direction: direction === 'back' ? 'back' : 'forward', words: fewIn(listIn(cell), column), column })
    else if (part === 'locationId') said.named.push({ field: part, of: 'place', words: [textOf(cell)], column })
    else if (part === 'ownerId') said.named.push({ field: part, of: 'person', words: [textOf(cell)], column })
    else if (part === 'userIds')
      said.named.push({
        field: part,
        of: 'person',
        words: fewIn(textOf(cell).split(textOf(cell).includes('@') ? /[;,|\n]/ : /[;|\n]/), column),
        column,
      })
    else if (part === 'attributes' && !attribute) add(column, 'items.importing.noAttribute', cell, 'warning')
    else if (attribute?.type === 'person' || attribute?.type === 'item')
      said.named.push({ field: `attributes.${inner}`, of: attribute.type, words: [textOf(cell)], column })
    else {
      const parsed = attribute ? attributeIn(cell, attribute, knowing) : parsing[part as keyof typeof parsing](cell, knowing, kind)
      if (parsed && 'code' in parsed) add(column, parsed.code, cell)
      else if (parsed && attribute) attributes[inner] = parsed.value
      else if (parsed) fields[part] = parsed.value
    }
  }
  return fitting(said, { ...fields, attributes })
}

/** Held against the same shape as what somebody types: too long, too much, out of bounds. */
function fitting(said: Said, wish: Record<string, unknown>): Said {
  const parsed = Fitting.safeParse(wish)
  if (parsed.success) return { ...said, wish: { ...parsed.data, attributes: parsed.data.attributes ?? {} } }
  for (const issue of parsed.error.issues) {
    const [field = '', inner] = issue.path.map(String)
    const column = said.columns.get(field === 'attributes' ? (inner ?? '') : field) ?? null
    const given = { most: issue.code === 'too_big' ? Number(issue.maximum) : 0, value: '' }
    said.found.push({ column, weight: 'error', code: issue.code === 'too_big' ? 'items.importing.tooLong' : 'items.importing.value', given })
  }
  return said
}
