/** One calendar: zone, week, holidays, own days off, other hours on one day, a file, and a year to look at. */
import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { CalendarBody } from '#record/cases/clocks/contract.ts'
import { useText } from '#web/kit/texts.ts'
import { WeekEditor } from '../../web/settings/week.tsx'
import type { CalendarView } from '../contract.ts'
import { clockCalls } from './calls.ts'
import classes from './clocks.module.css'
import { Days, Openings } from './days.tsx'
import { useSaving } from './draft.ts'
import { HolidaysField } from './holidays.tsx'
import { ImportDays } from './importDays.tsx'
import { SaveButton, SaveError } from './saved.tsx'
import { clockWords } from './texts.ts'
import { Year } from './year.tsx'

interface Props {
  view: CalendarView
  may: boolean
  /** It is a new one. */
  added?: () => void
}
export function CalendarEditor({ view, may, added }: Props) {
  const t = useText(clockWords)
  const { organisationId, id, version, first } = view
  const [body, setBody] = useState<CalendarBody>(view.body)
  const { error, busy, save } = useSaving(['desk', 'calendars', organisationId])
  const put = (change: Partial<CalendarBody>) => setBody({ ...body, ...change })
  const send = async () => {
    const done = await save(() =>
      added
        ? clockCalls.addCalendar({ body: { organisationId, body } })
        : clockCalls.changeCalendarOf({ params: { id }, body: { organisationId, version, body } }),
    )
    if (done) added?.()
  }
  const removal =
    first || added
      ? undefined
      : {
          name: view.body.name,
          remove: () => save(() => clockCalls.removeCalendar({ params: { id }, query: { organisationId, version } }), t('clk.removed')),
        }
  const changed = added !== undefined || JSON.stringify(body) !== JSON.stringify(view.body)
  const zones = [...new Set([body.timeZone, ...Intl.supportedValuesOf('timeZone')])]
  return (
    <div className={classes.editor}>
      <SaveError error={error} />
      <div className={classes.row}>
        <TextInput
          label={t('clk.name')}
          placeholder={first ? t('clk.calendar.first') : ''}
          disabled={!may}
          value={body.name}
          onChange={(event) => put({ name: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('clk.zone')}
          disabled={!may}
          value={body.timeZone}
          data={zones}
          onChange={(event) => put({ timeZone: event.currentTarget.value })}
        />
      </div>
      {!first && (
        <Checkbox label={t('clk.active')} disabled={!may} checked={body.active} onChange={(event) => put({ active: event.currentTarget.checked })} />
      )}
      <Checkbox label={t('clk.always')} disabled={!may} checked={body.always} onChange={(event) => put({ always: event.currentTarget.checked })} />
      {!body.always && (
        <>
          <WeekEditor week={body.week} may={may} onChange={(week) => put({ week })} />
          <p className="dim small">{t('clk.nextDay')}</p>
          <HolidaysField value={body.holidays} may={may} onChange={(holidays) => put({ holidays })} />
          <Days days={body.daysOff} may={may} onChange={(daysOff) => put({ daysOff })} />
          <Openings openings={body.openings} may={may} onChange={(openings) => put({ openings })} />
        </>
      )}
      {may && <SaveButton changed={changed} busy={busy} save={() => void send()} removal={removal} />}
      {may && !added && !body.always && <ImportDays view={view} />}
      <Year body={body} />
    </div>
  )
}
