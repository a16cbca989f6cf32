/** The family of a case: itself and everything that was merged into it. What is said on any of them is shown on it. */
import { type RawBuilder, sql } from 'kysely'

/** To compare an id of a case with, as `case_id = …`. */
export const familyOf = (id: string): RawBuilder<string> =>
  sql`any (array(select ${id}::uuid union all select f.case_id from case_tree f where f.root_id = ${id} and f.case_id <> ${id}))`

/**
 * Where a case leads now, in a join with `case_tree` that may have found nothing. A CASE and not coalesce(): behind a policy PostgreSQL compares an
 * indexed column only with what surely tells nothing of the row, and it does not know that of coalesce(); every row would be read.
 */
export const leadsTo = (root: string, own: string): RawBuilder<string> => sql.raw(`case when ${root} is null then ${own} else ${root} end`)
