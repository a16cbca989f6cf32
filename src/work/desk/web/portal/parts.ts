/** What the wings bring to the pages of reporters. */
import type { MyCase } from '../../portal/contract.ts'
import { type Part, part } from '../part.tsx'

export interface PortalProps {
  /** Where on: the portal's first page, or while reporting. */
  at: 'home' | 'report'
}
/** Above the question: what a reporter should know before reporting. */
export const portalNotices: readonly Part<PortalProps>[] = [
  part<PortalProps>('desk.outages', () => import('../../outages/web/portalBanner.tsx')),
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
    'desk.myWorkaround',
    () => import('../../problems/web/myWorkaround.tsx'),
    ({ one }) => one.kind !== 'complaint',
  ),
  part<MyCaseProps>(
    'desk.myComplaint',
    () => import('../../complaints/web/myComplaint.tsx'),
    ({ one }) => one.kind === 'complaint',
  ),
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
  part<MyCaseProps>(
    'desk.satisfaction',
    () => import('../../satisfaction/web/myPart.tsx'),
    ({ one }) => one.state === 'closed' && one.rate !== null,
  ),
]

export interface ReportProps {
  /** What was typed so far. */
  values: Readonly<Record<string, unknown>>
}
/** While reporting, between the questions and the button. */
export const reportParts: readonly Part<ReportProps>[] = [
  part<ReportProps>(
    'desk.similar',
    () => import('../../problems/web/similarToReport.tsx'),
    ({ values }) => Boolean(values.title),
  ),
]
