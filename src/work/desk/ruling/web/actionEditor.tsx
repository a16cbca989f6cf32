/** One thing that a rule does: what, and with what. */
import { ActionIcon, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { linkKinds, priorities, visibilities, waitings } from '#record/cases/contract.ts'
import form from '#web/kit/keptForm.module.css'
import { useText } from '#web/kit/texts.ts'
import { type Known, useKnown } from '../../conditions/web/words.ts'
import { ChecklistField } from '../../tasks/web/checklistField.tsx'
import { type RuleAction, variables } from '../contract.ts'
import classes from './ruling.module.css'
import { ruleWords } from './texts.ts'
import type { T } from './words.ts'

const kinds = ['priority', 'assign', 'team', 'entry', 'tasks', 'checklist', 'person', 'wait', 'resume', 'link', 'notify', 'mail'] as const
export function firstAction(kind: RuleAction['do']): RuleAction {
  switch (kind) {
    case 'priority':
      return { do: kind, priority: 'high', reason: '' }
    case 'assign':
    case 'person':
      return { do: kind, personId: '' }
    case 'team':
      return { do: kind, teamId: '' }
    case 'entry':
      return { do: kind, visibility: 'internal', text: '' }
    case 'tasks':
      return { do: kind, titles: [''] }
    case 'checklist':
      return { do: kind, checklistId: '' }
    case 'wait':
      return { do: kind, for: 'reporter' }
    case 'link':
      return { do: kind, other: '', kind: 'related' }
    case 'notify':
      return { do: kind, whom: 'assignee' }
    case 'mail':
      return { do: kind, whom: 'reporter', text: '' }
    default:
      return { do: 'resume' }
  }
}

interface Props {
  at: number
  action: RuleAction
  organisationId: string
  change: (action: RuleAction) => void
  remove: (() => void) | undefined
}
export function ActionEditor({ at, action, organisationId, change, remove }: Props) {
  const t = useText(ruleWords)
  const known = useKnown(organisationId)
  return (
    <div className={classes.action}>
      <div>
        <div className={form.row}>
          <NativeSelect
            aria-label={t('desk.rule.action', { at })}
            value={action.do}
            onChange={(event) => change(firstAction(event.currentTarget.value as RuleAction['do']))}
            data={kinds.map((kind) => ({
              value: kind,
              label: t(`desk.rule.do.${kind}`),
            }))}
          />
          {action.do === 'checklist' ? (
            <ChecklistField
              label={t('desk.rule.list')}
              none={t('desk.rule.choose')}
              organisationId={organisationId}
              value={action.checklistId}
              onChange={(id) => change({ ...action, checklistId: id ?? '' })}
            />
          ) : (
            <What t={t} action={action} known={known} change={change} />
          )}
        </div>
        {(action.do === 'entry' || action.do === 'mail') && (
          <Textarea
            label={t('desk.rule.text')}
            description={t('desk.rule.text.help', { names: variables.map((name) => `{${name}}`).join(' ') })}
            autosize
            minRows={2}
            maxRows={12}
            maxLength={5000}
            value={action.text}
            onChange={(event) => change({ ...action, text: event.currentTarget.value })}
          />
        )}
        {action.do === 'tasks' && (
          <Textarea
            label={t('desk.rule.tasks')}
            autosize
            minRows={2}
            maxRows={12}
            value={action.titles.join('\n')}
            onChange={(event) => change({ ...action, titles: event.currentTarget.value.split('\n') })}
            onBlur={() => change({ ...action, titles: action.titles.map((title) => title.trim()).filter(Boolean) })}
          />
        )}
      </div>
      {remove && (
        <ActionIcon aria-label={t('desk.rule.action.remove', { at })} onClick={remove}>
          <IconX size={14} aria-hidden />
        </ActionIcon>
      )}
    </div>
  )
}

interface WhatProps {
  t: T
  action: RuleAction
  known: Known
  change: (action: RuleAction) => void
}
function What({ t, action, known, change }: WhatProps) {
  const label = t(`desk.rule.do.${action.do}`)
  const empty = { value: '', label: t('desk.rule.choose') }
  if (action.do === 'priority')
    return (
      <>
        <NativeSelect
          aria-label={label}
          value={action.priority}
          onChange={(event) => change({ ...action, priority: event.currentTarget.value as typeof action.priority })}
          data={priorities.map((value) => ({ value, label: t(`cases.priority.${value}`).toLowerCase() }))}
        />
        <TextInput
          className={form.grow ?? ''}
          label={t('desk.rule.reason')}
          value={action.reason}
          maxLength={500}
          onChange={(event) => change({ ...action, reason: event.currentTarget.value })}
        />
      </>
    )
  if (action.do === 'assign' || action.do === 'person')
    return (
      <NativeSelect
        aria-label={label}
        value={action.personId}
        onChange={(event) => change({ ...action, personId: event.currentTarget.value })}
        data={[empty, ...known.people]}
      />
    )
  if (action.do === 'team')
    return (
      <NativeSelect
        aria-label={label}
        value={action.teamId}
        onChange={(event) => change({ ...action, teamId: event.currentTarget.value })}
        data={[empty, ...known.teams]}
      />
    )
  if (action.do === 'entry')
    return (
      <NativeSelect
        aria-label={label}
        value={action.visibility}
        onChange={(event) => change({ ...action, visibility: event.currentTarget.value as typeof action.visibility })}
        data={visibilities.map((value) => ({ value, label: t(`cases.visibility.${value}`).toLowerCase() }))}
      />
    )
  if (action.do === 'wait') return <Wait t={t} action={action} change={change} />
  if (action.do === 'link') return <LinkTo t={t} action={action} change={change} />
  if (action.do === 'notify' || action.do === 'mail')
    return (
      <NativeSelect
        aria-label={label}
        value={action.whom}
        onChange={(event) => change({ ...action, whom: event.currentTarget.value })}
        data={[
          ...(['assignee', 'team', 'leads', 'reporter'] as const).map((value) => ({ value, label: t(`desk.rule.whom.${value}`) })),
          ...known.people,
        ]}
      />
    )
  return null
}

function Wait({ t, action, change }: { t: T; action: Extract<RuleAction, { do: 'wait' }>; change: (action: RuleAction) => void }) {
  const put = (hours: string | number) => {
    const { hours: _, ...rest } = action
    change(hours === '' ? rest : { ...rest, hours: Number(hours) })
  }
  return (
    <>
      <NativeSelect
        aria-label={t('desk.rule.do.wait')}
        value={action.for}
        onChange={(event) => change({ ...action, for: event.currentTarget.value as typeof action.for })}
        data={waitings.map((value) => ({ value, label: t(`cases.waiting.${value}`) }))}
      />
      <NumberInput label={t('desk.rule.forHours')} w={200} hideControls min={1} max={8760} value={action.hours ?? ''} onChange={put} />
    </>
  )
}

function LinkTo({ t, action, change }: { t: T; action: Extract<RuleAction, { do: 'link' }>; change: (action: RuleAction) => void }) {
  const label = t('desk.rule.do.link')
  return (
    <>
      <TextInput
        label={t('desk.rule.number')}
        value={action.other}
        maxLength={40}
        onChange={(event) => change({ ...action, other: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={label}
        value={action.kind}
        onChange={(event) => change({ ...action, kind: event.currentTarget.value as typeof action.kind })}
        data={linkKinds.map((value) => ({ value, label: t(`cases.link.${value}`).toLowerCase() }))}
      />
    </>
  )
}
