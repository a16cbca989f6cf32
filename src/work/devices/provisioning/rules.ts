/** Pure decisions about preparing: which profiles fit, whether a name is right, whether all is done. */
import type { Step } from './contract.ts'

export interface Fitting {
  kind: string
  tags: readonly string[]
}
export const fits = (profile: { kinds: readonly string[]; tags: readonly string[]; active: boolean }, item: Fitting): boolean =>
  profile.active && profile.kinds.includes(item.kind) && (profile.tags.length === 0 || profile.tags.some((tag) => item.tags.includes(tag)))

/** How it should call itself. Names of computers know no capitals, and only their first part is the name (RFC 4343, RFC 1123). */
export const nameAsked = (item: { name: string; code: string | null; hostname: string | null }): string =>
  item.hostname || item.name || item.code || ''
export const sameName = (asked: string, told: string): boolean => {
  const first = (name: string) => name.trim().toLowerCase().split('.')[0]
  return asked.trim() !== '' && (first(asked) === first(told) || asked.trim().toLowerCase() === told.trim().toLowerCase())
}

/** The conditions that steps ask. */
export const conditionsIn = (steps: readonly Step[]): { at: number; condition: string }[] =>
  steps.flatMap((step, at) => (step.what === 'fact' ? [{ at, condition: step.condition }] : []))
export const notDoneIn = (steps: readonly { key: string; state: string }[]): string[] =>
  steps.filter(({ state }) => state !== 'done').map(({ key }) => key)
