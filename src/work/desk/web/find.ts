/** What the palette finds: cases, entries, people. */
import { searchCalls } from './calls.ts'

/** What matched stands between these in a snippet. */
const marks = /[\u2068\u2069]/g
/** A few words around the first match; for a case that is found by its title the title says it. */
function around(snippet: string): string {
  const text = snippet.replace(/\s+/g, ' ')
  const at = Math.max(text.indexOf('\u2068'), 0)
  const start = at < 24 ? 0 : text.lastIndexOf(' ', at - 12) + 1
  const part = text.slice(start, start + 52).replace(marks, '')
  return `${start > 0 ? '… ' : ''}${part}${start + 52 < text.length ? ' …' : ''}`
}

export async function find(query: string, signal: AbortSignal) {
  const { items } = await searchCalls.search({ query: { q: query, limit: 12 } }, { signal })
  return items.map(({ kind, id, number, title, snippet }) => ({
    kind,
    id: `${kind} ${id}`,
    title: kind === 'person' ? title : [number, title].filter(Boolean).join(' '),
    detail: snippet.replace(marks, '').startsWith(title) ? '' : around(snippet),
    to: kind === 'person' ? `/desk?${new URLSearchParams({ view: 'all', reporterId: id })}` : `/desk/cases/${number}`,
  }))
}
