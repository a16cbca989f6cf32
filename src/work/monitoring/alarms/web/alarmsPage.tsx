/** What is wrong now, the gravest first; what a cause hides stands under it. */
import { Button, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import { severities } from '#record/norms/contract.ts'
import { Filters } from '#web/kit/filters.tsx'
import { listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoad, useLoadList, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { useMay } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import classes from '../../web/monitoring.module.css'
import { MonitoringPage } from '../../web/places.tsx'
import type { Alarm } from '../contract.ts'
import { alarmCalls, alarmEvents } from './alarmCalls.ts'
import { AlarmRow } from './alarmRow.tsx'
import { alarmTexts } from './alarmTexts.ts'

const fourHours = 4 * 3_600_000
function useAsked() {
  const [state] = useUrlState()
  const severity = severities.find((one) => one === listOf(state.severity)[0])
  const acknowledged = (['true', 'false'] as const).find((one) => one === listOf(state.acknowledged)[0])
  const quiet = listOf(state.quiet)[0] === 'true' ? ('true' as const) : ('false' as const)
  return { quiet, ...(severity && { severity }), ...(acknowledged && { acknowledged }) }
}
function useFields() {
  const t = useText(alarmTexts)
  return [
    {
      key: 'severity',
      label: t('alarms.filter.severity'),
      single: true,
      options: severities.map((value) => ({ value, label: t(`norms.severity.${value}`) })),
    },
    {
      key: 'acknowledged',
      label: t('alarms.filter.seen'),
      single: true,
      options: [
        { value: 'false', label: t('alarms.filter.no') },
        { value: 'true', label: t('alarms.filter.yes') },
      ],
    },
    { key: 'quiet', label: t('alarms.filter.quiet'), single: true, options: [{ value: 'true', label: t('alarms.filter.quietYes') }] },
  ]
}

export default function AlarmsPage() {
  const t = useText(alarmTexts)
  const may = useMay('monitoring.work')
  const asked = useAsked()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [asks, setAsks] = useState<readonly string[]>()
  const reload = useReload()
  const list = useLoadList({
    key: ['monitoring', 'alarms', JSON.stringify(asked)],
    load: (after, signal) => alarmCalls.alarms({ query: { ...asked, limit: 50, ...(after && { after }) } }, { signal }),
    on: alarmEvents,
  })
  const open = (list.rows ?? []).filter(({ id }) => chosen.has(id)).map(({ id }) => id)
  const choose = (id: string, on: boolean) => setChosen(new Set(on ? [...chosen, id] : [...chosen].filter((one) => one !== id)))
  const silence = ({ id, silencedUntil }: Alarm) =>
    alarmCalls
      .silence({ body: { ids: [id], until: silencedUntil ? null : new Date(Date.now() + fourHours).toISOString() } })
      .then(() => reload(['monitoring']))
      .then(() => !silencedUntil && toast(t('alarms.silenced')))
      .catch((error: unknown) => toastProblem(error, t('alarms.failed')))
  return (
    <MonitoringPage title={t('monitoring.now')}>
      <div className={classes.bar}>
        <Summary />
        <Filters fields={useFields()} />
        {open.length > 0 && (
          <Button className={classes.spread} size="xs" onClick={() => setAsks(open)}>
            {t('alarms.acknowledgeMany', { count: open.length })}
          </Button>
        )}
      </div>
      {list.error && !list.rows && <Failure error={list.error} retry={list.retry} />}
      {!list.rows && !list.error && <Skeletons rows={6} />}
      {list.rows?.length === 0 && <Empty title={t('alarms.empty')}>{t('alarms.emptyWhat')}</Empty>}
      <ul className={classes.list}>
        {list.rows?.map((alarm) => (
          <AlarmRow
            key={alarm.id}
            alarm={alarm}
            may={may}
            chosen={chosen.has(alarm.id)}
            choose={(on) => choose(alarm.id, on)}
            acknowledge={() => setAsks([alarm.id])}
            silence={() => void silence(alarm)}
          />
        ))}
      </ul>
      {list.loadMore && (
        <Button variant="subtle" loading={list.loadingMore} onClick={list.loadMore}>
          {t('alarms.more')}
        </Button>
      )}
      <Modal
        opened={asks !== undefined}
        onClose={() => setAsks(undefined)}
        title={t('alarms.acknowledge')}
        closeButtonProps={{ 'aria-label': t('alarms.cancel') }}
      >
        <Acknowledging
          ids={asks ?? []}
          close={() => {
            setAsks(undefined)
            setChosen(new Set())
          }}
        />
      </Modal>
    </MonitoringPage>
  )
}

function Summary() {
  const t = useText(alarmTexts)
  const { data } = useLoad({ key: ['monitoring', 'alarmCounts'], load: (signal) => alarmCalls.counts({}, { signal }), on: alarmEvents })
  if (!data) return null
  const open = Object.values(data.open).reduce((sum, count) => sum + count, 0)
  return <span aria-live="polite">{t('alarms.summary', { ...data, open })}</span>
}

function Acknowledging({ ids, close }: { ids: readonly string[]; close: () => void }) {
  const t = useText(alarmTexts)
  const reload = useReload()
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const send = () => {
    setBusy(true)
    alarmCalls
      .acknowledge({ body: { ids: [...ids], note } })
      .then((done) => {
        toast(t('alarms.done', done))
        close()
        return reload(['monitoring'])
      })
      .catch((error: unknown) => toastProblem(error, t('alarms.failed')))
      .finally(() => setBusy(false))
  }
  return (
    <div className={classes.form}>
      <Textarea
        label={t('alarms.note')}
        autosize
        minRows={2}
        maxLength={2000}
        data-autofocus
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div className={classes.end}>
        <Button variant="default" onClick={close}>
          {t('alarms.cancel')}
        </Button>
        <Button loading={busy} onClick={send}>
          {t('alarms.acknowledge')}
        </Button>
      </div>
    </div>
  )
}
