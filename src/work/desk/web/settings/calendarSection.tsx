import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { settingsCalls } from '../calls.ts'
import { CalendarEditor } from './calendar.tsx'
import type { SettingsProps } from './parts.ts'
import classes from './settings.module.css'
import { settingsWords } from './texts.ts'

export default function CalendarSection({ organisationId, may }: SettingsProps) {
  const t = useText(settingsWords)
  const { data, error, refetch } = useLoad({
    key: ['desk', 'calendar', organisationId],
    load: (signal) => settingsCalls.calendar({ query: { organisationId } }, { signal }),
    on: ['cases.calendarChanged'],
  })
  return (
    <Section title={t('desk.set.calendar')}>
      <p className={classes.lead}>{t('desk.set.calendar.lead')}</p>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {data ? <CalendarEditor key={data.version} view={data} may={may} /> : !error && <Skeletons rows={7} />}
    </Section>
  )
}
