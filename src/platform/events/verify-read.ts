/** What verify reads, page by page within one snapshot. */
import type pg from 'pg'
import { type Head, headColumns, headOf, type LogRecord, type LogRow, logColumns, logRow } from './leaf.ts'
import type { Hash } from './merkle.ts'

const page = 500

export interface LeafRecord {
  seq: number
  eventId: number
  hash: Hash
  /** Null when there is no such event any more. */
  event: LogRow | null
  /** SHA-256 of the personal content as it is now, hex. */
  contentIs: string | null
}

type Record = LogRecord & { seq: string; eventId: string; hash: Hash; found: boolean; contentIs: string | null }

export async function* leaves(client: pg.ClientBase): AsyncGenerator<LeafRecord> {
  let after = '-9223372036854775808'
  for (;;) {
    const { rows } = await client.query<Record>({
      name: 'verify-leaves',
      text: `select l.seq::text as seq, l.event_id::text as "eventId", l.hash, e.id is not null as found, ${logColumns},
          encode(sha256(c.sealed), 'hex') as "contentIs"
        from leaf l left join event e on e.id = l.event_id left join event_content c on c.event_id = e.id and e.content_hash is not null
        where l.seq > $1 order by l.seq limit ${page}`,
      values: [after],
    })
    for (const row of rows)
      yield { seq: Number(row.seq), eventId: Number(row.eventId), hash: row.hash, event: row.found ? logRow(row) : null, contentIs: row.contentIs }
    if (rows.length < page) return
    after = rows.at(-1)?.seq ?? after
  }
}

export async function* heads(client: pg.ClientBase): AsyncGenerator<Head & { frontier: Hash[] }> {
  let after = '-9223372036854775808'
  for (;;) {
    const { rows } = await client.query<Parameters<typeof headOf>[0] & { frontier: Hash[] }>({
      name: 'verify-heads',
      text: `select ${headColumns}, h.frontier from head h where h.size > $1 order by h.size limit ${page}`,
      values: [after],
    })
    for (const row of rows) yield { ...headOf(row), frontier: row.frontier }
    if (rows.length < page) return
    after = rows.at(-1)?.size ?? after
  }
}

/** An event that has no place in the logbook and does not wait for one. */
export async function strayEvent(client: pg.ClientBase): Promise<number | undefined> {
  const { rows } = await client.query<{ id: string }>(
    `select id::text as id from event e where not exists (select from leaf where event_id = e.id) and not exists (select from unsealed where event_id = e.id)
     order by e.id limit 1`,
  )
  return rows[0] && Number(rows[0].id)
}

/** What an event is about, for the one who has to go and look. */
export async function describe(client: pg.ClientBase, id: number): Promise<string | undefined> {
  const { rows } = await client.query<{ about: string }>('select about from event where id = $1', [id])
  return rows[0]?.about
}
