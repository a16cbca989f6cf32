/** Where work changes hands with a note only: in the organisation, and in teams that do it otherwise. */
import { Checkbox, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { SettingsProps } from '../../web/settings/parts.ts'
import { handoverCalls } from './calls.ts'
import classes from './handover.module.css'
import { handoverWords } from './texts.ts'

const meaning = (value: string) => (value === '' ? null : value === 'yes')

export default function HandoverSection({ organisationId, may }: SettingsProps) {
  const t = useText(handoverWords)
  const { data, error, refetch } = useLoad({
    key: ['desk', 'handover-settings', organisationId],
    load: (signal) => handoverCalls.handoverSettings({ query: { organisationId } }, { signal }),
  })
  // As it was pressed, until the answer comes.
  const [pressed, setPressed] = useState<boolean>()
  const save = async (required: boolean | null, teamId?: string) => {
    if (!teamId) setPressed(required === true)
    try {
      await handoverCalls.changeHandoverSettings({ body: { organisationId, required, ...(teamId && { teamId }) } })
      toast(t('hand.set.saved'))
      await refetch()
    } catch (failure) {
      setPressed(undefined)
      toastProblem(failure, t('hand.set'))
    }
  }
  return (
    <Section title={t('hand.set')}>
      <p className="dim prose">{t('hand.set.lead')}</p>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={4} />}
      {data && (
        <div className={classes.teams}>
          <Checkbox
            label={t('hand.set.organisation')}
            checked={pressed ?? data.required}
            disabled={!may}
            onChange={(event) => void save(event.currentTarget.checked)}
          />
          {data.teams.map(({ team, required }) => (
            <NativeSelect
              key={team.id}
              label={team.name}
              disabled={!may}
              value={required === null ? '' : required ? 'yes' : 'no'}
              data={[
                { value: '', label: t('hand.set.follow') },
                { value: 'yes', label: t('hand.set.yes') },
                { value: 'no', label: t('hand.set.no') },
              ]}
              onChange={(event) => void save(meaning(event.currentTarget.value), team.id)}
            />
          ))}
        </div>
      )}
    </Section>
  )
}
