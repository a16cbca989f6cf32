/** A year of a calendar, also before it is saved: the days that differ from the week, and why. */
import { NumberInput } from '@mantine/core'
import { useState } from 'react'
import type { CalendarBody } from '#record/cases/clocks/contract.ts'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { tagOf, useLooks, useText } from '#web/kit/texts.ts'
import { clockCalls } from './calls.ts'
import classes from './clocks.module.css'
import { clockWords } from './texts.ts'

export function Year({ body }: { body: CalendarBody }) {
  const t = useText(clockWords)
  const [open, setOpen] = useState(false)
  return (
    <details className={classes.fold} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('clk.year')}</summary>
      <div>{open && <Days body={body} />}</div>
    </details>
  )
}

function Days({ body }: { body: CalendarBody }) {
  const t = useText(clockWords)
  const { locale } = useLooks()
  const [year, setYear] = useState(new Date().getFullYear())
  const { data, error, refetch } = useLoad({
    key: ['desk', 'calendarYear', year, JSON.stringify(body)],
    load: (signal) => clockCalls.calendarYear({ body: { year, body } }, { signal }),
  })
  const other = data?.days.filter(({ why }) => why !== 'week' && why !== 'always')
  const day = new Intl.DateTimeFormat(tagOf(locale), { weekday: 'short', day: 'numeric', month: 'long', timeZone: 'UTC' })
  return (
    <>
      <NumberInput
        label={t('clk.yearNumber')}
        maw={120}
        min={2000}
        max={2100}
        value={year}
        onChange={(value) => Number(value) >= 2000 && Number(value) <= 2100 && setYear(Number(value))}
      />
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={5} />}
      {other && <p className="dim small">{t(other.length === 0 ? 'clk.yearNone' : 'clk.yearClosed', { year: String(year) })}</p>}
      <ul className={classes.year}>
        {other?.map((one) => (
          <li key={one.date}>
            {day.format(new Date(`${one.date}T00:00:00Z`))}: {one.name && `${one.name}, `}
            {one.open ? t('clk.yearOpen', { hours: String(Math.round(one.seconds / 360) / 10) }) : t('clk.yearShut')}
          </li>
        ))}
      </ul>
    </>
  )
}
