/** Words with {variables}. Runs in the browser too. */

/** There for every letter. */
export const always = ['name', 'number', 'title', 'organisation'] as const
/** What somebody wrote: a letter that brings it is nothing without. */
const carried = ['text']

export const variablesIn = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => (name ? [name] : [])))]

export const requiredIn = (shipped: string): string[] => variablesIn(shipped).filter((name) => carried.includes(name))

export type Wrong = { code: 'unknownVariable' | 'missing'; variables: string[] } | { code: 'brace' }
/** What is wrong with these words in place of ours; undefined when nothing is. */
export function wrongIn(text: string, shipped: readonly string[]): Wrong | undefined {
  if (/[{}]/.test(text.replace(/\{\w+\}/g, ''))) return { code: 'brace' }
  const known = new Set<string>([...always, ...shipped.flatMap(variablesIn)])
  const unknown = variablesIn(text).filter((name) => !known.has(name))
  if (unknown.length > 0) return { code: 'unknownVariable', variables: unknown }
  const missing = shipped.flatMap(requiredIn).filter((name) => !text.includes(`{${name}}`))
  return missing.length > 0 ? { code: 'missing', variables: [...new Set(missing)] } : undefined
}

/** What is put in is never read again, so that it cannot ask for more. */
export const fill = (text: string, values: Readonly<Record<string, unknown>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
