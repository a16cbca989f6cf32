/** Keys, networks, traps and what was not understood, as the screens show them. */
import type { Context } from '#platform/room.ts'
import { namesOf } from '#record/items/reads.ts'
import type { Key, Network, Refused, Trap } from './contract.ts'
import type { KeyRow, NetworkRow, RefusedRow, TrapRow } from './store.ts'

const iso = (at: Date | string) => new Date(at).toISOString()
const perhaps = (at: Date | string | null) => (at === null ? null : iso(at))

export const shownKey = ({ id, organisationId, name, createdAt, usedAt, revokedAt }: KeyRow): Key => ({
  ...{ id, organisationId, name },
  createdAt: iso(createdAt),
  usedAt: perhaps(usedAt),
  revokedAt: perhaps(revokedAt),
})
export const shownNetwork = ({ id, organisationId, network, zabbix, traps, userName, createdAt }: NetworkRow): Network => ({
  ...{ id, organisationId, network, zabbix, traps },
  user: userName === '' ? null : userName,
  createdAt: iso(createdAt),
})
const words = (ctx: Context, reason: string, given: Readonly<Record<string, string>> = {}) => ctx.t(`monitoring.receiving.reason.${reason}`, given)

export async function shownTraps(ctx: Context, rows: readonly TrapRow[]): Promise<Trap[]> {
  const names = await namesOf(ctx, [...new Set(rows.flatMap(({ itemId }) => itemId ?? []))])
  const items = new Map(names.map(({ id, number, name }) => [id, { id, number, name }]))
  return rows.map(({ id, organisationId, address, receivedAt, version, oid, name, reason, told, itemId }) => ({
    ...{ id, organisationId, address, version, oid, name, told },
    receivedAt: iso(receivedAt),
    reason: reason === null ? null : words(ctx, reason),
    item: items.get(itemId ?? '') ?? null,
  }))
}
export const shownRefused = (ctx: Context, rows: readonly RefusedRow[]): Refused[] =>
  rows.map(({ id, organisationId, keyName: key, via, address, reason, given, contentType, size, times, receivedAt }) => ({
    ...{ id, organisationId, key, via, address, contentType, size, times },
    reason: words(ctx, reason, given),
    receivedAt: iso(receivedAt),
  }))
