/** The kit on show, to look at while building; not in what is shipped. */
import IconClock from '@tabler/icons-react/dist/esm/icons/IconClock.mjs'
import IconHeadset from '@tabler/icons-react/dist/esm/icons/IconHeadset.mjs'
import IconInbox from '@tabler/icons-react/dist/esm/icons/IconInbox.mjs'
import IconUsers from '@tabler/icons-react/dist/esm/icons/IconUsers.mjs'
import { webRoom } from '../kit/room.ts'
import { galleryTexts } from './texts.ts'

export default webRoom({
  texts: galleryTexts,
  pages: [
    { path: '/kit', title: 'kit.list', may: 'anyone', load: () => import('./list.tsx') },
    { path: '/kit/record', title: 'kit.record', may: 'anyone', load: () => import('./record.tsx') },
    { path: '/kit/form', title: 'kit.form', may: 'anyone', load: () => import('./form.tsx') },
    { path: '/kit/parts', title: 'kit.parts', may: 'anyone', load: () => import('./parts.tsx') },
    { path: '/kit/sheet', title: 'kit.sheet', may: 'anyone', frame: 'bare', load: () => import('./sheet.tsx') },
  ],
  nav: [
    { to: '/kit', title: 'kit.list', icon: IconHeadset, may: 'anyone', order: 900, useCount: () => 42 },
    { to: '/kit/record', title: 'kit.record', icon: IconInbox, may: 'anyone', order: 901 },
    { to: '/kit/form', title: 'kit.form', icon: IconUsers, may: 'anyone', order: 902, useCount: () => 3 },
    { to: '/kit/parts', title: 'kit.parts', icon: IconClock, may: 'anyone', order: 903 },
  ],
  create: [{ title: 'kit.new', to: '/kit/form' }],
  search: [
    {
      title: 'kit.list',
      search: async (query) => [{ id: '1', title: `C-1042 ${query}`, detail: 'In behandeling', to: '/kit/record' }],
    },
  ],
})
