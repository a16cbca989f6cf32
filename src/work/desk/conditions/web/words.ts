/** A condition as a sentence, and the choices of each field. */
import type { Text } from '#web/kit/texts.ts'
import { useText } from '#web/kit/texts.ts'
import { useEngineers, useTeams } from '../../web/calls.ts'
import { type Condition, type ConditionField, type ConditionGroup, conditionFields } from '../contract.ts'
import { conditionWords } from './texts.ts'

export type T = Text<keyof typeof conditionWords & string>
export interface Choice {
  value: string
  label: string
}
export interface Known {
  people: readonly Choice[]
  teams: readonly Choice[]
}
/** Who and which teams can be named in conditions of this organisation. */
export function useKnown(organisationId: string): Known {
  const people = useEngineers(organisationId)
  const teams = useTeams(organisationId)
  const asChoice = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name })
  return { people: (people ?? []).map(asChoice), teams: (teams ?? []).map(asChoice) }
}

const groups: Partial<Record<ConditionField, string>> = { waitingFor: 'waiting', entryVisibility: 'visibility' }
/** What can be chosen for a field that has choices. */
export function choicesOf(t: T, field: ConditionField, known: Known): readonly Choice[] {
  const { type, options } = conditionFields[field]
  if (type === 'person') return [{ value: 'none', label: t('desk.if.none.person') }, ...known.people]
  if (type === 'team') return [{ value: 'none', label: t('desk.if.none.team') }, ...known.teams]
  return options.map((value) => ({ value, label: labelOf(t, field, value) }))
}
function labelOf(t: T, field: ConditionField, value: string): string {
  if (field === 'weekday') return t(`desk.if.day.${value}` as 'desk.if.day.1')
  if (value === 'none') return t('desk.if.none.waiting')
  return t(`cases.${groups[field] ?? field}.${value}` as 'cases.kind.incident').toLowerCase()
}

export function conditionInWords(t: T, { field, op, value }: Condition, known: Known): string {
  const said = (one: string) =>
    choicesOf(t, field, known).find((choice) => choice.value === one)?.label ?? (/^[0-9a-f-]{36}$/.test(one) ? t('desk.if.someone') : one)
  const { type } = conditionFields[field]
  const worded =
    typeof value === 'boolean'
      ? t(value ? 'desk.if.yes' : 'desk.if.no')
      : typeof value === 'number'
        ? String(value)
        : type === 'time'
          ? value.join(' – ')
          : value.map((one) => (type === 'words' ? `“${one}”` : said(one))).join(` ${t('desk.if.or')} `)
  return `${t(`desk.if.field.${field}`)} ${t(`desk.if.op.${op}`)} ${worded}`
}
/** The whole group in one sentence. */
export function groupInWords(t: T, group: ConditionGroup, known: Known): string {
  const parts = [
    ...group.conditions.map((one) => conditionInWords(t, one, known)),
    ...group.groups.map(
      ({ match, conditions }) => `(${t(`desk.if.${match}`)}: ${conditions.map((one) => conditionInWords(t, one, known)).join(', ')})`,
    ),
  ]
  if (parts.length === 0) return t('desk.if.always')
  return parts.length === 1 && group.match !== 'none' ? `${parts[0]}` : `${t(`desk.if.${group.match}`)}: ${parts.join('; ')}`
}
export const useConditionText = () => useText(conditionWords)
