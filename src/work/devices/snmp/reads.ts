/** Targets and results as the screens show them. */
import type { Context } from '#platform/room.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { findItem } from '#record/items/items.ts'
import { type Db as IntakeDb, readAgent } from '../intake/store.ts'
import type { Result, Target } from './contract.ts'
import type { Reason } from './rules.ts'
import type { ResultRow, TargetRow } from './store.ts'

const iso = (at: Date | string) => new Date(at).toISOString()

function wordsOf(ctx: Context, reason: Reason['reason'] | null, { address, ...given }: Readonly<Record<string, string>>): string | null {
  if (reason === null) return null
  const why = ctx.t(`devices.snmp.reason.${reason}`, given)
  return address === undefined ? why : ctx.t('devices.snmp.at', { address, why })
}

export function shownTarget(ctx: Context, row: TargetRow): Target {
  const { id, organisationId, name, address, port, locationId, everyHours, active, version, roundAt, answered, silent, failed, claimedUntil } = row
  return {
    ...{ id, organisationId, name, address, port, locationId, everyHours, active, version, dueAt: iso(row.dueAt) },
    access: { protocol: row.protocol, user: row.userName, auth: row.authProtocol, priv: row.privProtocol },
    running: claimedUntil !== null && new Date(claimedUntil) > ctx.now,
    lastRound: roundAt === null ? null : { at: iso(roundAt), answered, silent, failed, error: wordsOf(ctx, row.reason, row.given) },
  }
}

export function shownResults(ctx: Context, rows: readonly ResultRow[]): Promise<Result[]> {
  return Promise.all(
    rows.map(async ({ targetId, organisationId, address, state, reason, given, agentId, askedAt, answeredAt }) => {
      const agent = agentId === null ? undefined : await readAgent(ctx.db as IntakeDb, agentId)
      const item = agent?.itemId ? await findItem(ctx, agent.itemId) : undefined
      return {
        ...{ targetId, organisationId, address, state, agentId, reason: wordsOf(ctx, reason, given) },
        askedAt: iso(askedAt),
        answeredAt: answeredAt === null ? null : iso(answeredAt),
        item: item ? { id: item.id, number: numberOfItem(item.number), name: item.name } : null,
      }
    }),
  )
}
