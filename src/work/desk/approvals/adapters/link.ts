/** The signed link by which somebody decides without signing in: bound to approval, step and person. */
import type { App } from '#platform/room.ts'

const purpose = 'desk.approve'
/** When the step itself never expires. */
const days = 60

export interface Deciding {
  approvalId: string
  personId: string
  step: number
}
const bytesOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')
const idOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** For `${url}/approve/${token}`. `until`: when the step expires. */
export function approveToken(app: App, { approvalId, personId, step }: Deciding, now: Date, until: Date | null): string {
  const numbers = Buffer.alloc(8)
  numbers.writeUInt32BE(step, 0)
  numbers.writeUInt32BE(Math.floor((until ?? new Date(now.getTime() + days * 86_400_000)).getTime() / 1000), 4)
  const text = Buffer.concat([bytesOf(approvalId), bytesOf(personId), numbers]).toString('base64url')
  return `${text}.${app.secrets.sign(purpose, text)}`
}

export function readApproveToken(app: App, token: string, now: Date): Deciding | 'wrong' | 'expired' {
  const [, text = '', signature = ''] = /^([\w-]{54})\.([\w-]{22})$/.exec(token) ?? []
  if (!app.secrets.checks(purpose, text, signature)) return 'wrong'
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== 40) return 'wrong'
  if (bytes.readUInt32BE(36) * 1000 < now.getTime()) return 'expired'
  return { approvalId: idOf(bytes.subarray(0, 16)), personId: idOf(bytes.subarray(16, 32)), step: bytes.readUInt32BE(32) }
}
