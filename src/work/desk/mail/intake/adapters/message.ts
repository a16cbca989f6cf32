/**
 * From raw bytes to a message, in a thread of its own: a mail made to take for ever or to eat all memory ends that thread, not the program.
 */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'

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

/** Longest a mail may take to be read. */
const patience = 20_000
const file = import.meta.url.endsWith('.ts') ? new URL('./parser.ts', import.meta.url) : new URL('./parser.js', import.meta.url)

const idle: Worker[] = []
const waiting: (() => void)[] = []
let busy = 0
const most = Math.max(1, Math.min(2, availableParallelism() - 1))

/** Reads one mail; throws UnreadableError. `bytes` may be emptied. */
export async function parseMessage(bytes: Uint8Array): Promise<Message> {
  if (busy >= most) await new Promise<void>((resolve) => waiting.push(resolve))
  busy++
  const worker = idle.pop() ?? new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: 768 }, env: {} })
  worker.ref()
  let healthy = false
  try {
    const parsed = await once(worker, bytes)
    healthy = true
    if (!parsed.ok) throw new UnreadableError(parsed.why, parsed.error)
    return parsed.message
  } finally {
    busy--
    if (healthy) {
      // Kept warm, without keeping the program alive.
      worker.unref()
      idle.push(worker)
    } else await worker.terminate()
    waiting.shift()?.()
  }
}

function once(worker: Worker, bytes: Uint8Array): Promise<Parsed> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      worker.off('message', read).off('error', failed).off('exit', ended)
    }
    const read = (parsed: Parsed) => {
      stop()
      resolve(parsed)
    }
    const failed = (error: Error) => {
      stop()
      reject(new UnreadableError('tooComplex', error.message))
    }
    const ended = () => failed(new Error('the reader stopped'))
    const timer = setTimeout(() => failed(new Error(`not read within ${patience / 1000} s`)), patience)
    worker.on('message', read).on('error', failed).on('exit', ended)
    worker.postMessage(bytes)
  })
}
