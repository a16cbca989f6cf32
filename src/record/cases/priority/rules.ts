/** Which priority a case should have, and the arguments for it. Pure. */
import type { Locale, Translate } from '#platform/i18n.ts'
import { type Impact, impacts, type Matrix, type Priority, priorities, type Urgency, urgencies } from '../contract.ts'
import type { Criticality, Reason, SaidReason, Service, Words } from './contract.ts'

export interface Proposal {
  priority: Priority
  /** Why: the cell of the matrix it comes from. */
  because: { impact: Impact; urgency: Urgency }
  /** The arguments, in the order in which they are told. */
  reasons: Reason[]
}
export interface Arguments {
  /** What the reporter answered that set impact or urgency. */
  said?: readonly SaidReason[] | undefined
  /** What it is about. Items of the register bring their own criticality the same way. */
  service?: Service | null | undefined
}
const raises: Readonly<Record<Criticality, boolean>> = { low: false, normal: false, high: true, critical: true }

/** How far a failure reaches by the number of people it hits. */
export const impactOfPeople = (people: number): Impact =>
  people >= 50 ? 'organisation' : people >= 10 ? 'department' : people >= 2 ? 'group' : 'person'

/**
 * The cell of the matrix, at most one step higher for a service that the organisation cannot do without. When more people are hit than was
 * said, their number counts.
 */
export function propose(matrix: Matrix, impact: Impact, urgency: Urgency, { said = [], service }: Arguments = {}): Proposal {
  const reached = impactOfPeople(service?.people ?? 0)
  const wider = impacts.indexOf(reached) > impacts.indexOf(impact)
  const because = { impact: wider ? reached : impact, urgency }
  const from = matrix[because.impact][urgency]
  // An answer that something else has overruled since is no argument any more.
  const heard = said.filter((one) => because[one.sets] === one.to)
  const hit: Reason[] = service && wider ? [{ code: 'hit', service: service.name, people: service.people ?? 0, from: impact, to: reached }] : []
  const reasons: Reason[] = [...heard, ...hit, { code: 'matrix', ...because, priority: from }]
  if (!service || !raises[service.criticality]) return { priority: from, because, reasons }
  const { name, criticality } = service
  const to = priorities[Math.max(0, priorities.indexOf(from) - 1)] ?? from
  reasons.push(to === from ? { code: 'highest', service: name, criticality } : { code: 'critical', service: name, criticality, from, to })
  return { priority: to, because, reasons }
}

/** Impact and urgency from answers: the heaviest of what was said, otherwise as it begins. */
export function weigh(begin: { impact: Impact; urgency: Urgency }, said: readonly SaidReason[]): { impact: Impact; urgency: Urgency } {
  const heaviest = <T extends string>(order: readonly T[], otherwise: T, values: readonly T[]): T =>
    values.length === 0 ? otherwise : values.reduce((most, one) => (order.indexOf(one) > order.indexOf(most) ? one : most))
  return {
    impact: heaviest(
      impacts,
      begin.impact,
      said.flatMap((one) => (one.sets === 'impact' ? [one.to] : [])),
    ),
    urgency: heaviest(
      urgencies,
      begin.urgency,
      said.flatMap((one) => (one.sets === 'urgency' ? [one.to] : [])),
    ),
  }
}

export const wordIn = (word: Words, locale: Locale): string => word[locale] || word.nl || word.en

function sentence(t: Translate, locale: Locale, reason: Reason): string {
  if (reason.code === 'said')
    return t(`cases.why.said.${reason.sets}`, {
      question: wordIn(reason.question, locale),
      answer: wordIn(reason.answer, locale),
      to: t(`cases.${reason.sets}.${reason.to}`),
    })
  if (reason.code === 'matrix') {
    const { priority, impact, urgency } = reason
    return t('cases.priority.why', {
      priority: t(`cases.priority.${priority}`),
      impact: t(`cases.impact.${impact}`),
      urgency: t(`cases.urgency.${urgency}`),
    })
  }
  if (reason.code === 'hit') {
    const { people, to } = reason
    return t('cases.why.hit', { service: wordIn(reason.service, locale), people, to: t(`cases.impact.${to}`) })
  }
  const about = { service: wordIn(reason.service, locale), criticality: t(`cases.criticality.${reason.criticality}`) }
  if (reason.code === 'highest') return t('cases.why.highest', about)
  return t('cases.why.critical', { ...about, from: t(`cases.priority.${reason.from}`), to: t(`cases.priority.${reason.to}`) })
}
/** The arguments as sentences, in the language of who reads them. */
export const sentences = (t: Translate, locale: Locale, reasons: readonly Reason[]): string[] => reasons.map((reason) => sentence(t, locale, reason))
