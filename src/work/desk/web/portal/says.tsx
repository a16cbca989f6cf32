/** The state of a report in the words of who reported it. */
import type { State, WaitingFor } from '#record/cases/contract.ts'
import { type Meaning, StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { portalWords } from './texts.ts'

const meanings: Readonly<Record<State, Meaning>> = {
  new: 'new',
  inProgress: 'progress',
  reopened: 'progress',
  waiting: 'waiting',
  solved: 'test',
  closed: 'done',
  cancelled: 'cancelled',
}
export function Says({ state, waitingFor, plain }: { state: State; waitingFor: WaitingFor | null; plain?: boolean }) {
  const t = useText(portalWords)
  const yours = state === 'waiting' && waitingFor === 'reporter'
  return (
    <StateBadge meaning={yours ? 'risk' : meanings[state]} plain={plain ?? false}>
      {t(yours ? 'portal.state.waitingYou' : `portal.state.${state}`)}
    </StateBadge>
  )
}
