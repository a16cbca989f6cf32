import { type Kysely, sql } from 'kysely'
import { type Context, roomFor } from '#platform/room.ts'
import { casesByNumber, casesOf, entriesByIds, numberIn, searchIds, snippet, wordsOf } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import { deskSearch, type Hit } from './contract.ts'
import { deskSearchTexts } from './texts.ts'

async function caseHits(ctx: Context, ids: readonly string[], words: readonly string[]): Promise<Hit[]> {
  const rows = await casesOf(ctx, ids)
  const shown = new Set<string>()
  return ids.flatMap((found) => {
    const row = rows.find((one) => one.id === found)
    // Of cases that were merged the one they lead to, once.
    if (!row || shown.has(row.caseId)) return []
    const id = row.caseId
    shown.add(id)
    return [
      {
        kind: 'case' as const,
        id,
        caseId: id,
        number: numberOf(row.number),
        title: row.title,
        state: row.state,
        snippet: snippet(`${row.ownTitle}. ${row.text}`, words),
      },
    ]
  })
}

async function entryHits(ctx: Context, words: readonly string[], limit: number): Promise<Hit[]> {
  const found = await searchIds(ctx, 'entry', words, limit)
  const rows = await entriesByIds(
    ctx,
    found.map(({ id }) => id),
  )
  return rows.map(({ id, caseId, number, title, state, text }) => ({
    kind: 'entry' as const,
    id,
    caseId,
    number: numberOf(number),
    title,
    state,
    snippet: snippet(text, words),
  }))
}

/** People by parts of name or address, for who may read them: row level security leaves out the others. */
async function personHits(ctx: Context, words: readonly string[], limit: number): Promise<Hit[]> {
  if (!ctx.actor.permissions.get('people.read')?.length || words.length === 0) return []
  const db: Kysely<unknown> = ctx.db
  const all = sql.join(
    words.map((word) => sql`spil_fold(name || ' ' || coalesce(email, '')) like ${`%${word}%`}`),
    sql` and `,
  )
  const { rows } = await sql<{ id: string; name: string; email: string | null }>`
    select id, name, email from person where erased_at is null and ${all} order by spil_fold(name), id limit ${limit}`.execute(db)
  return rows.map(({ id, name, email }) => ({
    kind: 'person' as const,
    id,
    caseId: null,
    number: null,
    title: name,
    state: null,
    snippet: email ?? '',
  }))
}

export default roomFor<Record<never, never>>()({
  name: 'desk.search',
  contract: deskSearch,
  texts: deskSearchTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async search({ query }, ctx) {
      const { q, limit } = query
      const number = numberIn(q)
      const byNumber = number === undefined ? [] : (await casesByNumber(ctx, number, limit)).map(({ id }) => id)
      // Written as the number of a case it is that one. Bare, three digits and more may also stand in the words: on a sticker, in an invoice.
      const sure = /[c#]/i.test(q) && byNumber.length > 0
      const digits = q.replace(/\D/g, '')
      const words = number === undefined ? wordsOf(q) : sure || digits.length < 3 ? [] : [digits]
      const cases = [...new Set([...byNumber, ...(await searchIds(ctx, 'case', words, limit)).map(({ id }) => id)])]
      const people = await personHits(ctx, words, Math.min(5, limit))
      const items = [...(await caseHits(ctx, cases, words)), ...people, ...(await entryHits(ctx, words, limit))]
      // Each kind keeps a place: a word in a thousand entries must not push the person with that name off the list.
      const share = Math.max(3, Math.ceil(limit / 2))
      const first = items.filter((hit, index) => items.filter((other, before) => before < index && other.kind === hit.kind).length < share)
      return { items: [...first, ...items.filter((hit) => !first.includes(hit))].slice(0, limit) }
    },
  },
})
