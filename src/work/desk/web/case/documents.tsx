/** Documents on a case. */
import { DocumentsPanel } from '#record/documents/web/panel.tsx'
import type { CaseProps } from './parts.ts'

export default function CaseDocuments({ page }: CaseProps) {
  const { id, organisationId } = page.case
  return <DocumentsPanel kind="case" id={id} organisationId={organisationId} mayAttach={page.mayWork} />
}
