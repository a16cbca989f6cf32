/** From the reporter's words to ours, and what a reporter can do now. */
import type { Impact, State, Urgency } from '#record/cases/contract.ts'
import type { SaidReason, Words } from '#record/cases/priority/contract.ts'
import type { howBad, howMany } from './contract.ts'
import { deskPortalTexts } from './texts.ts'

export const urgencyOf: Readonly<Record<(typeof howBad)[number], Urgency>> = { canWork: 'low', hindered: 'normal', cannotWork: 'high' }
export const impactOf: Readonly<Record<(typeof howMany)[number], Impact>> = {
  me: 'person',
  few: 'group',
  many: 'department',
  everyone: 'organisation',
}

const bad: Words = { nl: 'Hoe erg is het voor u?', en: 'How bad is it for you?' }
const many: Words = { nl: 'Hoeveel mensen hebben hier last van?', en: 'How many people are affected?' }
/** The answers as arguments for the priority. */
export const saidIn = (how: { howBad: (typeof howBad)[number]; howMany: (typeof howMany)[number] }): SaidReason[] => [
  {
    code: 'said',
    sets: 'urgency',
    question: bad,
    answer: deskPortalTexts[`desk.portal.howBad.${how.howBad}`],
    to: urgencyOf[how.howBad],
  },
  {
    code: 'said',
    sets: 'impact',
    question: many,
    answer: deskPortalTexts[`desk.portal.howMany.${how.howMany}`],
    to: impactOf[how.howMany],
  },
]

const ended = (state: State) => state === 'closed' || state === 'cancelled'
/** Reopening is offered on every closed case: when it is too long ago it becomes a new one that is linked. */
export const mayNow = (state: State, isReporter: boolean) => ({
  answer: !ended(state),
  confirm: state === 'solved',
  reject: state === 'solved',
  reopen: state === 'closed',
  cancel: isReporter && !ended(state) && state !== 'solved',
})
