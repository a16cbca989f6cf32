/** The family of a case: itself and everything that was merged into it. What is said on any of them is shown on it. */
import { type RawBuilder, sql } from 'kysely'

/** To compare an id of a case with, as `case_id = …`. */
export const familyOf = (id: string): RawBuilder<string> =>
  sql`any (array(select ${id}::uuid union all select f.case_id from case_tree f where f.root_id = ${id} and f.case_id <> ${id}))`
