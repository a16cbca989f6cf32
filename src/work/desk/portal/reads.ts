/** The signed link by which a reporter says, without signing in, whether it works. */
import type { App } from '#platform/room.ts'

/** A link is good for so long. */
const days = 30
const purpose = 'desk.confirm'

/**
 * For this round of testing only; `${url}/confirm/${token}`. The case's id, the round and the last day stand in it readably; what cannot be
 * guessed is the signature.
 */
export function confirmToken(app: App, one: { id: string; round: number }, now: Date = app.now()): string {
  const until = Math.floor(now.getTime() / 1000) + days * 86_400
  const text = `${one.id}.${one.round}.${until.toString(36)}`
  return `${text}.${app.secrets.sign(purpose, text)}`
}

export type Confirming = { caseId: string; round: number } | 'wrong' | 'expired'
export function readToken(app: App, token: string, now: Date): Confirming {
  const parts = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(\d{1,6})\.([0-9a-z]{1,8})\.([\w-]{22})$/.exec(token)
  const [, caseId, round, until, signature] = parts ?? []
  if (!caseId || !round || !until || !signature || !app.secrets.checks(purpose, `${caseId}.${round}.${until}`, signature)) return 'wrong'
  return Number.parseInt(until, 36) * 1000 < now.getTime() ? 'expired' : { caseId, round: Number(round) }
}
