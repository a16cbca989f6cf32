/** What a room brings to the front: pages, a place in the navigation, things to create, search and actions. Plain data; pages load when visited. */
import type { ComponentType } from 'react'
import type { Texts } from '#platform/i18n.ts'
import type { ItemPanel } from './itemPanels.tsx'
import type { LiveEvent } from './live.ts'
import type { Me } from './person.ts'
import type { PersonPanel } from './personPanels.tsx'

export interface PageRoute {
  /** `/desk/$number`; parameters with a dollar sign, read by `usePath()`. */
  path: string
  /** Text key of the title, for the tab and the breadcrumb until the page gives its own. */
  title: string
  /** A permission; `signedIn` unless told; `anyone` for pages without signing in. */
  may?: string
  /** `bare`: without rail and top bar, for signing in and pages reached by mail. */
  frame?: 'shell' | 'bare'
  load: () => Promise<{ default: ComponentType }>
}

export type Icon = ComponentType<{ size?: number | string; stroke?: number; 'aria-hidden'?: boolean; className?: string }>

export interface NavEntry {
  to: string
  /** Other paths that stand under it: `/teams`. */
  also?: readonly string[]
  /** Text key. */
  title: string
  icon: Icon
  may?: string
  /** Smaller stands higher; the desk has 10, people 80. */
  order: number
  /** A hook that gives the count beside the name; undefined shows nothing. */
  useCount?: () => number | undefined
}

export interface Hit {
  id: string
  title: string
  /** Second line: state, organisation, where it was found. */
  detail?: string
  to: string
  icon?: Icon
}
/** Search for the palette; `signal` ends when the person types on. */
export interface SearchProvider {
  /** Text key of the group. */
  title: string
  may?: string
  search: (query: string, signal: AbortSignal) => Promise<readonly Hit[]>
}
export interface Action {
  id: string
  title: string
  icon?: Icon
  /** Shown beside the action; the page itself listens. */
  keys?: string
  run: () => void
}
/** Something that happened to my work, kept by the server: also what came while I was away. */
export interface KeptNotice {
  id: string
  at: string
  text: string
  to: string
}

export interface WebRoom {
  texts: Texts
  pages: readonly PageRoute[]
  nav?: readonly NavEntry[]
  /** What `C` and the create button offer; `title` is a text key. */
  create?: readonly { title: string; to: string; may?: string; icon?: Icon }[]
  search?: readonly SearchProvider[]
  /** What it shows on the page of an item. */
  itemPanels?: readonly ItemPanel[]
  /** What it shows on the page of a person. */
  personPanels?: readonly PersonPanel[]
  /** Above every page of who is signed in, when there is something everybody must know first; otherwise it draws nothing. */
  banner?: ComponentType
  /** Text of an event that this person should notice; null for all others. */
  notice?: (event: LiveEvent, me: Me) => { title: string; values?: Readonly<Record<string, string>>; to?: string; kept?: boolean } | null
  /** Takes what it keeps in this browser away when somebody signs in or out; what the server does not have yet stays, for whose it is. */
  forget?: () => Promise<unknown>
  /** The notices that the server keeps. An event whose `notice` says `kept` makes them load again instead of being shown by itself. */
  kept?: {
    may: string
    load: (signal: AbortSignal) => Promise<{ items: readonly KeptNotice[]; unread: number }>
    /** All that have been shown are read. */
    read: () => Promise<unknown>
  }
}
/** Fixes the type of what a room exports as default from its web.tsx or web/pages.tsx. */
export const webRoom = (room: WebRoom): WebRoom => room
