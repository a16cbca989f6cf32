/**
 * Speaks IMAP: watches one folder, hands over each message that was not recorded yet, and marks it as seen only after that. What to do
 * with a message stands elsewhere (mailboxes/jobs.ts).
 */
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { ImapFlow } from 'imapflow'

export interface Server {
  host: string
  port: number
  secure: boolean
  user: string
  password: string
  folder: string
}
export interface Arrived {
  uidValidity: number
  uid: number
  /** Size as the server says. */
  size: number
  raw: Readable
}
export interface Watcher {
  /** Which of these are not recorded yet. */
  unknown(uidValidity: number, uids: readonly number[]): Promise<number[]>
  /** Keeps the message. When it throws, the message stays unseen and is handed over again. */
  keep(arrived: Arrived): Promise<void>
  /** Largest message fetched whole; of larger ones only the beginning is handed over. */
  maxBytes: number
  connected(): Promise<void>
  /** The connection broke or was refused; it is made again after a while. */
  failed(reason: string): Promise<void>
}

/** Of a message that is too large: enough for its header. */
const beginning = 256 * 1024

/** Fetches everything that is not recorded, in batches, the oldest first. One message that cannot be fetched does not stop the next. */
async function fetchNew(client: ImapFlow, watcher: Watcher, folderUidValidity: number): Promise<number> {
  const all = await client.search({ all: true }, { uid: true })
  const uids = (all || []).toSorted((one, other) => one - other)
  let kept = 0
  let failure: unknown
  for (let from = 0; from < uids.length; from += 1000) {
    for (const uid of await watcher.unknown(folderUidValidity, uids.slice(from, from + 1000))) {
      try {
        if (await fetchOne(client, watcher, folderUidValidity, uid)) kept++
      } catch (error) {
        if (!client.usable) throw error
        failure = error
      }
    }
  }
  await markKept(client, watcher, folderUidValidity)
  if (failure) throw failure
  return kept
}

/** Kept by a program that died before it could say so. */
async function markKept(client: ImapFlow, watcher: Watcher, uidValidity: number): Promise<void> {
  const unseen = ((await client.search({ seen: false }, { uid: true })) || []).slice(0, 1000)
  if (unseen.length === 0) return
  const unknown = new Set(await watcher.unknown(uidValidity, unseen))
  const kept = unseen.filter((uid) => !unknown.has(uid))
  if (kept.length > 0) await client.messageFlagsAdd(kept.join(','), ['\\Seen'], { uid: true })
}

async function fetchOne(client: ImapFlow, watcher: Watcher, uidValidity: number, uid: number): Promise<boolean> {
  const about = await client.fetchOne(String(uid), { size: true, flags: true }, { uid: true })
  // Gone since, or marked to go.
  if (!about || about.flags?.has('\\Deleted')) return false
  const size = about.size ?? 0
  const tooLarge = size > watcher.maxBytes
  const { content } = await client.download(String(uid), undefined, { uid: true, ...(tooLarge && { maxBytes: beginning }) })
  if (!content) return false
  await watcher.keep({ uidValidity, uid, size, raw: content })
  await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
  return true
}

/** Watches until stopped. Connects again by itself, waiting longer each time, at most a minute. */
export function watch(server: Server, watcher: Watcher): { stop(): Promise<void> } {
  const stopping = new AbortController()
  let client: ImapFlow | undefined
  const running = (async () => {
    let failures = 0
    while (!stopping.signal.aborted) {
      try {
        client = connection(server)
        await session(client, server, watcher, stopping.signal, () => {
          failures = 0
        })
      } catch (error) {
        if (stopping.signal.aborted) break
        await watcher.failed(reasonOf(error)).catch(() => undefined)
      } finally {
        client?.close()
      }
      failures++
      await sleep(Math.min(500 * 2 ** failures, 60_000), undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return {
    async stop() {
      stopping.abort()
      client?.close()
      await running
    },
  }
}

function connection(server: Server): ImapFlow {
  const client = new ImapFlow({
    host: server.host,
    port: server.port,
    secure: server.secure,
    auth: { user: server.user, pass: server.password },
    logger: false,
    connectionTimeout: 20_000,
    greetingTimeout: 15_000,
    socketTimeout: 6 * 60_000,
    // IDLE is begun anew in time, because servers and firewalls end it after half an hour or less.
    maxIdleTime: 4 * 60_000,
    disableAutoIdle: false,
  })
  // Without a listener a broken connection would end the program; `session` notices it by 'close'.
  client.on('error', () => undefined)
  return client
}

async function session(client: ImapFlow, server: Server, watcher: Watcher, signal: AbortSignal, well: () => void): Promise<void> {
  await client.connect()
  const lock = await client.getMailboxLock(server.folder)
  try {
    let wake: () => void = () => undefined
    let again = false
    let closed = false
    const notice = () => {
      again = true
      wake()
    }
    client.on('exists', notice)
    client.on('close', () => {
      closed = true
      wake()
    })
    signal.addEventListener('abort', () => wake(), { once: true })
    while (!signal.aborted && !closed) {
      again = false
      const folder = client.mailbox
      if (!folder) throw new Error('the folder was closed')
      await fetchNew(client, watcher, Number(folder.uidValidity))
      await watcher.connected()
      well()
      if (again || closed || signal.aborted) continue
      // The next command ends IDLE; once in a while we look anyhow.
      client.idle().catch(() => undefined)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 60_000)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
        if (again || closed || signal.aborted) wake()
      })
    }
  } finally {
    lock.release()
  }
}

/** What the server said, without our password in it. */
function reasonOf(error: unknown): string {
  const { responseText, code, message } = error as { responseText?: string; code?: string; message?: string }
  return (
    [code, responseText ?? message]
      .filter(Boolean)
      .join(': ')
      .replace(/\p{Cc}+/gu, ' ')
      .slice(0, 300) || 'the connection broke'
  )
}
