/** What rooms show on the page of a person. */
import { createContext } from 'react'
import { type Panel, type Panels, type ShownPanel, usePanels, usePanelsSoon } from './panels.tsx'

export interface PanelPerson {
  id: string
  name: string
  active: boolean
  /** Where the person has a role. */
  organisationIds: readonly string[]
}
export type PersonPanel = Panel<PanelPerson>

export const PersonPanelsContext = createContext<Panels<PanelPerson>>([])
export const usePersonPanelsSoon = (): void => usePanelsSoon(PersonPanelsContext)
export const usePersonPanels = (person: PanelPerson): readonly ShownPanel[] => usePanels(PersonPanelsContext, person, person.organisationIds)
