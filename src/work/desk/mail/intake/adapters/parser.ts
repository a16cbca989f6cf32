/** The thread that reads mail. Runs apart from the program: see message.ts. */
import { parentPort } from 'node:worker_threads'
import PostalMime, { type Address, type Attachment, decodeWords, type Email } from 'postal-mime'
import sanitizeHtml from 'sanitize-html'
import { calledWestern, fromUtf7, mendHeader, saysUtf7 } from './charset.ts'
import type { Box, Message, Parsed, Part, Report } from './message.ts'
import { opened } from './tnef.ts'

const longestText = 49_000
const longestHtml = 500_000
const most = { headers: 1000, attachments: 200, boxes: 200, ids: 500 }

/** Without NUL (PostgreSQL refuses it) and halves of characters. */
const clean = (text: string) => text.replaceAll('\u0000', '').toWellFormed()
const line = (text: string | null | undefined, max = 2000) =>
  clean(text ?? '')
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, max)

const boxes = (addresses: Address | Address[] | undefined): Box[] =>
  (addresses === undefined ? [] : Array.isArray(addresses) ? addresses : [addresses])
    .flatMap((one) => (one.group ? one.group : [one]))
    .slice(0, most.boxes)
    .map((one) => ({ name: line(one.name, 200), address: line(one.address, 320) }))

const ids = (text: string | undefined): string[] =>
  [...(text ?? '').slice(0, 100_000).matchAll(/<[^<>\s]{1,500}>/g)].slice(0, most.ids).map(([id]) => clean(id))

const bytesOf = ({ content }: Attachment): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content instanceof Uint8Array ? content : new Uint8Array(content)

const extensions: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
  'text/html': 'html',
  'text/calendar': 'ics',
  'text/csv': 'csv',
  'message/rfc822': 'eml',
  'application/zip': 'zip',
  'application/ms-tnef': 'dat',
}

/** The name it came with, without path; a returned message by its subject; otherwise by its type. */
function nameOf(one: Attachment, index: number): string {
  const given = line(one.filename, 200).split(/[\\/]/).at(-1)?.replace(/^\.+/, '').trim()
  if (given) return given
  const extension = extensions[one.mimeType] ?? 'bin'
  if (one.mimeType === 'message/rfc822') {
    const head = new TextDecoder('utf-8').decode(bytesOf(one).subarray(0, 20_000)).split(/\r?\n\r?\n/, 1)[0] ?? ''
    const subject = /^subject:[ \t]*(.{1,500}(\r?\n[ \t].{1,500}){0,5})/im.exec(head)?.[1]
    if (subject)
      return `${
        line(decodeWords(subject.replace(/\r?\n[ \t]/g, ' ')), 150)
          .replaceAll(/[\\/:*?"<>|]/g, ' ')
          .trim() || 'message'
      }.eml`
  }
  return `${extension === 'eml' ? 'message' : 'attachment'}-${index + 1}.${extension}`
}

const part = (one: Attachment, index: number): Part => ({
  name: nameOf(one, index),
  type: /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(one.mimeType) ? one.mimeType : 'application/octet-stream',
  contentId: one.contentId ? line(one.contentId, 300).replace(/^<|>$/g, '') : null,
  content: bytesOf(one),
})

/** Readable text of a mail that has only HTML. */
const textOf = (html: string): string =>
  sanitizeHtml(html.replace(/<(?:br|\/p|\/div|\/tr|\/li|\/h[1-6]|\/blockquote)\b[^<>]{0,500}>/gi, '$&\n'), {
    allowedTags: [],
    allowedAttributes: {},
    parseStyleAttributes: false,
  })
    .replace(/&(amp|lt|gt|quot);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? '')
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/ ?\n[ \n]*\n ?/g, '\n\n')
    .trim()

const leaves = new Set(['area', 'base', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'p', 'li', 'td', 'th', 'tr', 'option', 'dt', 'dd'])
/** Deeper than anybody writes: made to keep whoever shows it busy. */
function tooDeep(html: string): boolean {
  let depth = 0
  for (const [, close, name] of html.matchAll(/<(\/?)([a-z][a-z0-9]{0,20})/gi)) {
    if (leaves.has(name?.toLowerCase() ?? '')) continue
    depth = Math.max(0, depth + (close ? -1 : 1))
    if (depth > 500) return true
  }
  return false
}

const returnedTypes = new Set(['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers'])
/** Ids of mail that lies in this one: as a part of its own, or below the words of an old server. */
function returnedIn(email: Email, text: string): string[] {
  const inside = email.attachments
    .filter((one) => returnedTypes.has(one.mimeType))
    .flatMap((one) => {
      const head = new TextDecoder('latin1').decode(bytesOf(one).subarray(0, 100_000)).split(/\r?\n\r?\n/, 1)[0] ?? ''
      return ids(/^message-id:\s{0,10}(.{1,600})/im.exec(head)?.[1])
    })
  const below = [...text.slice(0, longestText).matchAll(/^message-id:[ \t]{0,10}(<[^<>\s]{1,500}>)/gim)].flatMap(([, id]) => (id ? [id] : []))
  return [...inside, ...below].slice(0, 20)
}

function reportsOf(email: Email): Report[] {
  const status = email.attachments.find((one) => one.mimeType === 'message/delivery-status' || one.mimeType === 'message/global-delivery-status')
  if (!status) return []
  const text = new TextDecoder('utf-8').decode(bytesOf(status).subarray(0, 200_000))
  return text.split(/\r?\n\r?\n/, 200).flatMap((block): Report[] => {
    const unfolded = block.replace(/\r?\n[ \t]+/g, ' ')
    const field = (name: string) => line(new RegExp(`^${name}:[ \\t]*(.{1,1000})`, 'im').exec(unfolded)?.[1], 500) || null
    const recipient = (field('Final-Recipient') ?? field('Original-Recipient'))?.replace(/^[^;]{0,50};\s*/, '') ?? null
    const action = field('Action')?.toLowerCase() ?? 'failed'
    // "delivered", "relayed" and "expanded" tell that all is well.
    if (recipient === null || (action !== 'failed' && action !== 'delayed')) return []
    return [{ recipient, action, status: field('Status')?.split(/[ (]/, 1)[0] ?? null, diagnostic: field('Diagnostic-Code') }]
  })
}

/** The parts, with what lies in a winmail.dat in its place. */
function partsOf(email: Email): { parts: Part[]; sealedIn: string | null } {
  let sealedIn: string | null = null
  const parts = email.attachments
    .filter((one) => !/^message\/(global-)?delivery-status$/.test(one.mimeType))
    .slice(0, most.attachments)
    .flatMap((one, index) => {
      const whole = part(one, index)
      if (!/^application\/(vnd\.)?ms-tnef$/.test(one.mimeType) && !/^winmail\.dat$/i.test(whole.name)) return [whole]
      const inside = opened(whole.content)
      if (!inside) {
        sealedIn = whole.name
        return [whole]
      }
      return inside.map(({ name, content }, at) => ({
        name: line(name, 200).split(/[\\/]/).at(-1) || `attachment-${index + 1}-${at + 1}`,
        type: 'application/octet-stream',
        contentId: null,
        content,
      }))
    })
  return { parts: parts.slice(0, most.attachments), sealedIn }
}

const encode = (text: string) => new TextEncoder().encode(text)

const parsed = (bytes: Uint8Array): Promise<Email> =>
  PostalMime.parse(bytes, {
    forceRfc822Attachments: true,
    rfc822Attachments: true,
    maxNestingDepth: 100,
    maxRfc822NestingDepth: 0,
    maxHeadersSize: 1024 * 1024,
  })

/** As it says it is written, else as it most likely was. */
async function readable(given: Uint8Array): Promise<Email> {
  const bytes = mendHeader(given)
  const email = await parsed(bytes)
  const western = calledWestern(bytes, `${email.text ?? ''}${email.html ?? ''}`)
  if (western) return parsed(western)
  if (saysUtf7(bytes)) {
    if (email.text !== undefined) email.text = fromUtf7(email.text)
    if (email.html !== undefined) email.html = fromUtf7(email.html)
  }
  return email
}

async function understand(bytes: Uint8Array): Promise<Message> {
  const email = await readable(bytes)
  const headers = new Map<string, string[]>()
  for (const { key, value } of email.headers.slice(0, most.headers)) headers.set(key, [...(headers.get(key) ?? []), line(value, 10_000)])
  const { parts: attachments, sealedIn } = partsOf(email)
  const whole = clean(email.text ?? '').replaceAll('\r\n', '\n')
  const given = email.html === undefined ? null : clean(email.html)
  const html = given !== null && given.length <= longestHtml && !tooDeep(given) ? given : null
  const text = whole.trim() === '' && given !== null ? (html === null ? given.replace(/<[^<>]*>/g, ' ') : textOf(html)) : whole
  // What does not fit in a conversation is kept beside it.
  if (text.length > longestText) attachments.push({ name: 'message.txt', type: 'text/plain', contentId: null, content: encode(text) })
  if (given !== null && html === null) attachments.push({ name: 'message.html', type: 'text/html', contentId: null, content: encode(given) })
  return {
    messageId: ids(email.messageId)[0] ?? (line(email.messageId, 500) || null),
    inReplyTo: ids(email.inReplyTo),
    references: ids(email.references),
    from: boxes(email.from),
    sender: boxes(email.sender),
    replyTo: boxes(email.replyTo),
    to: boxes(email.to),
    cc: boxes(email.cc),
    subject: line(email.subject, 1000),
    text: text.slice(0, longestText),
    html,
    headers,
    attachments,
    reports: reportsOf(email),
    returned: returnedIn(email, whole),
    sealedIn,
  }
}

parentPort?.on('message', async (bytes: Uint8Array) => {
  let parsed: Parsed
  try {
    const message = await understand(bytes)
    const nothing = message.headers.size === 0 && message.text.trim() === '' && message.attachments.length === 0
    parsed = nothing ? { ok: false, why: 'empty', error: 'nothing in it' } : { ok: true, message }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    parsed = { ok: false, why: /nesting|depth|header/i.test(said) ? 'tooComplex' : 'unreadable', error: said.slice(0, 300) }
  }
  parentPort?.postMessage(parsed)
})
