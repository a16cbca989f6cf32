/** Who may declare a major incident. */
import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { SettingsProps } from '../../web/settings/parts.ts'
import { majorCalls } from './calls.ts'
import { majorWords } from './texts.ts'

export default function MajorSection({ organisationId, may }: SettingsProps) {
  const t = useText(majorWords)
  const { data, error, refetch } = useLoad({
    key: ['desk', 'major-settings', organisationId],
    load: (signal) => majorCalls.majorSettings({ query: { organisationId } }, { signal }),
  })
  // As it was pressed, until the answer comes.
  const [pressed, setPressed] = useState<boolean>()
  const save = async (engineersDeclare: boolean) => {
    setPressed(engineersDeclare)
    try {
      await majorCalls.changeMajorSettings({ body: { organisationId, engineersDeclare } })
      toast(t('major.set.saved'))
      await refetch()
    } catch (failure) {
      setPressed(undefined)
      toastProblem(failure, t('major.set'))
    }
  }
  return (
    <Section title={t('major.set')}>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={2} />}
      {data && (
        <Checkbox
          label={t('major.set.engineers')}
          description={t('major.set.lead')}
          checked={pressed ?? data.engineersDeclare}
          disabled={!may}
          onChange={(event) => void save(event.currentTarget.checked)}
        />
      )}
    </Section>
  )
}
