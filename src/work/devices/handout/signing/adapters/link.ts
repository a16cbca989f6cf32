/** The signed link by which a receiver signs without signing in: bound to one hand-out, to how it reached them, and to who showed it. */
import type { App } from '#platform/room.ts'
import { type SignedHow, signedHows } from '../shapes/contract.ts'

const purpose = 'devices.sign'

export interface SignLink {
  handoutId: string
  how: SignedHow
  /** Who had the code on their screen; null: nobody, or not known. */
  shownBy: string | null
}
const bytesOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')
const idOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** For `${url}/sign/${token}`. */
export function signToken(app: App, { handoutId, how, shownBy, until }: SignLink & { until: Date }): string {
  const end = Buffer.alloc(5)
  end.writeUInt8(signedHows.indexOf(how), 0)
  end.writeUInt32BE(Math.floor(until.getTime() / 1000), 1)
  const text = Buffer.concat([bytesOf(handoutId), end, bytesOf(shownBy ?? '')]).toString('base64url')
  return `${text}.${app.secrets.sign(purpose, text)}`
}
export function readSignToken(app: App, token: string, now: Date): SignLink | 'wrong' | 'expired' {
  const [, text = '', signature = ''] = /^([\w-]{28}|[\w-]{50})\.([\w-]{22})$/.exec(token) ?? []
  if (!app.secrets.checks(purpose, text, signature)) return 'wrong'
  const bytes = Buffer.from(text, 'base64url')
  const how = signedHows[bytes[16] ?? 99]
  if ((bytes.length !== 21 && bytes.length !== 37) || how === undefined) return 'wrong'
  if (bytes.readUInt32BE(17) * 1000 < now.getTime()) return 'expired'
  return { handoutId: idOf(bytes.subarray(0, 16)), how, shownBy: bytes.length === 37 ? idOf(bytes.subarray(21)) : null }
}
