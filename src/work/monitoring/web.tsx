/** Monitoring in the front. Its pages load when they are visited. */
import IconActivityHeartbeat from '@tabler/icons-react/dist/esm/icons/IconActivityHeartbeat.mjs'
import { webRoom } from '#web/kit/room.ts'
import { roomTexts } from './web/roomTexts.ts'

const read = { may: 'monitoring.read' } as const
export default webRoom({
  texts: roomTexts,
  pages: [{ ...read, path: '/monitoring/receiving', title: 'monitoring.receiving', load: () => import('./web/receiving/receivingPage.tsx') }],
  nav: [{ ...read, to: '/monitoring/receiving', title: 'monitoring.title', icon: IconActivityHeartbeat, order: 23 }],
})
