/** What rooms show on the page of an item. */
import { createContext } from 'react'
import { type Panel, type Panels, type ShownPanel, usePanels, usePanelsSoon } from './panels.tsx'

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
/** The page's own parts have the orders 10 (impact), 20 (relations), 40 (cases), 50 (facts), 60 (causes), 70 (history). */
export type ItemPanel = Panel<PanelItem>

export const ItemPanelsContext = createContext<Panels<PanelItem>>([])
export const useItemPanelsSoon = (): void => usePanelsSoon(ItemPanelsContext)
export const useItemPanels = (item: PanelItem): readonly ShownPanel[] => usePanels(ItemPanelsContext, item, [item.organisationId])
