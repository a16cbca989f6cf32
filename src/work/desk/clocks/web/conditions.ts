/** Conditions by name: what people choose from. What the API can say besides stays as it is. */
import type { When } from '#record/cases/clocks/contract.ts'

export const named = {
  always: {},
  assigned: { assigned: true },
  staffReplied: { on: ['staffReplied'] },
  reporterReplied: { on: ['reporterReplied'] },
  waiting: { state: ['waiting'] },
  waitingReporter: { state: ['waiting'], waitingFor: ['reporter'] },
  waitingSupplier: { state: ['waiting'], waitingFor: ['supplier'] },
  solved: { state: ['solved'] },
  closed: { state: ['closed'] },
  solvedOrClosed: { state: ['solved', 'closed'] },
  cancelled: { state: ['cancelled'] },
  working: { state: ['new', 'inProgress', 'reopened'] },
} as const satisfies Record<string, unknown>
export type Named = keyof typeof named

/** Fields that conditions are set for, with what makes sense there. */
export const choices = {
  start: ['always', 'assigned', 'reporterReplied', 'staffReplied'],
  stop: ['staffReplied', 'solved', 'closed', 'solvedOrClosed', 'cancelled', 'assigned'],
  pause: ['waiting', 'waitingReporter', 'waitingSupplier', 'solved'],
  resume: ['working', 'reporterReplied'],
  cancel: ['cancelled', 'closed'],
  reset: ['staffReplied', 'reporterReplied'],
} as const satisfies Record<string, readonly Named[]>
export type Field = keyof typeof choices

const text = (when: unknown) => JSON.stringify(when, when && typeof when === 'object' ? Object.keys(when).sort() : undefined)
const sameAs = (when: When, name: Named) =>
  text(when) === text(named[name]) && JSON.stringify(Object.values(when)) === JSON.stringify(Object.values(named[name]))
export const nameOf = (when: When): Named | undefined => (Object.keys(named) as Named[]).find((name) => sameAs(when, name))
export const has = (all: readonly When[], name: Named): boolean => all.some((when) => nameOf(when) === name)
export const others = (all: readonly When[], among: readonly Named[]): When[] =>
  all.filter((when) => {
    const name = nameOf(when)
    return name === undefined || !among.includes(name)
  })
export const toggled = (all: readonly When[], name: Named): When[] =>
  has(all, name) ? all.filter((when) => nameOf(when) !== name) : [...all, named[name] as unknown as When]
