/** Changing a dashboard: a draft of one's own until it is kept. Who saves over somebody else is told first. */
import { useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useReload } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Dashboard, Panel } from '../contract.ts'
import { dashboards } from './calls.ts'
import { dashboardTexts } from './dashboardTexts.ts'
import { type Draft, draftOf } from './settingsDialog.tsx'

export function useEditing(dashboard: Dashboard) {
  const t = useText(dashboardTexts)
  const reload = useReload()
  // One that was just made opens to be changed.
  const [draft, setDraft] = useState<Draft | undefined>(() =>
    dashboard.mayChange && dashboard.version === 1 && dashboard.definition.panels.length === 0 ? draftOf(dashboard) : undefined,
  )
  const [version, setVersion] = useState(dashboard.version)
  const [conflict, setConflict] = useState(false)
  const [busy, setBusy] = useState(false)
  const begin = () => {
    setVersion(dashboard.version)
    setDraft(draftOf(dashboard))
  }
  const stop = () => {
    setDraft(undefined)
    setConflict(false)
  }
  const save = async () => {
    if (!draft) return
    setBusy(true)
    try {
      await dashboards.changeDashboard({ params: { id: dashboard.id }, body: { version, ...draft } })
      await reload(['monitoring', 'dashboard'])
      await reload(['monitoring', 'dashboards'])
      stop()
      toast(t('monitoring.dashboard.saved'))
    } catch (error) {
      if (problemIn(error)?.type === 'monitoring.dashboards.changed') {
        await reload(['monitoring', 'dashboard'])
        setConflict(true)
      } else toastProblem(error, t('monitoring.dashboard.failed'))
    } finally {
      setBusy(false)
    }
  }
  return {
    ...{ draft, begin, stop, save, busy, conflict, organisationId: dashboard.organisationId },
    put: setDraft,
    panels: (panels: Panel[]) => draft && setDraft({ ...draft, definition: { ...draft.definition, panels } }),
    takeTheirs: stop,
    /** The next time it is kept it takes the place of theirs. */
    keepMine: () => {
      setVersion(dashboard.version)
      setConflict(false)
    },
  }
}
