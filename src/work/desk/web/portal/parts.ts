/** What the wings bring to the pages of reporters. */
import type { MyCase } from '../../portal/contract.ts'
import { type Part, part } from '../part.tsx'

export interface PortalProps {
  /** Where on: the portal's first page, or while reporting. */
  at: 'home' | 'report'
}
/** Above the question: what a reporter should know before reporting. */
export const portalNotices: readonly Part<PortalProps>[] = [
  part<PortalProps>(
    'desk.waiting',
    () => import('../../approvals/web/waiting.tsx'),
    ({ at }) => at === 'home',
  ),
]

export interface MyCaseProps {
  one: MyCase
  show: (now: MyCase) => void
}
/** Above the conversation of one of my reports. */
export const myCaseParts: readonly Part<MyCaseProps>[] = [
  part<MyCaseProps>(
    'desk.myApprovals',
    () => import('../../approvals/web/myApprovals.tsx'),
    ({ one }) => one.kind !== 'incident',
  ),
  part<MyCaseProps>(
    'desk.myAccess',
    () => import('../../access/web/myAccess.tsx'),
    ({ one }) => one.kind === 'accessRequest',
  ),
]
