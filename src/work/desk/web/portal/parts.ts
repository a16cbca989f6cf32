/** What the wings bring to the pages of reporters. */
import type { MyCase } from '../../portal/contract.ts'
import type { Part } from '../part.tsx'

export interface PortalProps {
  /** Where on: the portal's first page, or while reporting. */
  at: 'home' | 'report'
}
/** Above the question: what a reporter should know before reporting. */
export const portalNotices: readonly Part<PortalProps>[] = []

export interface MyCaseProps {
  one: MyCase
  show: (now: MyCase) => void
}
/** Above the conversation of one of my reports. */
export const myCaseParts: readonly Part<MyCaseProps>[] = []
