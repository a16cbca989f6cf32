/** The signed link by which a reporter says how satisfied they are, without signing in. */
import type { App, Context } from '#platform/room.ts'
import type { CaseRow } from '#record/cases/cases.ts'
import { type SatisfactionSettings, usualSatisfaction } from './contract.ts'
import { readRow, readSettings } from './store.ts'

const purpose = 'desk.satisfaction'
/** A link opens the page for so long; whether a mark can still be given is the organisation's. */
const days = 90

export interface Rating {
  caseId: string
  /** The round of closing it was sent for: each is asked once. */
  round: number
  personId: string
}

const bytesOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')
const idOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** For `${url}/satisfaction/${token}`: readable, and under a signature that cannot be guessed. `at`: when it is made. */
export function rateToken(app: App, { caseId, round, personId, at }: Rating & { at: Date }): string {
  const numbers = Buffer.alloc(8)
  numbers.writeUInt32BE(round, 0)
  numbers.writeUInt32BE(Math.floor(at.getTime() / 1000) + days * 86_400, 4)
  const text = Buffer.concat([bytesOf(caseId), bytesOf(personId), numbers]).toString('base64url')
  return `${text}.${app.secrets.sign(purpose, text)}`
}

export function readRateToken(app: App, token: string, now: Date): Rating | 'wrong' | 'expired' {
  const [, text = '', signature = ''] = /^([\w-]{54})\.([\w-]{22})$/.exec(token) ?? []
  if (!app.secrets.checks(purpose, text, signature)) return 'wrong'
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== 40) return 'wrong'
  if (bytes.readUInt32BE(36) * 1000 < now.getTime()) return 'expired'
  return { caseId: idOf(bytes.subarray(0, 16)), personId: idOf(bytes.subarray(16, 32)), round: bytes.readUInt32BE(32) }
}

/** The token for who is on the page of their own case, while it is, or was just, offered or closed. Null where nothing is asked. */
export async function rateTokenFor(ctx: Context, row: CaseRow, personId: string): Promise<string | null> {
  if (row.round === 0 || personId !== row.reporterId || (row.state !== 'closed' && row.state !== 'solved')) return null
  if (!(await satisfactionSettingsOf(ctx, row.organisationId)).settings.active) return null
  return rateToken(ctx.app, { caseId: row.id, round: row.round, personId, at: ctx.now })
}

/** What holds in this organisation; version 0: nobody has changed it. */
export async function satisfactionSettingsOf(ctx: Context, organisationId: string): Promise<{ settings: SatisfactionSettings; version: number }> {
  return (await readSettings(ctx.db, organisationId)) ?? { settings: usualSatisfaction, version: 0 }
}

/** Whether the reporter gave a low mark in this round. For who acts as Spil. */
export async function gaveLowMark(ctx: Context, caseId: string, round: number, organisationId: string): Promise<boolean> {
  const given = await readRow(ctx.db, caseId, round)
  return given?.mark != null && given.mark <= (await satisfactionSettingsOf(ctx, organisationId)).settings.lowMark
}
