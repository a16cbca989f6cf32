/** The SQL of letters in the words of an organisation. */
import type { Kysely } from 'kysely'
import type { Locale } from '#platform/i18n.ts'

export interface TemplateTable {
  organisationId: string
  letter: string
  locale: Locale
  text: string
  version: number
  changedAt: Date | string
  changedBy: string | null
}
export interface TemplateTables {
  mailTemplate: TemplateTable
}
// biome-ignore lint/suspicious/noExplicitAny: takes the context's database whatever else its tables are
type Db = Kysely<any>
const of = (db: Db): Kysely<TemplateTables> => db

export const templatesOf = (db: Db, organisationId: string): Promise<TemplateTable[]> =>
  of(db).selectFrom('mailTemplate').selectAll().where('organisationId', '=', organisationId).execute()

/** The words of an organisation for these letters, by letter. */
export async function wordsOf(db: Db, organisationId: string, locale: Locale, letters: readonly string[]): Promise<Map<string, string>> {
  const rows = await of(db)
    .selectFrom('mailTemplate')
    .select(['letter', 'text'])
    .where('organisationId', '=', organisationId)
    .where('locale', '=', locale)
    .where('letter', 'in', letters)
    .execute()
  return new Map(rows.map(({ letter, text }) => [letter, text]))
}

/** False when somebody changed it since that version (0: nobody had). */
export async function saveTemplate(db: Db, { version, ...row }: TemplateTable): Promise<boolean> {
  if (version === 0) {
    const added = await of(db)
      .insertInto('mailTemplate')
      .values({ ...row, version: 1 })
      .onConflict((on) => on.doNothing())
      .executeTakeFirst()
    return (added.numInsertedOrUpdatedRows ?? 0n) > 0n
  }
  const { organisationId, letter, locale, ...set } = row
  const { numUpdatedRows } = await of(db)
    .updateTable('mailTemplate')
    .set({ ...set, version: version + 1 })
    .where('organisationId', '=', organisationId)
    .where('letter', '=', letter)
    .where('locale', '=', locale)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function removeTemplate(db: Db, organisationId: string, letter: string, locale: Locale): Promise<boolean> {
  const { numDeletedRows } = await of(db)
    .deleteFrom('mailTemplate')
    .where('organisationId', '=', organisationId)
    .where('letter', '=', letter)
    .where('locale', '=', locale)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
