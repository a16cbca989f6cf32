/** The hours in which I work, where they differ from the organisation's. */
import { Button, Checkbox, TextInput } from '@mantine/core'
import { Fragment, useState } from 'react'
import type * as z from 'zod'
import { usualWeek, type Week } from '#record/cases/contract.ts'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Skeletons } from '#web/kit/marks.tsx'
import { useLooks, useText, useWords } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { deskAbsence } from '../contract.ts'
import classes from './absence.module.css'
import { absenceCalls, absenceKey } from './calls.ts'
import { absenceWords } from './texts.ts'

type Hours = z.output<(typeof deskAbsence)['hours']['reply']>
const key = [...absenceKey, 'hours']
/** Monday first. */
const dayName = (at: number, locale: string) =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, 1 + at)))

export function HoursForm() {
  const { data } = useLoad({ key, load: (signal) => absenceCalls.hours({}, { signal }) })
  return data ? <Editor key={data.version} hours={data} /> : <Skeletons rows={2} />
}

function Editor({ hours }: { hours: Hours }) {
  const t = useText(absenceWords)
  const words = useWords()
  const reload = useReload()
  const { locale } = useLooks()
  const [week, setWeek] = useState<Week | null>(hours.week)
  const [busy, setBusy] = useState(false)
  const put = (at: number, spans: Week[number]) => setWeek((now) => (now ?? usualWeek).map((day, index) => (index === at ? spans : day)))
  const save = async () => {
    setBusy(true)
    try {
      await absenceCalls.changeHours({ body: { version: hours.version, week } })
      toast(t('desk.away.saved'))
      await reload(key)
    } catch (thrown) {
      toastProblem(thrown, words('kit.failed'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Checkbox
        label={t('desk.away.hours.own')}
        checked={week !== null}
        onChange={(event) => setWeek(event.currentTarget.checked ? usualWeek : null)}
      />
      {week && (
        <div className={classes.days}>
          {week.map((spans, at) => {
            const day = dayName(at, locale)
            const [from, to] = [spans[0]?.from ?? '', spans.at(-1)?.to ?? '']
            return (
              <Fragment key={day}>
                <Checkbox
                  label={day}
                  aria-label={t('desk.away.hours.works', { day })}
                  checked={spans.length > 0}
                  onChange={(event) => put(at, event.currentTarget.checked ? [{ from: '08:00', to: '17:00' }] : [])}
                />
                <TextInput
                  type="time"
                  size="xs"
                  disabled={spans.length === 0}
                  aria-label={t('desk.away.hours.from', { day })}
                  value={from}
                  onChange={(event) => put(at, [{ from: event.currentTarget.value, to: to || '17:00' }])}
                />
                <TextInput
                  type="time"
                  size="xs"
                  disabled={spans.length === 0}
                  aria-label={t('desk.away.hours.to', { day })}
                  value={to}
                  onChange={(event) => put(at, [{ from: from || '08:00', to: event.currentTarget.value }])}
                />
              </Fragment>
            )
          })}
        </div>
      )}
      <Button mt="sm" variant="default" loading={busy} disabled={JSON.stringify(week) === JSON.stringify(hours.week)} onClick={() => void save()}>
        {t('desk.away.save')}
      </Button>
    </>
  )
}
