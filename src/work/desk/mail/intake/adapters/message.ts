/**
 * From raw bytes to a message, in a thread of its own: a mail made to take for ever or to eat all memory ends that thread, not the program.
 */
import { GaveUpError, threads } from '#platform/thread.ts'

export interface Box {
  name: string
  address: string
}
export interface Part {
  name: string
  type: string
  /** Without angle brackets; what an image in the text points at. */
  contentId: string | null
  content: Uint8Array
}
/** What a server says about one recipient of mail it could not deliver, or not yet (RFC 3464). */
export interface Report {
  recipient: string | null
  action: 'failed' | 'delayed'
  /** '5.1.1' */
  status: string | null
  diagnostic: string | null
}
export interface Message {
  /** With angle brackets, as the sender gave it. */
  messageId: string | null
  inReplyTo: string[]
  references: string[]
  from: Box[]
  sender: Box[]
  replyTo: Box[]
  to: Box[]
  cc: Box[]
  subject: string
  text: string
  html: string | null
  /** Lower-case names. */
  headers: Map<string, string[]>
  attachments: Part[]
  reports: Report[]
  /** Message-IDs of the mail that is returned in this one. */
  returned: string[]
  /** Name of a winmail.dat that could not be opened: what was attached is inside it. */
  sealedIn: string | null
}

/** Why a mail cannot be read: a text key without its room. */
export type Unreadable = 'unreadable' | 'tooComplex' | 'empty'
export class UnreadableError extends Error {
  override name = 'UnreadableError'
  why: Unreadable
  constructor(why: Unreadable, message: string) {
    super(message)
    this.why = why
  }
}

export type Parsed = { ok: true; message: Message } | { ok: false; why: Unreadable; error: string }

const read = threads<Uint8Array, Parsed>(new URL('./parser.ts', import.meta.url), { patience: 20_000, memory: 768 })

/** Reads one mail; throws UnreadableError. `bytes` may be emptied. */
export async function parseMessage(bytes: Uint8Array): Promise<Message> {
  const parsed = await read(bytes).catch((error: unknown) => {
    throw error instanceof GaveUpError ? new UnreadableError('tooComplex', error.message) : error
  })
  if (!parsed.ok) throw new UnreadableError(parsed.why, parsed.error)
  return parsed.message
}
