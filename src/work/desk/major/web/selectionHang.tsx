/** These cases belong to a major incident. */
import type { SelectionProps } from '../../web/list/parts.ts'
import { HangDialog } from './hangDialog.tsx'

export default function SelectionHang({ rows, clear, close }: SelectionProps) {
  const organisations = new Set(rows.map(({ organisationId }) => organisationId))
  return (
    <HangDialog
      cases={rows.map(({ number }) => number)}
      organisationId={organisations.size === 1 ? rows[0]?.organisationId : undefined}
      close={close}
      done={clear}
    />
  )
}
