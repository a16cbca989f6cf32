/** The live feed as an open page receives it. */
import { expect } from 'vitest'

export interface Message {
  id?: string
  event: string
  data: { n?: number; name?: string; data?: { n: number }; about?: string }
}

/** A screen as a browser opens it; `messages` grows. */
export async function openScreen(url: string, token: string, headers: Record<string, string> = {}) {
  const aborted = new AbortController()
  const reply = await fetch(url, { headers: { authorization: `Bearer ${token}`, ...headers }, signal: aborted.signal })
  expect(reply.status).toBe(200)
  const messages: Message[] = []
  let ended = false
  const read = async () => {
    let rest = ''
    const decoder = new TextDecoder()
    for await (const chunk of reply.body as unknown as AsyncIterable<Uint8Array>) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n\n')
      rest = parts.pop() ?? ''
      for (const part of parts) {
        const fields = Object.fromEntries(part.split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]))
        if (fields.event) messages.push({ ...(fields.id && { id: fields.id }), event: fields.event, data: JSON.parse(fields.data ?? 'null') })
      }
    }
  }
  const done = read()
    .catch(() => undefined)
    .then(() => {
      ended = true
    })
  const numbers = () => messages.filter((message) => message.event === 'message' && message.data.data?.n).map((message) => message.data.data?.n)
  await expect.poll(() => messages[0]?.event).toBe('hello')
  return {
    messages,
    numbers,
    last: () => messages.findLast((message) => message.id !== undefined)?.id ?? '',
    ended: () => ended,
    async [Symbol.asyncDispose]() {
      aborted.abort()
      await done
    },
  }
}
