/** From what is kept of a back-up to what the tools get: the password opened, the place really where it may be. */
import { lookup } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'
import { mayReach } from '#platform/outgoing.ts'
import type { App } from '#platform/room.ts'
import { placeOf, type Reason } from '../rules.ts'
import type { BackupRow } from '../store.ts'
import { OutsideError, realPlace } from './folder.ts'
import { type Source, SourceError } from './kind.ts'
import { ToolError } from './tool.ts'

export const passwordPurpose = (id: string) => `backup ${id}`
const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']
/** Machines of our own may be asked, as with SNMP; this machine itself only when the configuration allows it. */
async function mayAsk(host: string, allow: readonly string[]): Promise<boolean> {
  const all = ipaddr.isValid(host) ? [host] : (await lookup(host, { all: true }).catch(() => [])).map(({ address }) => address)
  return all.length > 0 && all.every((address) => mayReach(address, [...allow, ...privateNetworks]))
}
export async function sourceOf(app: App, row: BackupRow, given: Pick<Source, 'scratch' | 'signal' | 'bounds'>): Promise<Source> {
  let password: string | undefined
  try {
    password = row.password === null ? undefined : app.secrets.open(passwordPurpose(row.id), row.password)
  } catch {
    throw new SourceError('sealed')
  }
  const place = placeOf(row.kind, row.place)
  if (!place) throw new SourceError('outside')
  if (place.at === 'remote' && !(await mayAsk(place.host, app.config.outgoingAllow))) throw new SourceError('notReachable')
  const real = place.at === 'remote' ? row.place : await realPlace(place.path, app.config.backupRoots)
  return { ...given, kind: row.kind, place: real, password }
}
/** Why it could not be: never with anything of a password in it. */
export const reasonOf = (error: unknown, password: string | null): Reason => {
  if (error instanceof SourceError) return error.reason
  if (error instanceof ToolError) return { code: error.why }
  if (error instanceof OutsideError) return { code: 'outside' }
  const { code, name } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR') return { code: 'missing' }
  if (name === 'AbortError') return { code: 'stopped' }
  return { code: 'failed', given: { what: code ?? (password ? name : String((error as Error).message).slice(0, 100)) } }
}
