/** Settings of the desk: priority, working hours, agreed times, mailboxes. */
import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useMay } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import { Mailboxes } from '../../mail/web/mailboxes.tsx'
import { Outgoing } from '../../mail/web/outgoing.tsx'
import { settingsCalls, useMyOrganisations } from '../calls.ts'
import { CalendarEditor } from './calendar.tsx'
import { MatrixEditor } from './matrix.tsx'
import classes from './settings.module.css'
import { settingsWords } from './texts.ts'

export default function SettingsPage() {
  const t = useText(settingsWords)
  const organisations = useMyOrganisations()
  const [organisationId, setOrganisationId] = useState(organisations[0]?.id ?? '')
  const mayMail = useMay('desk.mailboxes')
  return (
    <Page
      title={t('desk.set.title')}
      actions={
        organisations.length > 1 && (
          <NativeSelect
            aria-label={t('desk.set.organisation')}
            value={organisationId}
            onChange={(event) => setOrganisationId(event.currentTarget.value)}
            data={organisations.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )
      }
    >
      <div className={classes.settings}>
        {organisationId && <Desk key={organisationId} organisationId={organisationId} />}
        {mayMail && (
          <>
            <Section title={t('desk.set.mailboxes')}>
              <p className={classes.lead}>{t('desk.set.mailboxes.lead')}</p>
              <Mailboxes />
            </Section>
            <Outgoing />
          </>
        )}
      </div>
    </Page>
  )
}

function Desk({ organisationId }: { organisationId: string }) {
  const t = useText(settingsWords)
  const may = useMay('desk.configure')
  const query = { organisationId }
  const matrix = useLoad({
    key: ['desk', 'matrix', organisationId],
    load: (signal) => settingsCalls.matrix({ query }, { signal }),
    on: ['cases.matrixChanged'],
  })
  const calendar = useLoad({
    key: ['desk', 'calendar', organisationId],
    load: (signal) => settingsCalls.calendar({ query }, { signal }),
    on: ['cases.calendarChanged'],
  })
  return (
    <>
      {!may && <Note tone="grey">{t('desk.set.leads')}</Note>}
      <Section title={t('desk.set.matrix')}>
        <p className={classes.lead}>{t('desk.set.matrix.lead')}</p>
        {matrix.error && <Failure error={matrix.error} retry={() => void matrix.refetch()} />}
        {matrix.data ? <MatrixEditor key={matrix.data.version} view={matrix.data} may={may} /> : !matrix.error && <Skeletons rows={4} />}
      </Section>
      <Section title={t('desk.set.calendar')}>
        <p className={classes.lead}>{t('desk.set.calendar.lead')}</p>
        {calendar.error && <Failure error={calendar.error} retry={() => void calendar.refetch()} />}
        {calendar.data ? <CalendarEditor key={calendar.data.version} view={calendar.data} may={may} /> : !calendar.error && <Skeletons rows={7} />}
      </Section>
    </>
  )
}
