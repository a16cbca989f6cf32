/** How a target and an address stand: a word with a colour. */
import { type Meaning, StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Result, Target } from '../snmp/contract.ts'
import { snmpTexts } from './snmpTexts.ts'

type Standing = 'off' | 'new' | 'running' | 'answered' | 'partly' | 'silent'
const standings: Readonly<Record<Standing, Meaning>> = {
  ...{ off: 'cancelled', new: 'new', running: 'progress', answered: 'held', partly: 'risk', silent: 'broken' },
}
function standingOf({ active, running, lastRound, dueAt }: Target): Standing {
  if (!active) return 'off'
  if (running || new Date(dueAt).getTime() <= Date.now()) return 'running'
  if (!lastRound) return 'new'
  if (lastRound.answered === 0) return 'silent'
  return lastRound.silent + lastRound.failed > 0 ? 'partly' : 'answered'
}
export function TargetState({ target }: { target: Target }) {
  const t = useText(snmpTexts)
  const standing = standingOf(target)
  return (
    <StateBadge meaning={standings[standing]} plain>
      {t(`devices.snmp.state.${standing}`)}
    </StateBadge>
  )
}

const results: Readonly<Record<Result['state'], Meaning>> = { answered: 'held', silent: 'broken', failed: 'broken' }
export function ResultState({ state }: Pick<Result, 'state'>) {
  const t = useText(snmpTexts)
  return (
    <StateBadge meaning={results[state]} plain>
      {t(`devices.snmp.state.${state}`)}
    </StateBadge>
  )
}

/** 10.1.4.0/22, and the port where it is another than usual. */
export const placeOf = ({ address, port }: Pick<Target, 'address' | 'port'>): string => (port === 161 ? address : `${address} :${port}`)
