/** What working together brings to the page of a case. */
import type { CaseDialogProps, CaseProps } from '../../web/case/parts.ts'
import { type Part, part, type TitledPart } from '../../web/part.tsx'

const works = ({ page }: CaseProps) => page.mayWork
const merged = ({ page }: CaseProps) => page.merged.length > 0

export const togetherFacts: readonly TitledPart<CaseProps>[] = [
  { ...part<CaseProps>('desk.tasks', () => import('../../tasks/web/caseTasks.tsx')), title: { nl: 'Taken', en: 'Tasks' } },
  { ...part<CaseProps>('desk.watchers', () => import('./watchers.tsx')), title: { nl: 'Volgers', en: 'Watchers' }, folded: true },
  { ...part<CaseProps>('desk.time', () => import('../../time/web/caseTime.tsx')), title: { nl: 'Bestede tijd', en: 'Time spent' }, folded: true },
  {
    ...part<CaseProps>('desk.alike', () => import('../../linking/web/similar.tsx'), works),
    title: { nl: 'Lijkt op', en: 'Looks like' },
    folded: true,
  },
]
export const togetherNotices: readonly Part<CaseProps>[] = [
  part<CaseProps>('desk.merged', () => import('../../merging/web/mergedNotice.tsx'), merged),
  part<CaseProps>('desk.split', () => import('../../splitting/web/splitNotice.tsx')),
]
export const togetherDialogs: readonly TitledPart<CaseDialogProps>[] = [
  {
    ...part<CaseDialogProps>('desk.merge', () => import('../../merging/web/mergeDialog.tsx'), works),
    title: { nl: 'Samenvoegen met een andere zaak', en: 'Merge into another case' },
  },
  {
    ...part<CaseDialogProps>('desk.splitOff', () => import('../../splitting/web/splitDialog.tsx'), works),
    title: { nl: 'Afsplitsen naar een nieuwe zaak', en: 'Split off into a new case' },
  },
]
