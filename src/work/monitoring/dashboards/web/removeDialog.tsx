import { Confirm } from '#web/kit/confirm.tsx'
import { useGo } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { Dashboard } from '../contract.ts'
import { dashboards } from './calls.ts'
import { dashboardTexts } from './dashboardTexts.ts'

export function RemoveDialog({ dashboard, opened, close }: { dashboard: Dashboard; opened: boolean; close: () => void }) {
  const t = useText(dashboardTexts)
  const go = useGo()
  const reload = useReload()
  const remove = async () => {
    await dashboards.removeDashboard({ params: { id: dashboard.id } })
    toast(t('monitoring.dashboard.removed'))
    go('/monitoring/dashboards')
    await reload(['monitoring', 'dashboards'])
  }
  return (
    <Confirm
      opened={opened}
      onClose={close}
      title={t('monitoring.dashboard.removeAsk', { title: dashboard.title })}
      consequences={t('monitoring.dashboard.removeWhat')}
      verb={t('monitoring.dashboard.remove')}
      danger
      onConfirm={remove}
    />
  )
}
