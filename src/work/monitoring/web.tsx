/** Monitoring in the front. Its pages load when they are visited. */
import IconActivityHeartbeat from '@tabler/icons-react/dist/esm/icons/IconActivityHeartbeat.mjs'
import { webRoom } from '#web/kit/room.ts'
import { roomTexts } from './web/roomTexts.ts'

const read = { may: 'monitoring.read' } as const
export default webRoom({
  texts: roomTexts,
  pages: [
    { ...read, path: '/monitoring/checks', title: 'monitoring.checks', load: () => import('./web/checks/checksPage.tsx') },
    { ...read, path: '/monitoring/templates', title: 'monitoring.templates', load: () => import('./web/checks/templatesPage.tsx') },
    { ...read, path: '/monitoring/templates/$id', title: 'monitoring.templates', load: () => import('./web/checks/templatePage.tsx') },
    { ...read, path: '/monitoring/collectors', title: 'monitoring.collectors', load: () => import('./web/collectors/collectorsPage.tsx') },
    { ...read, path: '/monitoring/receiving', title: 'monitoring.receiving', load: () => import('./web/receiving/receivingPage.tsx') },
  ],
  nav: [{ ...read, to: '/monitoring/checks', also: ['/monitoring'], title: 'monitoring.title', icon: IconActivityHeartbeat, order: 24 }],
  itemPanels: [{ ...read, key: 'checks', title: 'monitoring.checks', order: 42, load: () => import('./web/checks/onItem.tsx') }],
})
