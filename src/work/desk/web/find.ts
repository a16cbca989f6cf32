/** What the palette finds: cases, entries, people. */
import { searchCalls } from './calls.ts'

/** What matched stands between these in a snippet. */
const marks = /[\u2068\u2069]/g

export async function find(query: string, signal: AbortSignal) {
  const { items } = await searchCalls.search({ query: { q: query, limit: 12 } }, { signal })
  return items.map(({ kind, id, number, title, snippet }) => ({
    kind,
    id: `${kind} ${id}`,
    title: kind === 'person' ? title : [number, title].filter(Boolean).join(' '),
    detail: snippet.replace(marks, '').replace(/\s+/g, ' ').slice(0, 80),
    to: kind === 'person' ? `/desk?${new URLSearchParams({ view: 'all', reporterId: id })}` : `/desk/cases/${number}`,
  }))
}
