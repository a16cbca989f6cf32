import { type Kysely, sql } from 'kysely'

/** When the first day begins and the last one has ended, in this time zone. */
export async function instantsOf(db: Kysely<Record<never, never>>, zone: string, since: string, until: string): Promise<{ from: Date; until: Date }> {
  const { rows } = await sql<{ from: string; until: string }>`select (${since}::date)::timestamp at time zone ${zone} as "from",
    (${until}::date + 1)::timestamp at time zone ${zone} as "until"`.execute(db)
  const [found] = rows
  if (!found) throw new Error('one question has one answer')
  return { from: new Date(found.from), until: new Date(found.until) }
}
