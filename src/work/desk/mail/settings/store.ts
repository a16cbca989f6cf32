/** The SQL of what an organisation settles about its mail. */
import type { Kysely } from 'kysely'

export type Cc = 'replied' | 'everybody' | 'nobody'
export interface SettingTable {
  organisationId: string
  version: number
  cc: Cc
}
// biome-ignore lint/suspicious/noExplicitAny: takes the context's database whatever else its tables are
type Db = Kysely<any>
const of = (db: Db): Kysely<{ mailSetting: SettingTable }> => db

/** What becomes of people in Cc. version 0: nobody settled it. */
export const ccOf = async (db: Db, organisationId: string): Promise<{ cc: Cc; version: number }> =>
  (await of(db).selectFrom('mailSetting').select(['cc', 'version']).where('organisationId', '=', organisationId).executeTakeFirst()) ?? {
    cc: 'replied',
    version: 0,
  }

/** False when somebody changed it since that version. */
export async function saveCc(db: Db, organisationId: string, version: number, cc: Cc): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } =
    version === 0
      ? await of(db)
          .insertInto('mailSetting')
          .values({ organisationId, version: 1, cc })
          .onConflict((on) => on.doNothing())
          .executeTakeFirst()
      : await of(db)
          .updateTable('mailSetting')
          .set({ cc, version: version + 1 })
          .where('organisationId', '=', organisationId)
          .where('version', '=', version)
          .executeTakeFirst()
          .then(({ numUpdatedRows }) => ({ numInsertedOrUpdatedRows: numUpdatedRows }))
  return numInsertedOrUpdatedRows > 0n
}
