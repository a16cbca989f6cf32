/** What the wings can do with the selected cases: in the menu of the selection, each as a dialog. */
import type { CaseItem } from '../../contract.ts'
import type { TitledPart } from '../part.tsx'

export interface SelectionProps {
  rows: readonly CaseItem[]
  /** Takes the selection away, when it was dealt with. */
  clear: () => void
  close: () => void
}
export const selectionDialogs: readonly TitledPart<SelectionProps>[] = []
