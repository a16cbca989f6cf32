/** A maintenance window: when, how long, for what. */
import { Button, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { findItems, useWhere } from '#record/items/web/more.ts'
import { type Choice, Pick, PickMany } from '#record/items/web/pick.tsx'
import { Scope } from '#record/norms/contract.ts'
import { useOrganisations } from '#record/people/web/directory.ts'
import { problemIn } from '#web/kit/api.ts'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { Repeat } from '#web/kit/repeat.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import classes from '../../web/monitoring.module.css'
import type { Window } from '../windows/contract.ts'
import { windowCalls } from './alarmCalls.ts'
import { nextHour } from './nextHour.ts'
import { windowTexts } from './windowTexts.ts'

type What = 'all' | 'items' | 'scope'
const find = findItems()
const findLocations = findItems('location')

/** What the fields say, as it is sent. */
function useWindow(before: Window | undefined) {
  const organisations = useWhere('monitoring.work')
  const all = useOrganisations()
  const [opened] = useState(() => new Date())
  const [organisationId, setOrganisationId] = useState(before?.organisationId ?? organisations[0]?.id ?? '')
  const [fields, setFields] = useState({
    ...{ name: before?.name ?? '', note: before?.note ?? '', starts: before?.starts, minutes: before?.minutes ?? 60 },
    rrule: before?.rrule ?? null,
    what: (before ? (before.scope ? 'scope' : before.itemIds.length > 0 ? 'items' : 'all') : 'items') as What,
    items: (before?.items ?? []) as readonly Choice[],
    location: (before?.scope?.locationId ? { id: before.scope.locationId, name: '…' } : undefined) as Choice | undefined,
    tags: before?.scope?.tags.join(', ') ?? '',
  })
  const { name, note, minutes, rrule, what, items, location, tags } = fields
  // What is sent is read by the clock of the organisation, so that is the clock by which it is proposed.
  const zone = before?.timeZone ?? all?.find(({ id }) => id === organisationId)?.timeZone
  const starts = fields.starts ?? (zone ? nextHour(opened, zone) : '')
  const tagList = tags
    .toLowerCase()
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')
  const scope = { ...(before?.scope ?? Scope.parse({ classes: [] })), locationId: location?.id ?? null, tags: tagList }
  const body = {
    ...{ name, note, starts, minutes, rrule, timeZone: before?.timeZone ?? null },
    ...{ itemIds: what === 'items' ? items.map(({ id }) => id) : [], scope: what === 'scope' ? scope : null },
  }
  const ready =
    name.trim() !== '' &&
    starts !== '' &&
    (what !== 'items' || items.length > 0) &&
    (what !== 'scope' || location !== undefined || tagList.length > 0)
  return {
    organisations,
    organisationId,
    setOrganisationId,
    fields: { ...fields, starts, zone },
    set: (part: Partial<typeof fields>) => setFields({ ...fields, ...part }),
    body,
    ready,
  }
}

export function WindowForm({ before, close }: { before: Window | undefined; close: () => void }) {
  const t = useText(windowTexts)
  const reload = useReload()
  const form = useWindow(before)
  const { organisations, organisationId, setOrganisationId, fields, set, body, ready } = form
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const send = (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const sent = before
      ? windowCalls.changeWindow({ params: { id: before.id }, body: { ...body, version: before.version } })
      : windowCalls.addWindow({ body: { ...body, organisationId } })
    sent
      .then(() => {
        toast(t('windows.saved'))
        close()
        return reload(['monitoring'])
      })
      .catch((error: unknown) => setWrong(problemIn(error)?.title ?? t('windows.failed')))
      .finally(() => setBusy(false))
  }
  return (
    <form className={classes.form} onSubmit={send}>
      {wrong && <Note tone="red">{wrong}</Note>}
      {!before && organisations.length > 1 && (
        <NativeSelect
          label={t('windows.organisation')}
          value={organisationId}
          data={organisations.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => setOrganisationId(event.currentTarget.value)}
        />
      )}
      <TextInput
        label={t('windows.name')}
        required
        maxLength={200}
        data-autofocus
        value={fields.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <WhenFields fields={fields} set={set} />
      <WhatFields fields={fields} set={set} organisationId={organisationId} />
      <Textarea
        label={t('windows.note')}
        autosize
        minRows={2}
        maxLength={2000}
        value={fields.note}
        onChange={(event) => set({ note: event.currentTarget.value })}
      />
      <div className={classes.end}>
        <Button variant="default" onClick={close}>
          {t('windows.cancel')}
        </Button>
        <Button type="submit" loading={busy} disabled={!ready}>
          {t('windows.save')}
        </Button>
      </div>
    </form>
  )
}

type Form = ReturnType<typeof useWindow>
function WhenFields({ fields: { starts, zone, minutes, rrule }, set }: Part<Form, 'fields' | 'set'>) {
  const t = useText(windowTexts)
  const words = useWords()
  return (
    <>
      <div className={classes.pair}>
        <TextInput
          type="datetime-local"
          label={t('windows.starts')}
          description={zone && words('kit.form.zone', { zone })}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          required
          value={starts}
          onChange={(event) => set({ starts: event.currentTarget.value })}
        />
        <NumberInput
          label={t('windows.minutes')}
          min={1}
          max={40_320}
          value={minutes}
          onChange={(value) => typeof value === 'number' && set({ minutes: Math.max(1, Math.round(value)) })}
        />
      </div>
      <Repeat value={rrule} change={(rrule) => set({ rrule })} />
    </>
  )
}
type Part<T, K extends keyof T> = { [P in K]: T[P] }
function WhatFields({ fields: { what, items, location, tags }, set, organisationId }: Part<Form, 'fields' | 'set' | 'organisationId'>) {
  const t = useText(windowTexts)
  const choices = ['items', 'scope', 'all'] as const
  return (
    <>
      <NativeSelect
        label={t('windows.what')}
        value={what}
        data={choices.map((value) => ({ value, label: t(`windows.what.${value}`) }))}
        onChange={(event) => set({ what: choices.find((one) => one === event.currentTarget.value) ?? 'items' })}
      />
      {what === 'items' && (
        <PickMany
          name="window"
          label={t('windows.items')}
          find={find}
          organisationId={organisationId}
          value={items}
          onChange={(chosen) => set({ items: chosen })}
        />
      )}
      {what === 'scope' && (
        <>
          <Pick
            name="location"
            label={t('windows.location')}
            find={findLocations}
            organisationId={organisationId}
            value={location}
            onChange={(chosen) => set({ location: chosen })}
          />
          <TextInput label={t('windows.tags')} value={tags} onChange={(event) => set({ tags: event.currentTarget.value })} />
        </>
      )}
    </>
  )
}
