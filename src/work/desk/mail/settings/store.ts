/** The SQL of what an organisation settles about its mail, and of addresses that gave it back. */
import { type Kysely, sql } from 'kysely'

export type Cc = 'replied' | 'everybody' | 'nobody'
export interface SettingTables {
  mailSetting: { organisationId: string; version: number; cc: Cc }
  mailBounced: { address: string; at: Date | string; reason: string; organisationId: string | null }
}
// biome-ignore lint/suspicious/noExplicitAny: takes the context's database whatever else its tables are
type Db = Kysely<any>
const of = (db: Db): Kysely<SettingTables> => db

/** What becomes of people in Cc. version 0: nobody settled it. */
export const ccOf = async (db: Db, organisationId: string): Promise<{ cc: Cc; version: number }> =>
  (await of(db).selectFrom('mailSetting').select(['cc', 'version']).where('organisationId', '=', organisationId).executeTakeFirst()) ?? {
    cc: 'replied',
    version: 0,
  }

/** False when somebody changed it since that version. */
export async function saveCc(db: Db, organisationId: string, version: number, cc: Cc): Promise<boolean> {
  if (version === 0) {
    const added = await of(db)
      .insertInto('mailSetting')
      .values({ organisationId, version: 1, cc })
      .onConflict((on) => on.doNothing())
      .executeTakeFirst()
    return (added.numInsertedOrUpdatedRows ?? 0n) > 0n
  }
  const { numUpdatedRows } = await of(db)
    .updateTable('mailSetting')
    .set({ cc, version: version + 1 })
    .where('organisationId', '=', organisationId)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Those whose organisation the actor administrates: the policy sees to that. */
export async function listMarked(db: Db, { limit, after }: { limit: number; after?: string | undefined }) {
  const [at, address] = Buffer.from(after ?? '', 'base64url')
    .toString('utf8')
    .split(' ')
  const from = at && address && !Number.isNaN(Date.parse(at)) ? [at, address] : undefined
  const rows = await of(db)
    .selectFrom('mailBounced')
    .select(['address', 'at', 'reason'])
    .$if(from !== undefined, (q) => q.where(sql<boolean>`(at, address) < (${from?.[0]}::timestamptz, ${from?.[1]})`))
    .orderBy('at', 'desc')
    .orderBy('address', 'desc')
    .limit(limit + 1)
    .execute()
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last ? Buffer.from(`${new Date(last.at).toISOString()} ${last.address}`).toString('base64url') : null
  return { rows: shown, next }
}

export async function unmark(db: Db, address: string): Promise<boolean> {
  const { numDeletedRows } = await of(db).deleteFrom('mailBounced').where('address', '=', address).executeTakeFirst()
  return numDeletedRows > 0n
}
