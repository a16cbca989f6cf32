/** The signed link by which a reporter says, without signing in, whether it works. */
import type { App, Context } from '#platform/room.ts'
import type { CaseRow } from '#record/cases/cases.ts'

/** A link is good for so long. */
const days = 30
const purpose = 'desk.confirm'

export interface Confirming {
  caseId: string
  /** The round of testing it was sent for; it counts for that one only. */
  round: number
  /** Who got the link. */
  personId: string
}

const bytesOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')
const idOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** For `${url}/confirm/${token}`: case, person, round and last day, readable, and a signature that cannot be guessed. `at`: when it is made. */
export function confirmToken(app: App, { caseId, round, personId, at }: Confirming & { at: Date }): string {
  const numbers = Buffer.alloc(8)
  numbers.writeUInt32BE(round, 0)
  numbers.writeUInt32BE(Math.floor(at.getTime() / 1000) + days * 86_400, 4)
  const text = Buffer.concat([bytesOf(caseId), bytesOf(personId), numbers]).toString('base64url')
  return `${text}.${app.secrets.sign(purpose, text)}`
}

/** The link for who takes part in this case, in the round it is in now. */
export const confirmLink = (ctx: Context, { id: caseId, round }: Pick<CaseRow, 'id' | 'round'>, personId: string): string =>
  `${ctx.app.config.url}/confirm/${confirmToken(ctx.app, { caseId, round, personId, at: ctx.now })}`

export function readToken(app: App, token: string, now: Date): Confirming | 'wrong' | 'expired' {
  const [, text = '', signature = ''] = /^([\w-]{54})\.([\w-]{22})$/.exec(token) ?? []
  if (!app.secrets.checks(purpose, text, signature)) return 'wrong'
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== 40) return 'wrong'
  if (bytes.readUInt32BE(36) * 1000 < now.getTime()) return 'expired'
  return { caseId: idOf(bytes.subarray(0, 16)), personId: idOf(bytes.subarray(16, 32)), round: bytes.readUInt32BE(32) }
}
