import type { RegisterProps } from '../../web/new/parts.ts'
import { Similar } from './similar.tsx'

export default function SimilarToDraft({ draft }: RegisterProps) {
  return <Similar text={`${draft.title} ${draft.text}`} organisationId={draft.organisationId || undefined} />
}
