/** Time on the page of a case: the sum, a timer that survives a reload, and writing it down by hand. */
import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import { type Activity, activities, type Spent } from '#record/cases/time/contract.ts'
import { Link } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toastProblem } from '#web/kit/toast.tsx'
import type { CaseProps } from '../../web/case/parts.ts'
import { timeCalls } from './calls.ts'
import { asHours, timeWords } from './texts.ts'
import classes from './time.module.css'

type Run = (change: () => Promise<unknown>) => Promise<void>

export default function CaseTime({ page }: CaseProps) {
  const t = useText(timeWords)
  const reload = useReload()
  const { id } = page.case
  const { data, error, refetch } = useLoad({
    key: ['desk', 'time', id],
    load: (signal) => timeCalls.caseTime({ params: { id } }, { signal }),
    about: [`case/${id}`],
  })
  const [open, setOpen] = useState<string>()
  const run: Run = async (change) => {
    try {
      await change()
      setOpen(undefined)
    } catch (thrown) {
      toastProblem(thrown, t('time.title'))
    }
    await reload(['desk', 'time', id])
    await reload(['desk', 'timer'])
  }
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons rows={2} />
  return (
    <>
      <p className="dim small">
        {data.items.length === 0 ? t('time.none') : t('time.sum', { time: asHours(data.minutes), billable: asHours(data.billable) })}
      </p>
      <ul className={classes.list}>
        {data.items.map((one) => (
          <li key={one.id}>
            <div className={classes.line}>
              <span>
                <strong className="mono">{asHours(one.minutes)}</strong> {t(`time.activity.${one.activity}`)} · {one.person.name} ·{' '}
                <Time at={one.at} as="day" />
                {one.note && ` · ${one.note}`}
                {one.corrected && ` (${t('time.corrected')})`}
              </span>
              {one.mine && page.mayWork && (
                <Button size="compact-xs" variant="subtle" aria-label={t('time.correct', { name: one.person.name })} onClick={() => setOpen(one.id)}>
                  {t('time.correctShort')}
                </Button>
              )}
            </div>
            {open === one.id && <Write spent={one} caseId={id} run={run} close={() => setOpen(undefined)} />}
          </li>
        ))}
      </ul>
      {page.mayWork && <Timing caseId={id} number={page.case.number} run={run} />}
      {page.mayWork && (open === 'new' ? <Write caseId={id} run={run} close={() => setOpen(undefined)} /> : null)}
      {page.mayWork && open === undefined && (
        <Button size="compact-xs" variant="subtle" mt="xs" ml={-8} onClick={() => setOpen('new')}>
          {t('time.add')}
        </Button>
      )}
    </>
  )
}

/** Runs in the database; here it only shows. */
function Timing({ caseId, number, run }: { caseId: string; number: string; run: Run }) {
  const t = useText(timeWords)
  const [, tick] = useState(0)
  const timer = useLoad({ key: ['desk', 'timer'], load: (signal) => timeCalls.timer({}, { signal }) }).data?.timer
  useEffect(() => {
    const every = setInterval(() => tick((n) => n + 1), 30_000)
    return () => clearInterval(every)
  }, [])
  if (timer === undefined) return null
  if (timer === null)
    return (
      <Button size="xs" variant="default" mt="xs" onClick={() => void run(() => timeCalls.startTimer({ params: { id: caseId } }))}>
        {t('time.start')}
      </Button>
    )
  const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(timer.startedAt)) / 60_000))
  const stop = (discard: boolean) => void run(() => timeCalls.stopTimer({ body: { discard } }))
  return (
    <div className={classes.form} role="status">
      <span>
        {timer.number === number ? (
          t('time.running', { time: asHours(minutes) })
        ) : (
          <>
            {t('time.elsewhere', { number: timer.number })} <Link to={`/desk/cases/${timer.number}`}>{timer.title}</Link>
          </>
        )}
      </span>
      <div className={classes.row}>
        <Button size="xs" variant="light" onClick={() => stop(false)}>
          {t('time.stop')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={() => stop(true)}>
          {t('time.discard')}
        </Button>
      </div>
    </div>
  )
}

function Write({ spent, caseId, run, close }: { spent?: Spent; caseId: string; run: Run; close: () => void }) {
  const t = useText(timeWords)
  const words = useWords()
  const [minutes, setMinutes] = useState<number | string>(spent?.minutes ?? 15)
  const [activity, setActivity] = useState<Activity>(spent?.activity ?? 'solving')
  const [note, setNote] = useState(spent?.note ?? '')
  const [billable, setBillable] = useState(spent?.billable ?? false)
  const save = (event: FormEvent) => {
    event.preventDefault()
    const body = { minutes: Number(minutes), activity, note, billable }
    void run(() =>
      spent
        ? timeCalls.correctTime({ params: { id: spent.id }, body: { ...body, version: spent.version } })
        : timeCalls.spendTime({ params: { id: caseId }, body }),
    )
  }
  return (
    <form className={classes.form} onSubmit={save}>
      <div className={classes.row}>
        <NumberInput
          className={classes.minutes ?? ''}
          size="xs"
          label={t('time.minutes')}
          min={1}
          max={1440}
          allowDecimal={false}
          value={minutes}
          onChange={setMinutes}
          data-autofocus
        />
        <NativeSelect
          className={classes.grow ?? ''}
          size="xs"
          label={t('time.activity')}
          value={activity}
          onChange={(event) => setActivity(event.currentTarget.value as Activity)}
          data={activities.map((value) => ({ value, label: t(`time.activity.${value}`) }))}
        />
      </div>
      <TextInput size="xs" label={t('time.note')} value={note} maxLength={2000} onChange={(event) => setNote(event.currentTarget.value)} />
      <Checkbox size="xs" label={t('time.billable')} checked={billable} onChange={(event) => setBillable(event.currentTarget.checked)} />
      <div className={classes.row}>
        <Button type="submit" size="xs">
          {words('kit.save')}
        </Button>
        <Button size="xs" variant="default" onClick={close}>
          {words('kit.cancel')}
        </Button>
        {spent && (
          <Button
            size="xs"
            variant="subtle"
            color="red"
            onClick={() => void run(() => timeCalls.removeTime({ params: { id: spent.id }, query: { version: spent.version } }))}
          >
            {t('time.remove')}
          </Button>
        )}
      </div>
    </form>
  )
}
