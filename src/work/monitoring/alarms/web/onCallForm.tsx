/** A schedule: who takes turns, and when it changes hands; and taking somebody's turn over. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { findPeople } from '#record/items/web/more.ts'
import { type Choice, Pick, PickMany } from '#record/items/web/pick.tsx'
import { problemIn } from '#web/kit/api.ts'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { today, wallMoment } from '#web/kit/wall.ts'
import classes from '../../web/monitoring.module.css'
import type { OnCall } from '../oncall/contract.ts'
import { onCallCalls } from './alarmCalls.ts'
import { onCallTexts } from './onCallTexts.ts'

/** Sends, and says what was refused. */
function useSending(close: () => void) {
  const t = useText(onCallTexts)
  const reload = useReload()
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const send = (run: () => Promise<unknown>) => (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    run()
      .then(() => {
        toast(t('oncall.saved'))
        close()
        return reload(['monitoring'])
      })
      .catch((error: unknown) => setWrong(problemIn(error)?.title ?? t('oncall.failed')))
      .finally(() => setBusy(false))
  }
  return { busy, wrong, send }
}

export function OnCallForm({ before, organisationId, close }: { before: OnCall | undefined; organisationId: string; close: () => void }) {
  const t = useText(onCallTexts)
  const chosenIn = (at: number): readonly Choice[] =>
    (before?.rotations[at]?.personIds ?? []).flatMap((id) => before?.people.find((one) => one.id === id) ?? [])
  const [name, setName] = useState(before?.name ?? '')
  const [first, setFirst] = useState(chosenIn(0))
  const [second, setSecond] = useState(chosenIn(1))
  const [starts, setStarts] = useState(before?.rotations[0]?.starts ?? today())
  const [at, setAt] = useState(before?.rotations[0]?.at ?? '08:00')
  const [every, setEvery] = useState<'day' | 'week'>(before?.rotations[0]?.every ?? 'week')
  const { busy, wrong, send } = useSending(close)
  const rotationOf = (people: readonly Choice[]) => ({ personIds: people.map(({ id }) => id), starts, at, every })
  const rotations = [rotationOf(first), ...(second.length > 0 ? [rotationOf(second)] : []), ...(before?.rotations.slice(2) ?? [])]
  const body = { name, teamId: before?.teamId ?? null, timeZone: before?.timeZone ?? null, rotations }
  const run = () =>
    before
      ? onCallCalls.changeSchedule({ params: { id: before.id }, body: { ...body, version: before.version } })
      : onCallCalls.addSchedule({ body: { ...body, organisationId } })
  return (
    <form className={classes.form} onSubmit={send(run)}>
      {wrong && <Note tone="red">{wrong}</Note>}
      <TextInput
        label={t('oncall.name')}
        required
        maxLength={120}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <PickMany name="oncall" label={t('oncall.first')} find={findPeople} organisationId={organisationId} value={first} onChange={setFirst} />
      <PickMany name="oncall" label={t('oncall.second')} find={findPeople} organisationId={organisationId} value={second} onChange={setSecond} />
      <div className={classes.pair}>
        <TextInput type="date" label={t('oncall.starts')} required value={starts} onChange={(event) => setStarts(event.currentTarget.value)} />
        <NativeSelect
          label={t('oncall.every')}
          value={every}
          data={(['week', 'day'] as const).map((value) => ({ value, label: t(`oncall.every.${value}`) }))}
          onChange={(event) => setEvery(event.currentTarget.value === 'day' ? 'day' : 'week')}
        />
        <TextInput type="time" label={t('oncall.at')} required value={at} onChange={(event) => setAt(event.currentTarget.value.slice(0, 5))} />
      </div>
      <div className={classes.end}>
        <Button variant="default" onClick={close}>
          {t('oncall.cancel')}
        </Button>
        <Button type="submit" loading={busy} disabled={name.trim() === '' || first.length === 0}>
          {t('oncall.save')}
        </Button>
      </div>
    </form>
  )
}

export function TakeOverForm({ schedule: { id, organisationId }, close }: { schedule: OnCall; close: () => void }) {
  const t = useText(onCallTexts)
  const [who, setWho] = useState<Choice>()
  const [from, setFrom] = useState(wallMoment(new Date()))
  const [until, setUntil] = useState(wallMoment(new Date(Date.now() + 86_400_000)))
  const { busy, wrong, send } = useSending(close)
  const run = () =>
    onCallCalls.takeOver({
      params: { id },
      body: { personId: who?.id ?? '', from: new Date(from).toISOString(), until: new Date(until).toISOString() },
    })
  return (
    <form className={classes.form} onSubmit={send(run)}>
      {wrong && <Note tone="red">{wrong}</Note>}
      <Pick name="oncall" label={t('oncall.who')} find={findPeople} organisationId={organisationId} value={who} onChange={setWho} />
      <div className={classes.pair}>
        <TextInput type="datetime-local" label={t('oncall.from')} required value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        <TextInput type="datetime-local" label={t('oncall.to')} required value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
      </div>
      <div className={classes.end}>
        <Button variant="default" onClick={close}>
          {t('oncall.cancel')}
        </Button>
        <Button type="submit" loading={busy} disabled={!who || from === '' || until === ''}>
          {t('oncall.takeOver')}
        </Button>
      </div>
    </form>
  )
}
