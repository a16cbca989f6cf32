/** Asks another team: to whom, and the question. */
import type { CaseDialogProps } from '../../web/case/parts.ts'
import { EscalateDialog } from './escalateDialog.tsx'

export default function AskDialog(props: CaseDialogProps) {
  return <EscalateDialog {...props} kind="functional" />
}
