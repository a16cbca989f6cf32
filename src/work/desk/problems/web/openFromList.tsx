import type { SelectionProps } from '../../web/list/parts.ts'
import { OpenProblem } from './openProblem.tsx'

export default function OpenFromList({ rows, clear, close }: SelectionProps) {
  return <OpenProblem rows={rows} onClose={close} opened={clear} />
}
