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
export async function listMarked(db: Db, before: readonly [at: string, address: string] | undefined, limit: number) {
  let query = of(db).selectFrom('mailBounced').select(['address', 'at', 'reason'])
  if (before) query = query.where(sql<boolean>`(at, address) < (${before[0]}::timestamptz, ${before[1]})`)
  return query.orderBy('at', 'desc').orderBy('address', 'desc').limit(limit).execute()
}

export async function unmark(db: Db, address: string): Promise<boolean> {
  const { numDeletedRows } = await of(db).deleteFrom('mailBounced').where('address', '=', address).executeTakeFirst()
  return numDeletedRows > 0n
}
