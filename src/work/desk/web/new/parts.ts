/** What the wings bring to the page on which a case is registered: suggestions, and what a kind needs. */
import { type Part, part } from '../part.tsx'
import type { Draft, Put } from './draft.ts'

export interface RegisterProps {
  draft: Draft
  change: Put
}
export const registerParts: readonly Part<RegisterProps>[] = [
  part('desk.items', () => import('./itemsOfDraft.tsx')),
  part('desk.alreadyReported', () => import('../../linking/web/alreadyReported.tsx')),
  part(
    'desk.similar',
    () => import('../../problems/web/similarToDraft.tsx'),
    ({ draft }: RegisterProps) => draft.kind === 'incident' && draft.title !== '',
  ),
  part(
    'desk.about',
    () => import('../../complaints/web/aboutOfDraft.tsx'),
    ({ draft }: RegisterProps) => draft.kind === 'complaint',
  ),
  part(
    'desk.changeDetails',
    () => import('../../changes/web/changeOfDraft.tsx'),
    ({ draft }: RegisterProps) => draft.kind === 'change',
  ),
]
/** Above the questions: what is known already. */
export const registerNotices: readonly Part<RegisterProps>[] = [part('desk.major', () => import('../../major/web/registerPart.tsx'))]
