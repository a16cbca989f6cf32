/** Devices in the front: what agents report, of which device, by which key. Its pages load when they are visited. */
import IconLaptop from '@tabler/icons-react/dist/esm/icons/IconDeviceLaptop.mjs'
import { webRoom } from '#web/kit/room.ts'
import { roomTexts } from './web/roomTexts.ts'

const read = { may: 'devices.read' } as const
export default webRoom({
  texts: roomTexts,
  pages: [
    { ...read, path: '/devices', title: 'devices.agents', load: () => import('./web/agentsPage.tsx') },
    { path: '/devices/not-processed', title: 'devices.notProcessed', may: 'devices.work', load: () => import('./web/notProcessedPage.tsx') },
    { path: '/devices/keys', title: 'devices.keys', may: 'devices.configure', load: () => import('./web/keysPage.tsx') },
    { ...read, path: '/devices/snmp', title: 'devices.snmp', load: () => import('./web/snmpPage.tsx') },
    { path: '/devices/remote', title: 'devices.remote', may: 'devices.configure', load: () => import('./web/remotePage.tsx') },
    { path: '/devices/requirements', title: 'devices.requirements', may: 'norms.read', load: () => import('./web/requirementsPage.tsx') },
    { ...read, path: '/devices/loans', title: 'devices.loans', load: () => import('./web/loans/loansPage.tsx') },
    { ...read, path: '/devices/profiles', title: 'devices.profiles', load: () => import('./web/life/profilesPage.tsx') },
    { ...read, path: '/devices/profiles/$id', title: 'devices.profiles', load: () => import('./web/life/profilePage.tsx') },
    { ...read, path: '/devices/products', title: 'devices.software', load: () => import('./web/productsPage.tsx') },
    { ...read, path: '/devices/handouts', title: 'devices.handouts', load: () => import('./handout/web/listPage.tsx') },
    { path: '/devices/handouts/new', title: 'devices.handouts.new', may: 'devices.work', load: () => import('./handout/web/newPage.tsx') },
    { path: '/devices/handouts/settings', title: 'devices.handouts', may: 'devices.configure', load: () => import('./handout/web/settingsPage.tsx') },
    { ...read, path: '/devices/handouts/$number', title: 'devices.handouts', load: () => import('./handout/web/handoutPage.tsx') },
    { path: '/portal/devices', title: 'devices.handouts.mine', may: 'devices.receive', load: () => import('./handout/web/myPage.tsx') },
    { path: '/sign/$token', title: 'devices.handouts.sign', may: 'anyone', frame: 'bare', load: () => import('./handout/web/signPage.tsx') },
    { ...read, path: '/devices/products/$product', title: 'devices.software', load: () => import('./web/productPage.tsx') },
  ],
  nav: [{ ...read, to: '/devices', title: 'devices.title', icon: IconLaptop, order: 22 }],
  create: [{ title: 'devices.handouts.new', to: '/devices/handouts/new', may: 'devices.work', icon: IconLaptop }],
  personPanels: [{ ...read, key: 'holding', title: 'devices.holding', order: 10, load: () => import('./web/holding/onPerson.tsx') }],
  itemPanels: [
    { ...read, key: 'life', title: 'devices.life', order: 15, load: () => import('./web/life/lifeOnItem.tsx') },
    { ...read, key: 'remote', title: 'devices.remote', order: 44, load: () => import('./web/remoteOnItem.tsx') },
    { ...read, key: 'handout', title: 'devices.handouts.on', order: 16, load: () => import('./handout/web/onItem.tsx') },
    { ...read, key: 'device', title: 'devices.device', order: 45, load: () => import('./web/onItem.tsx') },
    { ...read, key: 'attested', title: 'devices.attested', order: 46, load: () => import('./web/attestedOnItem.tsx') },
    { ...read, key: 'snmp', title: 'devices.snmp.onItem', order: 47, load: () => import('./web/snmpOnItem.tsx') },
    { ...read, key: 'software', title: 'devices.software', order: 55, load: () => import('./web/softwareOnItem.tsx') },
  ],
})
