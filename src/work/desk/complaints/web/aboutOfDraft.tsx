import type { RegisterProps } from '../../web/new/parts.ts'
import { AboutField } from './aboutField.tsx'

/** On the page on which a complaint is registered. */
export default function AboutOfDraft({ draft, change }: RegisterProps) {
  return (
    <AboutField value={draft.complaint ?? {}} onChange={(complaint) => change({ complaint })} organisationId={draft.organisationId || undefined} />
  )
}
