/** What the wings bring to the page of a case. */
import type { CasePage } from '../../contract.ts'
import type { Part, TitledPart } from '../part.tsx'
import type { Changing } from './change.tsx'

export interface CaseProps {
  page: CasePage
  changing: Changing
}
export interface CaseDialogProps extends CaseProps {
  close: () => void
}

/** Groups that fold, at the right under those of the desk itself. */
export const caseFacts: readonly TitledPart<CaseProps>[] = []
/** Between title and story: what everybody must see first. Draws nothing when there is nothing. */
export const caseNotices: readonly Part<CaseProps>[] = []
/** Things to do that are not moves: in the menu beside the next step, and in the palette. Each opens as a dialog. */
export const caseDialogs: readonly TitledPart<CaseDialogProps>[] = []
