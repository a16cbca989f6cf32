import type { CaseDialogProps } from '../../web/case/parts.ts'
import { LinkTo } from './linkTo.tsx'

export default function LinkFromCase({ page, changing, close }: CaseDialogProps) {
  return <LinkTo rows={[page.case]} onClose={close} linked={() => void changing.reload()} />
}
