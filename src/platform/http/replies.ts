import type * as z from 'zod'

/**
 * Outside production every reply is held against its shape, and a key that the contract does not know is an error too: that is how
 * a column leaks. In production replies are only typed (parsing lists costs three times their price).
 */
export function checkReply(operation: string, shape: z.ZodType, reply: unknown): void {
  const json: unknown = JSON.parse(JSON.stringify(reply ?? null))
  const parsed = shape.safeParse(reply === undefined ? undefined : json)
  if (!parsed.success) throw new Error(`${operation} answered what its contract does not promise: ${parsed.error.message}`)
  const extra = unknownKey(json, parsed.data, '')
  if (extra) throw new Error(`${operation} answered ${extra}, which its contract does not know`)
}

function unknownKey(given: unknown, known: unknown, at: string): string | undefined {
  if (Array.isArray(given) && Array.isArray(known)) {
    for (const [index, one] of given.entries()) {
      const found = unknownKey(one, known[index], `${at}/${index}`)
      if (found) return found
    }
    return undefined
  }
  if (typeof given !== 'object' || given === null || typeof known !== 'object' || known === null) return undefined
  for (const [key, value] of Object.entries(given)) {
    if (!(key in known)) return `${at}/${key}`
    const found = unknownKey(value, (known as Record<string, unknown>)[key], `${at}/${key}`)
    if (found) return found
  }
  return undefined
}
