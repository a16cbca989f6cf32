/** How an exception stands on a day. Pure. */
import type { Exception, ExceptionState } from './contract.ts'

export interface Days {
  /** YYYY-MM-DD. */
  today: string
  /** The last day that counts as soon. */
  soon: string
}
/** Nobody decides any more about what is past its last day. */
export function stateOf({ decision, until }: Pick<Exception, 'decision' | 'until'>, { today, soon }: Days): ExceptionState {
  if (until < today || decision === 'refused' || decision === 'withdrawn') return 'over'
  if (decision === null) return 'undecided'
  return until <= soon ? 'ending' : 'holding'
}
