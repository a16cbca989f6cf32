/** The calendars of an organisation: each opens to its hours, holidays, days off and a year of it. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { usualCalendar } from '#record/cases/clocks/contract.ts'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import type { SettingsProps } from '../../web/settings/parts.ts'
import { CalendarEditor } from './calendarEditor.tsx'
import { clockCalls } from './calls.ts'
import classes from './clocks.module.css'
import { Recalculation } from './recalculation.tsx'
import { clockWords } from './texts.ts'

export default function CalendarsSection({ organisationId, may }: SettingsProps) {
  const t = useText(clockWords)
  const [adding, setAdding] = useState(false)
  const { data, error, refetch } = useLoad({
    key: ['desk', 'calendars', organisationId],
    load: (signal) => clockCalls.calendars({ query: { organisationId } }, { signal }),
    on: ['cases.calendar'],
  })
  const first = data?.items[0]
  return (
    <Section title={t('clk.calendars')}>
      <p className={classes.lead}>{t('clk.calendars.lead')}</p>
      {!may && <Note tone="grey">{t('clk.leads')}</Note>}
      <Recalculation organisationId={organisationId} />
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={7} />}
      <div className={classes.list}>
        {data?.items.map((one) => (
          <details key={one.id} className={classes.card} open={one.first}>
            <summary>{one.body.active ? one.body.name || t('clk.calendar.first') : t('clk.retired', { name: one.body.name })}</summary>
            <div>
              <CalendarEditor key={one.version} view={one} may={may} />
            </div>
          </details>
        ))}
        {adding && first && (
          <div className={classes.card}>
            <div>
              <CalendarEditor
                view={{ ...first, id: '', version: 0, first: false, body: usualCalendar(first.body.timeZone) }}
                may={may}
                added={() => setAdding(false)}
              />
            </div>
          </div>
        )}
      </div>
      {may && !adding && first && (
        <p>
          <Button variant="default" onClick={() => setAdding(true)}>
            {t('clk.newCalendar')}
          </Button>
        </p>
      )}
    </Section>
  )
}
