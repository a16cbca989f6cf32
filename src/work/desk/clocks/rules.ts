/** Whether a calendar or an agreement can be kept: undefined, or the code of what is wrong with it. Pure. */
import type { AgreementBody, CalendarBody } from '#record/cases/clocks/contract.ts'
import { type Priority, priorities } from '#record/cases/contract.ts'

export const datesTwice = ({ openings }: CalendarBody): boolean => new Set(openings.map(({ date }) => date)).size < openings.length

/** The first agreement is for everything: without it a case would have no clock. */
export const forSome = ({ applies }: AgreementBody): boolean =>
  Object.values(applies).some((one) => (typeof one === 'boolean' ? one : one.length > 0))

/** One more pressing; undefined when it is the most pressing already. */
export const above = (priority: Priority): Priority | undefined => priorities[priorities.indexOf(priority) - 1]
