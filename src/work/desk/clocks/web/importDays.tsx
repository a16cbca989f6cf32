/** Whole days of an iCalendar file become days off. */
import { useState } from 'react'
import { FilePick } from '#web/kit/fileField.tsx'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import type { CalendarView } from '../contract.ts'
import { clockCalls } from './calls.ts'
import classes from './clocks.module.css'
import { useSaving } from './draft.ts'
import { SaveError } from './saved.tsx'
import { clockWords } from './texts.ts'

export function ImportDays({ view: { id, organisationId, version } }: { view: CalendarView }) {
  const t = useText(clockWords)
  const { error, save } = useSaving(['desk', 'calendars', organisationId])
  const [said, setSaid] = useState<readonly string[]>([])
  const read = async ([file]: File[]) => {
    if (!file) return
    await save(async () => {
      const found = await clockCalls.importDays({ params: { id }, query: { organisationId, version }, raw: file }, { contentType: 'text/calendar' })
      const names = found.skipped.map(({ name }) => name).slice(0, 5)
      setSaid([
        t('clk.imported', { count: found.added }),
        ...(names.length > 0 ? [t('clk.skipped', { count: found.skipped.length, names: names.join(', ') })] : []),
      ])
    })
  }
  return (
    <fieldset className={classes.group}>
      <legend>{t('clk.import')}</legend>
      <p className="dim small">{t('clk.import.lead')}</p>
      <SaveError error={error} />
      {said.map((line) => (
        <Note key={line} tone="grey">
          {line}
        </Note>
      ))}
      <div>
        <FilePick accept=".ics,text/calendar" onPick={(files) => void read(files)} />
      </div>
    </fieldset>
  )
}
