/** From the reporter's words to ours, and what a reporter can do now. */
import type { Impact, State, Urgency } from '#record/cases/contract.ts'
import type { howBad, howMany } from './contract.ts'

export const urgencyOf: Readonly<Record<(typeof howBad)[number], Urgency>> = { canWork: 'low', hindered: 'normal', cannotWork: 'high' }
export const impactOf: Readonly<Record<(typeof howMany)[number], Impact>> = {
  me: 'person',
  few: 'group',
  many: 'department',
  everyone: 'organisation',
}

const ended = (state: State) => state === 'closed' || state === 'cancelled'
/** Reopening is offered on every closed case: when it is too long ago it becomes a new one that is linked. */
export const mayNow = (state: State, isReporter: boolean) => ({
  answer: !ended(state),
  confirm: state === 'solved',
  reject: state === 'solved',
  reopen: state === 'closed',
  cancel: isReporter && !ended(state) && state !== 'solved',
})
