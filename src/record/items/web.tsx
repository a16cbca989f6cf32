/** The register in the front: its pages load when they are visited. */
import IconDevices from '@tabler/icons-react/dist/esm/icons/IconDevices2.mjs'
import { webRoom } from '#web/kit/room.ts'
import { items } from './web/calls.ts'
import { roomTexts } from './web/roomTexts.ts'

export default webRoom({
  texts: roomTexts,
  pages: [
    { path: '/items', title: 'items.title', may: 'items.see', load: () => import('./web/listPage.tsx') },
    { path: '/items/new', title: 'items.new', may: 'items.work', load: () => import('./web/newPage.tsx') },
    { path: '/items/bulk', title: 'items.bulk.mine', may: 'items.work', load: () => import('./bulk/web/bulksPage.tsx') },
    { path: '/items/kinds', title: 'items.kinds.title', may: 'items.read', load: () => import('./web/kindsPage.tsx') },
    { path: '/items/kinds/$key', title: 'items.kinds.title', may: 'items.read', load: () => import('./web/kindPage.tsx') },
    { path: '/items/relation-kinds', title: 'items.relationKinds.title', may: 'items.read', load: () => import('./web/relationKindsPage.tsx') },
    { path: '/items/sources', title: 'items.sources.title', may: 'items.read', load: () => import('./web/rankingsPage.tsx') },
    { path: '/items/labels', title: 'items.labels.title', may: 'items.read', load: () => import('./labels/web/labelsPage.tsx') },
    { path: '/items/scan', title: 'items.scan.title', may: 'items.see', load: () => import('./labels/web/scanPage.tsx') },
    { path: '/items/stocktakes', title: 'items.stocktake.title', may: 'items.read', load: () => import('./stocktake/web/listPage.tsx') },
    { path: '/items/stocktakes/$id', title: 'items.stocktake.title', may: 'items.read', load: () => import('./stocktake/web/stocktakePage.tsx') },
    {
      path: '/items/stocktakes/$id/count',
      title: 'items.stocktake.count',
      may: 'items.work',
      frame: 'bare',
      load: () => import('./stocktake/web/countPage.tsx'),
    },
    { path: '/i/$number', title: 'items.title', may: 'items.see', load: () => import('./labels/web/openPage.tsx') },
    { path: '/items/import', title: 'items.import.title', may: 'items.work', load: () => import('./importing/web/importsPage.tsx') },
    { path: '/items/import/$id', title: 'items.import.title', may: 'items.work', load: () => import('./importing/web/importPage.tsx') },
    { path: '/items/$number', title: 'items.title', may: 'items.see', load: () => import('./web/itemPage.tsx') },
    { path: '/items/$number/edit', title: 'items.edit', may: 'items.work', load: () => import('./web/editPage.tsx') },
    { path: '/items/$number/surroundings', title: 'items.surroundings', may: 'items.read', load: () => import('./web/drawingPage.tsx') },
  ],
  nav: [{ to: '/items', title: 'items.title', icon: IconDevices, may: 'items.see', order: 20 }],
  create: [{ title: 'items.new', to: '/items/new', may: 'items.work' }],
  forget: () => import('./stocktake/web/queue.ts').then(({ forget }) => forget()),
  search: [
    {
      title: 'items.title',
      may: 'items.see',
      async search(query, signal) {
        const { items: found } = await items.itemNames({ query: { search: query.slice(0, 200), limit: 6 } }, { signal })
        return found.map(({ id, number, name, kind }) => ({
          id,
          title: name,
          detail: `${kind.name} · ${number}`,
          to: `/items/${number}`,
          icon: IconDevices,
        }))
      },
    },
  ],
})
