/** Fields in canned answers: which there are, and what they become. Pure. */
import { type Variable, variables } from './contract.ts'

const known: readonly string[] = variables
/** A field is one word between braces. */
const field = /\{(\w{1,40})\}/g

/** What is wrong with the braces of this text: names that are no field, or a brace that stands alone. */
export function wrongIn(text: string): { unknown: string[]; loose: boolean } {
  const unknown = [...new Set([...text.matchAll(field)].map(([, name = '']) => name).filter((name) => !known.includes(name)))]
  return { unknown, loose: /[{}]/.test(text.replace(field, '')) }
}

/** The text with its fields filled in; what has no value is left out and told. Values are put in once: braces in them stay words. */
export function fill(text: string, values: Readonly<Record<Variable, string | null>>): { text: string; missing: Variable[] } {
  const missing = new Set<Variable>()
  const filled = text.replace(field, (_, name: string) => {
    const value = known.includes(name) ? values[name as Variable] : null
    if (known.includes(name) && !value) missing.add(name as Variable)
    return value ?? ''
  })
  // A gap before a comma or at the end of a line where nothing came.
  return { text: missing.size > 0 ? filled.replace(/ +([,.!?])/g, '$1').replace(/ +$/gm, '') : filled, missing: [...missing] }
}

/** 'Noor' of 'Noor Bakker'. */
export const firstNameOf = (name: string): string => name.trim().split(/\s+/)[0] ?? name
