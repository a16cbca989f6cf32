/** The client of dashboards. */
import { api } from '#web/kit/api.ts'
import { useLoad } from '#web/kit/load.ts'
import { monitoringDashboards } from '../contract.ts'

export const dashboards = api(monitoringDashboards)
export const useDashboards = () =>
  useLoad({
    key: ['monitoring', 'dashboards'],
    load: (signal) => dashboards.dashboards(undefined, { signal }),
    on: ['monitoring.dashboardChanged'],
  })
