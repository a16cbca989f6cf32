/** A rule as a sentence: when, what it does, and what came of it. */
import type { Text } from '#web/kit/texts.ts'
import type { Known } from '../../conditions/web/words.ts'
import type { RuleAction, When } from '../contract.ts'
import type { ruleWords } from './texts.ts'

export type T = Text<keyof typeof ruleWords & string>
const nameOf = (t: T, known: Known['people'], id: string) => known.find(({ value }) => value === id)?.label ?? t('cases.someone')
export const whomInWords = (t: T, known: Known, whom: string): string =>
  whom === 'assignee' || whom === 'team' || whom === 'leads' || whom === 'reporter' ? t(`desk.rule.whom.${whom}`) : nameOf(t, known.people, whom)

export function whenInWords(t: T, { event, to, fields, of, hours }: When): string {
  if (event === 'since' && of && hours !== undefined) return t('desk.rule.sinceIs', { hours, of: t(`desk.rule.since.${of}`) })
  const more =
    event === 'moved' && to?.length
      ? to.map((state) => t(`cases.state.${state}`).toLowerCase())
      : event === 'changed' && fields?.length
        ? fields.map((field) => t(`cases.field.${field}`).toLowerCase())
        : []
  return [t(`desk.rule.event.${event}`), ...(more.length > 0 ? [`(${more.join(', ')})`] : [])].join(' ')
}

export function actionInWords(t: T, action: RuleAction, known: Known): string {
  const what = t(`desk.rule.do.${action.do}`)
  switch (action.do) {
    case 'priority':
      return `${what}: ${t(`cases.priority.${action.priority}`).toLowerCase()} (${action.reason})`
    case 'assign':
    case 'person':
      return `${what} ${nameOf(t, known.people, action.personId)}`
    case 'team':
      return `${what} ${known.teams.find(({ value }) => value === action.teamId)?.label ?? ''}`
    case 'entry':
      return `${what} (${t(`cases.visibility.${action.visibility}`).toLowerCase()}): “${action.text.slice(0, 80)}”`
    case 'tasks':
      return `${what}: ${action.titles.join(', ')}`
    case 'wait':
      return `${what} (${t(`cases.waiting.${action.for}`)})`
    case 'link':
      return `${what} ${action.other}`
    case 'notify':
      return `${what} ${whomInWords(t, known, action.whom)}`
    case 'mail':
      return `${what} ${whomInWords(t, known, action.whom)}: “${action.text.slice(0, 80)}”`
    default:
      return what
  }
}
