import type { CaseDialogProps } from '../../web/case/parts.ts'
import { OpenProblem } from './openProblem.tsx'

export default function OpenFromCase({ page, close }: CaseDialogProps) {
  return <OpenProblem rows={[page.case]} onClose={close} />
}
