/** Maintenance windows: what holds now first. */
import { Button, Modal, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Confirm } from '#web/kit/confirm.tsx'
import { Link, listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { useMay } from '#web/kit/person.ts'
import { useRepeatInWords } from '#web/kit/repeat.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import classes from '../../web/monitoring.module.css'
import { MonitoringPage } from '../../web/places.tsx'
import type { Window } from '../windows/contract.ts'
import { windowCalls } from './alarmCalls.ts'
import { WindowForm } from './windowForm.tsx'
import { windowTexts } from './windowTexts.ts'

export default function WindowsPage() {
  const t = useText(windowTexts)
  const may = useMay('monitoring.work')
  const [state, change] = useUrlState()
  const [edits, setEdits] = useState<Window>()
  const [takes, setTakes] = useState(false)
  const { data, error, refetch } = useLoad({
    key: ['monitoring', 'windows'],
    load: (signal) => windowCalls.windows({}, { signal }),
    on: ['monitoring.windowChanged'],
  })
  const isNew = listOf(state.new)[0] === 'yes'
  const close = () => {
    setEdits(undefined)
    setTakes(false)
    change({ new: undefined })
  }
  return (
    <MonitoringPage
      title={t('monitoring.windows')}
      lead={t('windows.lead')}
      actions={
        may && (
          <>
            <Button variant="default" onClick={() => setTakes(true)}>
              {t('windows.takeOver')}
            </Button>
            <Button onClick={() => change({ new: 'yes' })}>{t('windows.add')}</Button>
          </>
        )
      }
    >
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={4} />}
      {data?.items.length === 0 && <Empty title={t('windows.empty')}>{t('windows.emptyWhat')}</Empty>}
      <ul className={classes.list}>
        {data?.items.map((one) => (
          <Row key={one.id} window={one} may={may} edit={() => setEdits(one)} />
        ))}
      </ul>
      <Modal
        opened={may && (isNew || edits !== undefined)}
        onClose={close}
        size="lg"
        title={t(edits ? 'windows.change' : 'windows.add')}
        closeButtonProps={{ 'aria-label': t('windows.cancel') }}
      >
        <WindowForm key={edits?.id ?? 'new'} before={edits} close={close} />
      </Modal>
      <Modal opened={takes} onClose={close} title={t('windows.takeOver')} closeButtonProps={{ 'aria-label': t('windows.cancel') }}>
        <TakeOver close={close} />
      </Modal>
    </MonitoringPage>
  )
}

function Row({ window: one, may, edit }: { window: Window; may: boolean; edit: () => void }) {
  const t = useText(windowTexts)
  const reload = useReload()
  const repeatInWords = useRepeatInWords()
  const [asks, setAsks] = useState(false)
  const remove = () =>
    windowCalls
      .removeWindow({ params: { id: one.id } })
      .then(() => reload(['monitoring']))
      .catch((error: unknown) => toastProblem(error, t('windows.failed')))
  return (
    <li className={classes.row} data-plain>
      <div className={classes.what}>
        <div className={classes.title}>
          <strong>{one.name}</strong>
          <StateBadge meaning={one.holdsUntil ? 'progress' : one.next ? 'waiting' : 'done'} plain>
            {one.holdsUntil ? t('windows.holds') : one.next ? t('windows.next') : t('windows.over')}
          </StateBadge>
          {(one.holdsUntil ?? one.next) && <Time at={one.holdsUntil ?? one.next ?? ''} as="absolute" />}
          {one.rrule && <span className="dim">{repeatInWords(one.rrule)}</span>}
        </div>
        <div className={classes.details}>
          <span className="dim">{t('windows.coversItems', { covers: one.covers })}</span>
          {one.items.slice(0, 5).map(({ id, number, name }) => (
            <Link key={id} to={`/items/${number}`}>
              {name}
            </Link>
          ))}
          {one.changeNumber && <Link to={`/desk/cases/${one.changeNumber}`}>{t('windows.ofChange', { number: one.changeNumber })}</Link>}
          {one.note && <span>{one.note}</span>}
        </div>
      </div>
      {may && (
        <div className={classes.deeds}>
          <Button size="compact-sm" variant="default" aria-label={`${t('windows.change')}: ${one.name}`} onClick={edit}>
            {t('windows.change')}
          </Button>
          <Button size="compact-sm" variant="subtle" aria-label={`${t('windows.remove')}: ${one.name}`} onClick={() => setAsks(true)}>
            {t('windows.remove')}
          </Button>
        </div>
      )}
      <Confirm
        opened={asks}
        onClose={() => setAsks(false)}
        title={t('windows.removeAsk')}
        consequences={t('windows.removeWhat')}
        verb={t('windows.remove')}
        danger
        onConfirm={remove}
      />
    </li>
  )
}

function TakeOver({ close }: { close: () => void }) {
  const t = useText(windowTexts)
  const reload = useReload()
  const [number, setNumber] = useState('')
  const [busy, setBusy] = useState(false)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    windowCalls
      .takeOverWindow({ body: { change: number.trim() } })
      .then(() => {
        toast(t('windows.saved'))
        close()
        return reload(['monitoring'])
      })
      .catch((error: unknown) => toastProblem(error, t('windows.failed')))
      .finally(() => setBusy(false))
  }
  return (
    <form className={classes.form} onSubmit={send}>
      <TextInput
        label={t('windows.change.number')}
        required
        data-autofocus
        value={number}
        onChange={(event) => setNumber(event.currentTarget.value)}
      />
      <div className={classes.end}>
        <Button type="submit" loading={busy} disabled={number.trim() === ''}>
          {t('windows.takeOver')}
        </Button>
      </div>
    </form>
  )
}
