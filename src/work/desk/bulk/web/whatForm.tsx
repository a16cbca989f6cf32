/** What is to be done with the cases. */
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { linkKinds, priorities, visibilities, waitings } from '#record/cases/contract.ts'
import { useText } from '#web/kit/texts.ts'
import { AwayNote, useNameWithAway } from '../../absence/web/awayNote.tsx'
import { useEngineers, useTeams } from '../../web/calls.ts'
import { type BulkAction, bulkMoves } from '../contract.ts'
import classes from './bulk.module.css'
import { manyWords } from './texts.ts'

export const whats = ['assign', 'priority', 'move', 'entry', 'watch', 'link'] as const
export type What = (typeof whats)[number]
type Of<D extends What> = Extract<BulkAction, { do: D }>

const first: { [D in What]: Of<D> } = {
  assign: { do: 'assign' },
  priority: { do: 'priority', priority: 'high', reason: '' },
  move: { do: 'move', move: 'wait', for: 'reporter' },
  entry: { do: 'entry', visibility: 'internal', text: '' },
  watch: { do: 'watch', personId: '' },
  link: { do: 'link', other: '', kind: 'related' },
}
interface Props {
  what: What
  organisationId: string | undefined
  busy: boolean
  go: (action: BulkAction) => void
}
export function WhatForm({ what, organisationId, busy, go }: Props) {
  const t = useText(manyWords)
  const [action, setAction] = useState<BulkAction>(first[what])
  const send = (event: FormEvent) => {
    event.preventDefault()
    go(action)
  }
  return (
    <form noValidate className={classes.form} onSubmit={send}>
      <Fields action={action} change={setAction} organisationId={organisationId} />
      <div className={classes.foot}>
        <Button type="submit" loading={busy}>
          {t('desk.many.go')}
        </Button>
      </div>
    </form>
  )
}

interface FieldsProps {
  action: BulkAction
  change: (action: BulkAction) => void
  organisationId: string | undefined
}
function Fields({ action, change, organisationId }: FieldsProps) {
  const t = useText(manyWords)
  switch (action.do) {
    case 'assign':
      return <Assign action={action} change={change} organisationId={organisationId} />
    case 'watch':
      return <Person action={action} change={change} organisationId={organisationId} />
    case 'move':
      return <Move action={action} change={change} />
    case 'priority':
      return (
        <>
          <NativeSelect
            label={t('cases.priority')}
            value={action.priority}
            onChange={(event) => change({ ...action, priority: event.currentTarget.value as typeof action.priority })}
            data={priorities.map((value) => ({ value, label: t(`cases.priority.${value}`) }))}
          />
          <TextInput
            label={t('desk.many.reason')}
            maxLength={500}
            value={action.reason}
            onChange={(event) => change({ ...action, reason: event.currentTarget.value })}
          />
        </>
      )
    case 'entry':
      return (
        <>
          <NativeSelect
            label={t('desk.many.visibility')}
            value={action.visibility}
            onChange={(event) => change({ ...action, visibility: event.currentTarget.value as typeof action.visibility })}
            data={[...visibilities].reverse().map((value) => ({ value, label: t(`cases.visibility.${value}`) }))}
          />
          <Textarea
            label={t('desk.many.text')}
            autosize
            minRows={4}
            maxRows={14}
            value={action.text}
            onChange={(event) => change({ ...action, text: event.currentTarget.value })}
          />
        </>
      )
    case 'link':
      return (
        <>
          <TextInput
            label={t('desk.many.number')}
            maxLength={40}
            value={action.other}
            onChange={(event) => change({ ...action, other: event.currentTarget.value.trim() })}
          />
          <NativeSelect
            label={t('desk.many.kind')}
            value={action.kind}
            onChange={(event) => change({ ...action, kind: event.currentTarget.value as typeof action.kind })}
            data={linkKinds.map((value) => ({ value, label: t(`cases.link.${value}`) }))}
          />
        </>
      )
  }
}

const asIs = '-'
/** Who is away stands there as such, and who stands in is told before it is done. */
function Assign({ action, change, organisationId }: FieldsProps & { action: Of<'assign'> }) {
  const t = useText(manyWords)
  const engineers = useEngineers(organisationId)
  const teams = useTeams(organisationId)
  const named = useNameWithAway()
  const put = (key: 'assigneeId' | 'teamId', value: string) => {
    const { [key]: _, ...rest } = action
    change(value === asIs ? rest : { ...rest, [key]: value || null })
  }
  const people = (engineers ?? []).map((one) => ({ value: one.id, label: named(one) }))
  const common = [{ value: asIs, label: t('desk.many.asIs') }]
  return (
    <>
      <NativeSelect
        label={t('desk.many.person')}
        value={action.assigneeId === undefined ? asIs : (action.assigneeId ?? '')}
        onChange={(event) => put('assigneeId', event.currentTarget.value)}
        data={[...common, { value: '', label: t('desk.many.nobody') }, ...people]}
      />
      <AwayNote personId={action.assigneeId} />
      <NativeSelect
        label={t('desk.many.team')}
        value={action.teamId === undefined ? asIs : (action.teamId ?? '')}
        onChange={(event) => put('teamId', event.currentTarget.value)}
        data={[...common, { value: '', label: t('desk.many.noTeam') }, ...(teams ?? []).map(({ id, name }) => ({ value: id, label: name }))]}
      />
    </>
  )
}

function Person({ action, change, organisationId }: FieldsProps & { action: Of<'watch'> }) {
  const t = useText(manyWords)
  const engineers = useEngineers(organisationId)
  return (
    <NativeSelect
      label={t('desk.many.person')}
      value={action.personId}
      onChange={(event) => change({ ...action, personId: event.currentTarget.value })}
      data={[{ value: '', label: '' }, ...(engineers ?? []).map(({ id, name }) => ({ value: id, label: name }))]}
    />
  )
}

function Move({ action, change }: { action: Of<'move'>; change: (action: BulkAction) => void }) {
  const t = useText(manyWords)
  const { move } = action
  const begin = (next: typeof move): Of<'move'> => ({ do: 'move', move: next, ...(next === 'wait' && { for: 'reporter' as const }) })
  const text = (key: 'reason' | 'done' | 'tested') => ({
    label: t(`desk.many.${key}`),
    value: action[key] ?? '',
    maxLength: 2000,
    onChange: (event: { currentTarget: { value: string } }) => {
      const { [key]: _, ...rest } = action
      change(event.currentTarget.value === '' ? rest : { ...rest, [key]: event.currentTarget.value })
    },
  })
  return (
    <>
      <NativeSelect
        label={t('desk.many.do.move')}
        value={move}
        onChange={(event) => change(begin(event.currentTarget.value as typeof move))}
        data={bulkMoves.map((value) => ({ value, label: t(`cases.move.${value}`) }))}
      />
      {move === 'wait' && (
        <NativeSelect
          label={t('desk.many.waitFor')}
          value={action.for}
          onChange={(event) => change({ ...action, for: event.currentTarget.value as NonNullable<typeof action.for> })}
          data={waitings.map((value) => ({ value, label: t(`cases.waiting.${value}`) }))}
        />
      )}
      {move === 'wait' && (
        <TextInput
          type="datetime-local"
          label={t('desk.many.until')}
          onChange={(event) => {
            const { until: _, ...rest } = action
            change(event.currentTarget.value === '' ? rest : { ...rest, until: new Date(event.currentTarget.value).toISOString() })
          }}
        />
      )}
      {move === 'solve' && (
        <>
          <Textarea autosize minRows={2} {...text('done')} />
          <Textarea autosize minRows={2} {...text('tested')} />
        </>
      )}
      {(move === 'wait' || move === 'close' || move === 'reopen' || move === 'cancel') && <TextInput {...text('reason')} />}
    </>
  )
}
