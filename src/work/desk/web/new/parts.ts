/** What the wings bring to the page on which a case is registered: suggestions, and what a kind needs. */
import type { Part } from '../part.tsx'
import type { Draft, Put } from './draft.ts'

export interface RegisterProps {
  draft: Draft
  change: Put
}
export const registerParts: readonly Part<RegisterProps>[] = []
