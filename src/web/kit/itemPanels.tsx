/** What rooms show on the page of an item. That page asks for it here, so that it need not know the rooms above it. */
import { type ComponentType, createContext, lazy, type ReactNode, Suspense, useContext, useEffect } from 'react'
import type { Texts } from '#platform/i18n.ts'
import { useMe } from './person.ts'
import { textOf, useLooks } from './texts.ts'

export interface PanelItem {
  id: string
  number: string
  name: string
  version: number
  kind: { key: string; name: string }
  state: { key: string; name: string }
  /** States it may go to by hand. */
  moves: readonly { key: string; name: string }[]
  /** States it may go to by the step that proves them. */
  provenMoves: readonly { key: string; name: string }[]
  /** What its kind has, filled in or not. */
  attributes: readonly { key: string }[]
  organisationId: string
  /** The person works on it. */
  mayChange: boolean
}
export interface ItemPanel {
  key: string
  /** Text key. */
  title: string
  /** Smaller stands higher; the page's own parts have 10 (impact), 20 (relations), 40 (cases), 50 (facts), 60 (causes), 70 (history). */
  order: number
  /** A permission, held in the organisation of the item. */
  may: string
  /** Among the facts at the right, folding under its title. Otherwise it draws its own section in the story, or nothing where it has nothing to say. */
  aside?: boolean
  load: () => Promise<{ default: ComponentType<{ item: PanelItem; title: string }> }>
}

/** Each component is made lazy once; `fetch` has it at hand by the time that the item is there. */
export const itemPanelsOf = (rooms: readonly { texts: Texts; itemPanels?: readonly ItemPanel[] }[]) =>
  rooms.flatMap(({ texts, itemPanels = [] }) =>
    itemPanels.map(({ load, ...panel }) => {
      let loading: ReturnType<ItemPanel['load']> | undefined
      const fetch = () => {
        loading ??= load()
        return loading
      }
      return { ...panel, texts, fetch, Panel: lazy(fetch) }
    }),
  )
export const ItemPanelsContext = createContext<ReturnType<typeof itemPanelsOf>>([])

/** Begins to load them while the item itself is still on its way. */
export function useItemPanelsSoon(): void {
  const panels = useContext(ItemPanelsContext)
  useEffect(() => {
    for (const { fetch } of panels) fetch().catch(() => undefined)
  }, [panels])
}

/** Those that this person may see of this item. */
export function useItemPanels(item: PanelItem): readonly { key: string; title: string; order: number; aside: boolean; content: ReactNode }[] {
  const me = useMe()
  const { locale } = useLooks()
  const mayHere = (may: string) =>
    me?.permissions.some(({ permission, organisationIds }) => permission === may && organisationIds.includes(item.organisationId)) ?? false
  return useContext(ItemPanelsContext)
    .filter(({ may }) => mayHere(may))
    .map(({ key, title: textKey, order, aside = false, texts, Panel }) => {
      const title = textOf(texts, locale)(textKey)
      const content = (
        <Suspense key={key} fallback={null}>
          <Panel item={item} title={title} />
        </Suspense>
      )
      return { key, title, order, aside, content }
    })
}
