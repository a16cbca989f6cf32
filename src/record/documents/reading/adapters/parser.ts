/** The other side of reader.ts: runs in the thread. */
import { parentPort } from 'node:worker_threads'
import MarkdownIt from 'markdown-it'
import { safeHtml } from '#platform/html.ts'
import { isOffice, wordsOfOffice } from './office.ts'
import { wordsOfPdf } from './pdf.ts'
import { type Asked, type FileRead, mostWords, type Unreadable } from './reader.ts'

/** Why the reader stops; everything else that is thrown is 'unreadable'. */
const reasonOf = (error: unknown): Unreadable => {
  const why = (error as { why?: Unreadable }).why
  if (why) return why
  return (error as { name?: string }).name === 'PasswordException' ? 'locked' : 'unreadable'
}

const begins = (bytes: Uint8Array, hex: string) => Buffer.from(bytes.subarray(0, hex.length / 2)).toString('hex') === hex

/** UTF-8 without control characters, or UTF-16 that says so. */
function wordsOfText(bytes: Uint8Array): string | null {
  const wide = begins(bytes, 'fffe') ? 'utf-16le' : begins(bytes, 'feff') ? 'utf-16be' : undefined
  const text = new TextDecoder(wide ?? 'utf-8').decode(bytes)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  return /[\u0000-\u0008\u000e-\u001a]/.test(text) || (text.match(/\ufffd/g)?.length ?? 0) > text.length / 100 ? null : text
}

async function understand(bytes: Uint8Array): Promise<FileRead> {
  if (begins(bytes, '255044462d')) return { ok: true, words: await wordsOfPdf(bytes), macros: false }
  if (begins(bytes, 'd0cf11e0a1b11ae1')) return { ok: false, why: 'oldFormat', error: 'a file of Office before 2007, or an encrypted one' }
  if (begins(bytes, '504b0304')) return isOffice(bytes) ? { ok: true, ...wordsOfOffice(bytes) } : { ok: true, words: null, macros: false }
  return { ok: true, words: wordsOfText(bytes), macros: false }
}

/** Spaces and empty lines say nothing; PostgreSQL keeps no NUL. */
const tidy = (words: string) =>
  words
    .replaceAll('\u0000', '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .slice(0, mostWords)
    .trim()

// Raw HTML in a page is shown as the text it is; what comes out is made safe all the same, in the one place that does it.
const markdown = new MarkdownIt('default', { html: false, linkify: true, maxNesting: 40 })
const drawn = (page: string) => safeHtml(markdown.render(page), () => undefined).html

parentPort?.on('message', async (asked: Asked) => {
  if ('page' in asked) return parentPort?.postMessage(drawn(asked.page))
  let read: FileRead
  try {
    const found = await understand(asked.file)
    read = found.ok && found.words !== null ? { ...found, words: tidy(found.words) } : found
  } catch (error) {
    read = { ok: false, why: reasonOf(error), error: (error instanceof Error ? error.message : String(error)).slice(0, 300) }
  }
  parentPort?.postMessage(read)
})
