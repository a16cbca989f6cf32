/** Fetches mail as long as the program runs: one connection a mailbox, started and ended as mailboxes come, change and go. */
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App, Service } from '#platform/room.ts'
import { keep, processKept, takeUp } from '../intake/jobs.ts'
import { type Arrived, type Server, type Watcher, watch } from './adapters/imap.ts'
import { listMailboxes, type MailboxRow, noteHealth, noteSeen, notSeen } from './store.ts'

const serverOf = (app: App, row: MailboxRow): Server => ({
  host: row.host,
  port: row.port,
  secure: row.secure,
  user: row.userName,
  password: app.secrets.open(`mailbox ${row.id}`, row.password),
  folder: row.folder,
})

/** Kept in one transaction together with its UID: recorded means it will be processed. Only then the server is told that it was seen. */
async function arrived(app: App, mailbox: MailboxRow, { uid, uidValidity, size, raw }: Arrived): Promise<void> {
  const stored = await app.files.put(raw as Readable, Number.MAX_SAFE_INTEGER)
  const tooLarge = size > app.config.maxUploadBytes
  const { row, fresh } = await app.asSystem(async (ctx) => {
    const kept = await keep(ctx, { stored: { hash: stored.hash, size: tooLarge ? size : stored.size }, mailboxId: mailbox.id, via: 'imap' })
    await noteSeen(ctx.db, mailbox.id, uidValidity, uid, kept.row.id)
    return kept
  })
  if (!fresh) return
  // The row waits with a job of its own: what goes wrong from here on is tried again there.
  await processKept(app, row.id).catch((error: Error) => app.log.warn({ at: 'mail', id: row.id, error: error.message }))
}

function watcherFor(app: App, mailbox: MailboxRow): Watcher {
  let failing = mailbox.failure !== null
  return {
    maxBytes: app.config.maxUploadBytes,
    unknown: (uidValidity, uids) => app.asSystem((ctx) => notSeen(ctx.db, mailbox.id, uidValidity, uids)),
    keep: (message) => arrived(app, mailbox, message),
    async connected() {
      await app.asSystem((ctx) => noteHealth(ctx.db, mailbox.id, ctx.now, null))
      failing = false
    },
    async failed(reason) {
      if (!failing) app.log.warn({ at: 'mailbox', mailbox: mailbox.id, reason })
      failing = true
      await app.asSystem((ctx) => noteHealth(ctx.db, mailbox.id, ctx.now, reason))
    },
  }
}

/** Looks every two seconds whether a mailbox was added, changed or removed. */
export const fetchMail: Service = {
  name: 'desk.mail.fetch',
  role: 'worker',
  async start(app) {
    const watched = new Map<string, { version: number; stop(): Promise<void> }>()
    const stopping = new AbortController()
    const look = async () => {
      const rows = (await app.asSystem((ctx) => listMailboxes(ctx.db))).filter((row) => row.active)
      for (const [id, one] of watched) {
        if (rows.some((row) => row.id === id && row.version === one.version)) continue
        watched.delete(id)
        await one.stop()
      }
      for (const row of rows) {
        if (watched.has(row.id) || stopping.signal.aborted) continue
        try {
          watched.set(row.id, { version: row.version, ...watch(serverOf(app, row), watcherFor(app, row)) })
        } catch (error) {
          // The password was sealed under another key: somebody must give it again.
          await app.asSystem((ctx) => noteHealth(ctx.db, row.id, ctx.now, error instanceof Error ? error.message : String(error)))
        }
      }
    }
    const looking = (async () => {
      // What the program that ran before kept and could not finish.
      await takeUp(app, app.now()).catch((error: Error) => app.log.debug({ at: 'mail', error: error.message }))
      while (!stopping.signal.aborted) {
        await look().catch((error: Error) => app.log.debug({ at: 'mailbox', error: error.message }))
        await sleep(2000, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    })()
    return {
      async stop() {
        stopping.abort()
        await looking
        await Promise.all([...watched.values()].map((one) => one.stop()))
      },
    }
  },
}
