/** Which closing asks for a contact afterwards. Pure. */
import type { Kind, Priority } from '#record/cases/contract.ts'
import type { Conditions } from './contract.ts'

export interface Closed {
  kind: Kind
  priority: Priority
  majorIncident: boolean
  /** Offered for testing more than once, or opened again after it had closed. */
  reopened: boolean
  lowMark: boolean
}
/** Every condition that is set must hold. */
export const asksFor = (when: Conditions, closed: Closed): boolean =>
  (when.kinds.length === 0 || when.kinds.includes(closed.kind)) &&
  (when.priorities.length === 0 || when.priorities.includes(closed.priority)) &&
  (!when.majorIncident || closed.majorIncident) &&
  (!when.reopened || closed.reopened) &&
  (!when.lowMark || closed.lowMark)
