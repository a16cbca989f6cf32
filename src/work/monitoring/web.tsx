/** Monitoring in the front. Its pages load when they are visited. */
import IconActivityHeartbeat from '@tabler/icons-react/dist/esm/icons/IconActivityHeartbeat.mjs'
import { webRoom } from '#web/kit/room.ts'
import { roomTexts } from './web/roomTexts.ts'

const read = { may: 'monitoring.read' } as const
export default webRoom({
  texts: roomTexts,
  pages: [
    { ...read, path: '/monitoring', title: 'monitoring.now', load: () => import('./alarms/web/alarmsPage.tsx') },
    { ...read, path: '/monitoring/windows', title: 'monitoring.windows', load: () => import('./alarms/web/windowsPage.tsx') },
    { ...read, path: '/monitoring/oncall', title: 'monitoring.oncall', load: () => import('./alarms/web/onCallPage.tsx') },
    { ...read, path: '/monitoring/checks', title: 'monitoring.checks', load: () => import('./checks/web/checksPage.tsx') },
    { ...read, path: '/monitoring/templates', title: 'monitoring.templates', load: () => import('./checks/web/templatesPage.tsx') },
    { ...read, path: '/monitoring/templates/$id', title: 'monitoring.templates', load: () => import('./checks/web/templatePage.tsx') },
    { ...read, path: '/monitoring/collectors', title: 'monitoring.collectors', load: () => import('./collectors/web/collectorsPage.tsx') },
    { ...read, path: '/monitoring/maintenance', title: 'monitoring.maintenance', load: () => import('./maintenance/web/maintenancePage.tsx') },
    { ...read, path: '/monitoring/receiving', title: 'monitoring.receiving', load: () => import('./receiving/web/receivingPage.tsx') },
    { path: '/monitoring/keeping', title: 'monitoring.keeping', may: 'series.configure', load: () => import('./web/keeping/keepingPage.tsx') },
    { ...read, path: '/monitoring/reports', title: 'monitoring.reports', load: () => import('./reports/web/reportsPage.tsx') },
    { path: '/monitoring/reports/new', title: 'monitoring.reports', may: 'monitoring.configure', load: () => import('./reports/web/editPage.tsx') },
    { ...read, path: '/monitoring/reports/made/$id', title: 'monitoring.reports', load: () => import('./reports/web/madePage.tsx') },
    { ...read, path: '/monitoring/reports/$id', title: 'monitoring.reports', load: () => import('./reports/web/reportPage.tsx') },
    { ...read, path: '/monitoring/map', title: 'monitoring.map', load: () => import('./map/web/mapPage.tsx') },
    { ...read, path: '/monitoring/status', title: 'monitoring.statusPage', load: () => import('./status/web/settingsPage.tsx') },
    { ...read, path: '/monitoring/wall', title: 'monitoring.wall', frame: 'bare', load: () => import('./wall/web/wallPage.tsx') },
    { path: '/portal/status', title: 'monitoring.status', may: 'desk.report', load: () => import('./status/web/portalPage.tsx') },
    { path: '/status/$token', title: 'monitoring.status', may: 'anyone', frame: 'bare', load: () => import('./status/web/publicPage.tsx') },
    { path: '/wall/$code', title: 'monitoring.wall', may: 'anyone', frame: 'bare', load: () => import('./wall/web/codePage.tsx') },
    {
      path: '/acknowledge/$token',
      title: 'monitoring.acknowledge',
      may: 'anyone',
      frame: 'bare',
      load: () => import('./alarms/web/acknowledgePage.tsx'),
    },
    { ...read, path: '/monitoring/backups', title: 'monitoring.backups', load: () => import('./backups/web/backupsPage.tsx') },
    { ...read, path: '/monitoring/backups/$id', title: 'monitoring.backups', load: () => import('./backups/web/backupPage.tsx') },
    { ...read, path: '/monitoring/graphs', title: 'monitoring.graphs', load: () => import('./web/graphs/explorePage.tsx') },
    { ...read, path: '/monitoring/items/$number', title: 'monitoring.graphs', load: () => import('./web/graphs/itemPage.tsx') },
    { ...read, path: '/monitoring/dashboards', title: 'monitoring.dashboards', load: () => import('./dashboards/web/listPage.tsx') },
    { ...read, path: '/monitoring/dashboards/$id', title: 'monitoring.dashboards', load: () => import('./dashboards/web/dashboardPage.tsx') },
  ],
  nav: [{ ...read, to: '/monitoring', title: 'monitoring.title', icon: IconActivityHeartbeat, order: 24 }],
  itemPanels: [
    { ...read, key: 'checks', title: 'monitoring.checks', order: 42, load: () => import('./checks/web/onItem.tsx') },
    { ...read, key: 'backups', title: 'monitoring.backups', order: 48, load: () => import('./backups/web/backupsOnItem.tsx') },
    { may: 'series.read', key: 'health', title: 'monitoring.health', order: 12, load: () => import('./web/graphs/healthOnItem.tsx') },
    { ...read, key: 'maintenance', title: 'monitoring.maintenance', order: 49, load: () => import('./maintenance/web/onItem.tsx') },
    { ...read, key: 'availability', title: 'monitoring.availability', order: 43, load: () => import('./availability/web/onItem.tsx') },
  ],
  create: [{ title: 'monitoring.windows.add', to: '/monitoring/windows?new=yes', may: 'monitoring.work' }],
})
