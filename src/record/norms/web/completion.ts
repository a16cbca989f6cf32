/** What goes on with what stands before the caret of a condition: facts, values of a fact, operators, functions. Pure. */
import type { Offered } from '#web/kit/offered.tsx'
import type { norms } from './calls.ts'

export type Words = Awaited<ReturnType<typeof norms.words>>
/** `detail` is what it is: the kind of a fact and its values, what a sign or function does. */
type Offer = Required<Offered>
export interface Place {
  what: 'fact' | 'value' | 'operator' | 'method' | 'nothing'
  /** What was typed of it, and where that begins. */
  typed: string
  from: number
  /** The fact that is compared, or of which a method is asked. */
  of?: string
}

/** A fact as it is written: by name, or in quotes where its key is no name. */
export const named = (key: string): string => (/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(key) ? key : `fact[${JSON.stringify(key)}]`)
const name = String.raw`(?:fact\[(?:"[^"]*"|'[^']*')\]|[A-Za-z_][\w.]*)`
const comparing = new RegExp(String.raw`(${name})\s*(?:==|!=|>=|<=|<|>)\s*("?[\w.-]*)$`)
const after = new RegExp(String.raw`(?:^|[\s(!,])(?:${name}|"[^"]*"|[\d.]+|\)|\])\s+([=!<>&|]*|i|in)$`)
const method = new RegExp(String.raw`(${name})\.(\w*)$`)

/** `isFact`: a method is only offered on what is known as a fact, because keys have dots as well. */
export function placeAt(text: string, caret: number, isFact: (key: string) => boolean): Place {
  const before = text.slice(0, caret)
  const word = /(?:fact\[["']?)?[\p{L}\p{N}_.]*$/u.exec(before)?.[0] ?? ''
  // In a text that is not closed nothing is offered, but the value of a comparison may be one.
  const compared = comparing.exec(before)
  if (compared) return { what: 'value', typed: compared[2] ?? '', from: caret - (compared[2]?.length ?? 0), of: keyOf(compared[1] ?? '') }
  if (!word.startsWith('fact[') && (before.match(/"/g)?.length ?? 0) % 2 === 1) return { what: 'nothing', typed: '', from: caret }
  const called = method.exec(before)
  const of = keyOf(called?.[1] ?? '')
  if (called && isFact(of)) return { what: 'method', typed: called[2] ?? '', from: caret - (called[2]?.length ?? 0), of }
  const sign = after.exec(before)
  if (sign) return { what: 'operator', typed: sign[1] ?? '', from: caret - (sign[1]?.length ?? 0) }
  return { what: 'fact', typed: word, from: caret - word.length }
}
const keyOf = (written: string): string => /^fact\[["'](.*)["']\]$/.exec(written)?.[1] ?? written
/** What is asked of the server for this place. */
export const searchFor = ({ what, typed, of }: Place): string => (what === 'fact' ? typed.replace(/^fact\[["']?/, '') : (of ?? ''))

export type Kind = Words['keys'][number]['kind']
interface Say {
  kind: (kind: Kind) => string
  value: (value: boolean) => string
}
const written = (value: string | number | boolean): string => (typeof value === 'string' ? JSON.stringify(value) : String(value))

/** At most twelve, what begins with what was typed first. */
export function offersAt(place: Place, { keys, operators, functions }: Words, say: Say): Offer[] {
  const typed = (place.what === 'fact' ? searchFor(place) : place.typed).toLowerCase()
  const fits = (text: string) => text.toLowerCase().includes(typed)
  const facts = keys
    .filter(({ key }) => fits(key))
    .map(({ key, kind, examples }) => ({
      ...{ id: `fact ${key}`, label: key, insert: `${named(key)} ` },
      detail: [
        say.kind(kind),
        examples
          .slice(0, 3)
          .map((one) => (typeof one === 'boolean' ? say.value(one) : String(one).slice(0, 40)))
          .join(', '),
      ]
        .filter(Boolean)
        .join(': '),
    }))
  // Of a method only what stands after the dot comes in; the others stand by themselves.
  const calls = functions.map(({ name, form, does }) => {
    const dot = form.startsWith('[') ? -1 : form.indexOf(`.${name}(`)
    return { id: `function ${name}`, label: name, detail: `${does}: ${form}`, method: dot >= 0 ? form.slice(dot + 1) : undefined, form }
  })
  const alone = calls.filter((one) => one.method === undefined && fits(one.label)).map(({ form, ...one }) => ({ ...one, insert: form }))
  const methods = calls.flatMap(({ method, ...one }) => (method && fits(one.label) ? [{ ...one, insert: method }] : []))
  const signs = operators
    .filter(({ sign }) => sign.startsWith(place.typed))
    .map(({ sign, does }) => ({ id: `sign ${sign}`, label: sign, detail: does, insert: sign === 'in' ? 'in [' : `${sign} ` }))
  const found: Record<Place['what'], () => Offer[]> = {
    fact: () => [...facts, ...(typed === '' ? [] : alone)],
    value: () => valuesOf(place, keys, say),
    operator: () => signs,
    method: () => [...facts.filter(({ label }) => label.startsWith(`${place.of}.`)), ...methods],
    nothing: () => [],
  }
  return found[place.what]()
    .map(({ id, label, detail, insert }) => ({ id, label, detail, insert }))
    .filter(({ insert }) => insert.trim() !== place.typed)
    .slice(0, 12)
}
function valuesOf({ of, typed }: Place, keys: Words['keys'], say: Say): Offer[] {
  const fact = keys.find(({ key }) => key === of)
  const values = fact?.kind === 'yesNo' ? [true, false] : (fact?.examples ?? [])
  return values
    .map((value) => ({
      ...{ id: `value ${written(value)}`, label: written(value), insert: `${written(value)} ` },
      detail: typeof value === 'boolean' ? say.value(value) : '',
    }))
    .filter(({ label }) => label.toLowerCase().includes(typed.toLowerCase()))
}
