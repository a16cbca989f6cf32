/** What came of agreements and priorities, in a period, for an organisation or one team of it. */
import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '#web/kit/texts.ts'
import { wallDay } from '#web/kit/wall.ts'
import { deskGrants } from '../../contract.ts'
import { useMyOrganisations, useTeams } from '../../web/calls.ts'
import { DeskPage } from '../../web/places.tsx'
import type { Asked } from './calls.ts'
import { ClocksReport } from './clocksReport.tsx'
import { OverridesReport } from './overridesReport.tsx'
import classes from './reports.module.css'
import { reportWords } from './texts.ts'

/** This month and the two before. */
const quarter = (now: Date): [string, string] => [wallDay(new Date(now.getFullYear(), now.getMonth() - 2, 1)), wallDay(now)]

export default function ReportsPage() {
  const t = useText(reportWords)
  const organisations = useMyOrganisations(deskGrants['desk.read'])
  const [organisationId, setOrganisationId] = useState(organisations[0]?.id ?? '')
  const [teamId, setTeamId] = useState('')
  const [[since, until], setDays] = useState(() => quarter(new Date()))
  const teams = useTeams(organisationId || undefined) ?? []
  const valid = organisationId !== '' && since !== '' && until !== '' && since <= until
  const asked: Asked = { organisationId, since, until, ...(teamId && { teamId }) }
  return (
    <DeskPage title={t('rep.title')} lead={t('rep.lead')}>
      <div className={classes.bar}>
        {organisations.length > 1 && (
          <NativeSelect
            label={t('rep.organisation')}
            value={organisationId}
            onChange={(event) => {
              setOrganisationId(event.currentTarget.value)
              setTeamId('')
            }}
            data={organisations.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <NativeSelect
          label={t('rep.team')}
          value={teamId}
          onChange={(event) => setTeamId(event.currentTarget.value)}
          data={[{ value: '', label: t('rep.allTeams') }, ...teams.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        <TextInput type="date" label={t('rep.since')} value={since} max={until} onChange={(event) => setDays([event.currentTarget.value, until])} />
        <TextInput type="date" label={t('rep.until')} value={until} min={since} onChange={(event) => setDays([since, event.currentTarget.value])} />
      </div>
      {valid && (
        <>
          <ClocksReport asked={asked} />
          <OverridesReport asked={asked} />
        </>
      )}
    </DeskPage>
  )
}
