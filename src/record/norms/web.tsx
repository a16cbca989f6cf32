/** What must hold, in the front: its pages load when they are visited. */
import IconChecks from '@tabler/icons-react/dist/esm/icons/IconListCheck.mjs'
import { webRoom } from '#web/kit/room.ts'
import { roomTexts } from './web/roomTexts.ts'

const read = { may: 'norms.read' } as const
export default webRoom({
  texts: roomTexts,
  pages: [
    { ...read, path: '/norms', title: 'norms.expectations.title', load: () => import('./web/listPage.tsx') },
    { path: '/norms/new', title: 'norms.new', may: 'norms.configure', load: () => import('./web/editorPage.tsx') },
    { ...read, path: '/norms/deviations', title: 'norms.deviations.title', load: () => import('./web/deviationsPage.tsx') },
    { ...read, path: '/norms/deviations/$id', title: 'norms.deviations.title', load: () => import('./web/deviationPage.tsx') },
    { ...read, path: '/norms/exceptions', title: 'norms.exceptions.title', load: () => import('./web/exceptionsPage.tsx') },
    { ...read, path: '/norms/policy', title: 'norms.policy.title', load: () => import('./web/policyPage.tsx') },
    { ...read, path: '/norms/baselines', title: 'norms.baselines.title', load: () => import('./web/baselinesPage.tsx') },
    { ...read, path: '/norms/baselines/$id', title: 'norms.baselines.title', load: () => import('./web/baselinePage.tsx') },
    { ...read, path: '/norms/compliance', title: 'norms.compliance.title', load: () => import('./web/compliancePage.tsx') },
    { ...read, path: '/norms/expectations/$id', title: 'norms.expectations.title', load: () => import('./web/editorPage.tsx') },
  ],
  nav: [{ ...read, to: '/norms', title: 'norms.title', icon: IconChecks, order: 25 }],
  itemPanels: [{ ...read, key: 'norms', title: 'norms.expectations.title', order: 30, load: () => import('./web/onItem.tsx') }],
  create: [{ title: 'norms.new', to: '/norms/new', may: 'norms.configure' }],
})
