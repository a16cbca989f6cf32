/** The SQL of canned answers. */
import { type Kysely, sql } from 'kysely'

export interface AnswerRow {
  id: string
  organisationId: string
  ownerId: string | null
  teamId: string | null
  name: string
  texts: { nl: string; en: string }
  active: boolean
  version: number
  changedAt: string
  changedBy: string | null
}
export interface AnswerTables {
  cannedAnswer: AnswerRow
}
export type Db = Kysely<AnswerTables>

const json = (texts: AnswerRow['texts']) => sql<AnswerRow['texts']>`${JSON.stringify(texts)}::jsonb`

/** Those the actor may see, by name. */
export async function listAnswers(db: Db, organisationId: string): Promise<AnswerRow[]> {
  return db
    .selectFrom('cannedAnswer')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .orderBy('active', 'desc')
    .orderBy(sql`spil_fold(name)`)
    .limit(500)
    .execute()
}
export async function readAnswer(db: Db, id: string): Promise<AnswerRow | undefined> {
  return db.selectFrom('cannedAnswer').selectAll().where('id', '=', id).executeTakeFirst()
}
export async function insertAnswer(db: Db, row: AnswerRow): Promise<void> {
  await db
    .insertInto('cannedAnswer')
    .values({ ...row, texts: json(row.texts) })
    .execute()
}
/** Undefined when it is no longer that version. */
export async function updateAnswer(db: Db, id: string, version: number, { texts, ...set }: Partial<AnswerRow>): Promise<AnswerRow | undefined> {
  return db
    .updateTable('cannedAnswer')
    .set({ ...set, ...(texts && { texts: json(texts) }), version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
}
