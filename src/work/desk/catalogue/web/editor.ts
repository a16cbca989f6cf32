/** The definition while it is edited: small changes, and keys that nobody has to think of. */
import type { Plan } from '../../approvals/contract.ts'
import { type Choice, Definition, FormField } from '../contract.ts'

export type Step = Plan['steps'][number]
export interface EditorProps {
  definition: Definition
  change: (part: Partial<Definition>) => void
  organisationId: string
}
export const blank = (): Definition => Definition.parse({ name: { nl: ' x', en: '' }, kind: 'serviceRequest' })

/** `veld3`: the first that is free. */
export function freeKey(prefix: string, taken: readonly { key: string }[]): string {
  for (let at = taken.length + 1; ; at += 1) if (!taken.some(({ key }) => key === `${prefix}${at}`)) return `${prefix}${at}`
}
const words = () => ({ nl: '', en: '' })
export const newChoice = (taken: readonly Choice[]): Choice => ({ key: freeKey('keuze', taken), label: words(), impact: null, urgency: null })
export const newField = (taken: readonly FormField[]): FormField => ({
  ...FormField.parse({ key: freeKey('vraag', taken), kind: 'text', label: { nl: 'x' } }),
  label: words(),
})
export const newStep = (): Step => ({ name: words(), deciders: [{ kind: 'manager' }], mode: { kind: 'any' }, hours: 72, afterwards: 'escalate' })

export const put = <T>(list: readonly T[], at: number, one: T): T[] => list.map((other, index) => (index === at ? one : other))
export const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, index) => index !== at)
export function moved<T>(list: readonly T[], at: number, by: 1 | -1): T[] {
  const next = [...list]
  const [one] = next.splice(at, 1)
  if (one !== undefined) next.splice(at + by, 0, one)
  return next
}
