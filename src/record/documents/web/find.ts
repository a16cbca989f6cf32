/** What the palette finds, and what the server keeps for me: documents of mine that are to be reviewed. */
import { documentCalls } from './calls.ts'

const marks = /[\u2068\u2069]/g

export async function find(query: string, signal: AbortSignal) {
  const { items } = await documentCalls.documents({ query: { search: query.slice(0, 200), limit: 6 } }, { signal })
  return items.map(({ id, title, snippet }) => ({
    id: `document ${id}`,
    title,
    to: `/documents/${id}`,
    detail: (snippet ?? '').replace(marks, '').slice(0, 60),
  }))
}

export const kept = {
  may: 'documents.write',
  load: async (signal: AbortSignal) => {
    const { items, unread } = await documentCalls.reminders({}, { signal })
    return { unread, items: items.map(({ id, text, at }) => ({ id: `review ${id}`, at, text, to: `/documents/${id}` })) }
  },
  read: () => documentCalls.readReminders(),
}
