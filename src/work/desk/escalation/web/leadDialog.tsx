/** Puts the case to a lead, with the reason. */
import type { CaseDialogProps } from '../../web/case/parts.ts'
import { EscalateDialog } from './escalateDialog.tsx'

export default function LeadDialog(props: CaseDialogProps) {
  return <EscalateDialog {...props} kind="hierarchical" />
}
