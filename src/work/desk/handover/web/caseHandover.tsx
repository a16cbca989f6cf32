/** Hands this case over. */
import type { CaseDialogProps } from '../../web/case/parts.ts'
import HandoverDialog from './handoverDialog.tsx'

export default function CaseHandover({ page, changing, close }: CaseDialogProps) {
  return <HandoverDialog page={page} changing={changing} close={close} />
}
