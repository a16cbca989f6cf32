import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { MatrixEditor } from './matrix.tsx'
import type { SettingsProps } from './parts.ts'
import classes from './settings.module.css'
import { settingsCalls } from './settingsCalls.ts'
import { settingsWords } from './texts.ts'

export default function PrioritySection({ organisationId, may }: SettingsProps) {
  const t = useText(settingsWords)
  const { data, error, refetch } = useLoad({
    key: ['desk', 'matrix', organisationId],
    load: (signal) => settingsCalls.matrix({ query: { organisationId } }, { signal }),
    on: ['cases.matrixChanged'],
  })
  return (
    <Section title={t('desk.set.matrix')}>
      <p className={classes.lead}>{t('desk.set.matrix.lead')}</p>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {data ? <MatrixEditor key={data.version} view={data} may={may} /> : !error && <Skeletons rows={4} />}
    </Section>
  )
}
