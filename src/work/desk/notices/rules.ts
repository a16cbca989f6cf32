import type { EveryMove } from '#record/cases/contract.ts'
import type { noticeKinds } from './contract.ts'

type Kind = (typeof noticeKinds)[number]
const kinds: Partial<Record<EveryMove, Kind>> = { reject: 'rejected', confirm: 'confirmed', reopen: 'reopened', resume: 'resumed' }

/** What the one who works on the case is told of a move; a resume only when a moment has come by itself. */
export function noticeOf(move: EveryMove, by: string): Kind | undefined {
  return move === 'resume' && by !== 'system' ? undefined : kinds[move]
}
