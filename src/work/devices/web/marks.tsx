/** How agents and their state are named and shown. */
import type { ReactNode } from 'react'
import { type Meaning, StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Agent, Dialect } from '../intake/contract.ts'
import { webTexts } from './texts.ts'

export const dialectNames: Readonly<Record<Dialect, string>> = {
  fusioninventory: 'FusionInventory',
  ocs: 'OCS',
  glpi: 'GLPI',
  osquery: 'osquery',
  snmp: 'SNMP',
}
/** FusionInventory 2.6-3: agents give their version with their own name before it. */
export const agentKind = ({ dialect, version }: Pick<Agent, 'dialect' | 'version'>): string =>
  [dialectNames[dialect], /\d[\w.-]*$/.exec(version)?.[0]].filter(Boolean).join(' ')
/** By its host name; until something of it was processed, by what it calls itself. */
export const agentName = ({ name, deviceId }: Pick<Agent, 'name' | 'deviceId'>): string => name || deviceId
/** "glpi lt-0042" as the logbook keeps it. */
export const spoken = (agent: string): string =>
  agent.replace(/^\S+/, (dialect) => (dialect in dialectNames ? dialectNames[dialect as Dialect] : dialect))

const meanings: Readonly<Record<Agent['state'], Meaning>> = { quarantined: 'new', accepted: 'held', refused: 'cancelled' }
export function AgentState({ state }: Pick<Agent, 'state'>): ReactNode {
  const t = useText(webTexts)
  return (
    <StateBadge meaning={meanings[state]} plain>
      {t(`devices.state.${state}`)}
    </StateBadge>
  )
}
