/** What the wings can do with the selected cases: in the menu of the selection, each as a dialog. */
import type { CaseItem } from '../../contract.ts'
import { part, type TitledPart } from '../part.tsx'

export interface SelectionProps {
  rows: readonly CaseItem[]
  /** Takes the selection away, when it was dealt with. */
  clear: () => void
  close: () => void
}
/** A problem can be behind all of them. */
const mayBeCaused = ({ rows }: SelectionProps) =>
  rows.every(({ kind }) => ['incident', 'informationRequest', 'serviceRequest', 'complaint'].includes(kind))

export const selectionDialogs: readonly TitledPart<SelectionProps>[] = [
  {
    ...part('desk.openProblem', () => import('../../problems/web/openFromList.tsx'), mayBeCaused),
    title: { nl: 'Probleem openen', en: 'Open a problem' },
  },
  {
    ...part('desk.linkProblem', () => import('../../problems/web/linkFromList.tsx'), mayBeCaused),
    title: { nl: 'Koppelen aan een probleem', en: 'Link to a problem' },
  },
  { ...part('desk.handover', () => import('../../handover/web/selectionDialog.tsx')), title: { nl: 'Overdragen', en: 'Hand over' } },
  {
    ...part('desk.hang', () => import('../../major/web/selectionHang.tsx')),
    title: { nl: 'Hoort bij een grote storing', en: 'Belongs to a major incident' },
  },
]
