/** Which priority follows from which impact and urgency: a table of choices. */
import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type * as z from 'zod'
import { impacts, type Matrix, type Priority, priorities, urgencies } from '#record/cases/contract.ts'
import { problemIn } from '#web/kit/api.ts'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { MatrixView } from '../../settings/contract.ts'
import classes from './settings.module.css'
import { settingsCalls } from './settingsCalls.ts'
import { settingsWords } from './texts.ts'

export function MatrixEditor({ view, may }: { view: z.infer<typeof MatrixView>; may: boolean }) {
  const t = useText(settingsWords)
  const words = useWords()
  const reload = useReload()
  const [matrix, setMatrix] = useState<Matrix>(view.matrix)
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const changed = JSON.stringify(matrix) !== JSON.stringify(view.matrix)
  const put = (impact: (typeof impacts)[number], urgency: (typeof urgencies)[number], priority: Priority) =>
    setMatrix({ ...matrix, [impact]: { ...matrix[impact], [urgency]: priority } } as Matrix)
  const save = async () => {
    setBusy(true)
    setError(undefined)
    try {
      await settingsCalls.changeMatrix({ body: { organisationId: view.organisationId, version: view.version, matrix } })
      toast(t('desk.set.saved'))
      await reload(['desk', 'matrix'])
    } catch (thrown) {
      setError(problemIn(thrown)?.title ?? words('kit.away'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={classes.editor}>
      {error && (
        <div role="alert">
          <Note tone="red">{error}</Note>
        </div>
      )}
      <div className="sideways">
        <table className={classes.matrix}>
          <thead>
            <tr>
              <th scope="col">
                {t('cases.impact')} ↓ {t('cases.urgency')} →
              </th>
              {urgencies.map((urgency) => (
                <th key={urgency} scope="col">
                  {t(`cases.urgency.${urgency}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {impacts.map((impact) => (
              <tr key={impact}>
                <th scope="row">{t(`cases.impact.${impact}`)}</th>
                {urgencies.map((urgency) => (
                  <td key={urgency} data-priority={matrix[impact]?.[urgency]}>
                    <NativeSelect
                      size="sm"
                      disabled={!may}
                      aria-label={t('desk.set.matrix.cell', { impact: t(`cases.impact.${impact}`), urgency: t(`cases.urgency.${urgency}`) })}
                      value={matrix[impact]?.[urgency]}
                      onChange={(event) => put(impact, urgency, event.currentTarget.value as Priority)}
                      data={priorities.map((value) => ({ value, label: t(`cases.priority.${value}`) }))}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {view.version === 0 && <p className="dim small">{t('desk.set.usual')}</p>}
      {may && (
        <div>
          <Button variant={changed ? 'filled' : 'default'} disabled={!changed} loading={busy} onClick={() => void save()}>
            {t('desk.set.save')}
          </Button>
        </div>
      )}
    </div>
  )
}
