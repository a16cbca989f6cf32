import type { SelectionProps } from '../../web/list/parts.ts'
import { LinkTo } from './linkTo.tsx'

export default function LinkFromList({ rows, clear, close }: SelectionProps) {
  return <LinkTo rows={rows} onClose={close} linked={clear} />
}
