/** The signed link by which who was sent a mail acknowledges what is in it, without signing in: bound to that mail and that person. */
import type { App } from '#platform/room.ts'

const purpose = 'monitoring.acknowledge'
const days = 7

export interface AckLink {
  messageId: string
  personId: string
}
const bytesOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')
const idOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** For `${url}/acknowledge/${token}`. */
export function ackToken(app: App, { messageId, personId }: AckLink, now: Date): string {
  const until = Buffer.alloc(4)
  until.writeUInt32BE(Math.floor(now.getTime() / 1000) + days * 86_400, 0)
  const text = Buffer.concat([bytesOf(messageId), bytesOf(personId), until]).toString('base64url')
  return `${text}.${app.secrets.sign(purpose, text)}`
}
export function readAckToken(app: App, token: string, now: Date): AckLink | 'wrong' | 'expired' {
  const [, text = '', signature = ''] = /^([\w-]{48})\.([\w-]{22})$/.exec(token) ?? []
  if (!app.secrets.checks(purpose, text, signature)) return 'wrong'
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== 36) return 'wrong'
  if (bytes.readUInt32BE(32) * 1000 < now.getTime()) return 'expired'
  return { messageId: idOf(bytes.subarray(0, 16)), personId: idOf(bytes.subarray(16, 32)) }
}
