/** This case belongs to a major incident. */
import type { CaseDialogProps } from '../../web/case/parts.ts'
import { HangDialog } from './hangDialog.tsx'

export default function CaseHang({ page, changing, close }: CaseDialogProps) {
  return <HangDialog cases={[page.case.number]} organisationId={page.case.organisationId} close={close} done={() => void changing.reload()} />
}
