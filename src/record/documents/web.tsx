/** Documents in the front: their pages, place, search and reminders. */
import IconDocument from '@tabler/icons-react/dist/esm/icons/IconFileText.mjs'
import { webRoom } from '#web/kit/room.ts'
import { find, kept } from './web/find.ts'
import { documentsRoomWords } from './web/roomTexts.ts'

export default webRoom({
  texts: documentsRoomWords,
  pages: [
    { path: '/documents', title: 'documents.title', may: 'documents.write', load: () => import('./web/listPage.tsx') },
    { path: '/documents/new', title: 'documents.new', may: 'documents.write', load: () => import('./web/newPage.tsx') },
    { path: '/documents/$id', title: 'documents.one', may: 'documents.read', load: () => import('./web/documentPage.tsx') },
    { path: '/documents/$id/edit', title: 'documents.one', may: 'documents.write', load: () => import('./web/editPage.tsx') },
    { path: '/documents/$id/compare', title: 'documents.one', may: 'documents.write', load: () => import('./web/comparePage.tsx') },
    { path: '/portal/documents', title: 'documents.toRead', may: 'documents.read', load: () => import('./web/portalPage.tsx') },
  ],
  nav: [{ to: '/documents', title: 'documents.title', icon: IconDocument, may: 'documents.write', order: 50 }],
  create: [{ title: 'documents.new', to: '/documents/new', may: 'documents.write', icon: IconDocument }],
  itemPanels: [{ key: 'documents', title: 'documents.title', order: 80, may: 'documents.read', aside: true, load: () => import('./web/onItem.tsx') }],
  search: [
    {
      title: 'documents.title',
      may: 'documents.read',
      search: async (query, signal) => (await find(query, signal)).map((hit) => ({ ...hit, icon: IconDocument })),
    },
  ],
  notice(event, me) {
    if (event.name !== 'documents.reviewDue') return null
    const { data } = event as typeof event & { data?: { ownerId?: string; documentId?: string } }
    return data?.ownerId === me.id ? { title: 'documents.reviewDue', to: `/documents/${data.documentId}`, kept: true } : null
  },
  kept,
})
