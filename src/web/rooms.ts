/** The rooms of the front: one import and one word each. They bring their pages, places in the navigation, actions and search. */
import type { WebRoom } from './kit/room.ts'

export const rooms: readonly WebRoom[] = []
