/** The rooms of the front: one import and one word each. They bring their pages, places in the navigation, actions and search. */
import documents from '#record/documents/web.tsx'
import items from '#record/items/web.tsx'
import norms from '#record/norms/web.tsx'
import people from '#record/people/web.tsx'
import desk from '#work/desk/web.tsx'
import devices from '#work/devices/web.tsx'
import monitoring from '#work/monitoring/web.tsx'
import gallery from './gallery/pages.ts'
import type { WebRoom } from './kit/room.ts'

export const rooms: readonly WebRoom[] = [
  desk,
  devices,
  documents,
  items,
  monitoring,
  norms,
  people,
  // The kit on show, only while building it.
  ...(import.meta.env.DEV || import.meta.env.MODE === 'gallery' ? [gallery] : []),
]
