/** Speaks SMTP. One pool of connections per program and server address. */
import { createTransport } from 'nodemailer'
import type { App } from '../room.ts'
import type { Outgoing } from './mail.ts'

/** `later`: try again; `refused`: trying again cannot help. */
export interface Delivery {
  result: 'sent' | 'later' | 'refused'
  error?: string
  response?: string
}

type Pool = ReturnType<typeof open>
const open = (url: string) =>
  createTransport({
    url,
    pool: true,
    maxConnections: 3,
    // A connection that breaks half-way counts as an attempt of ours, not as a secret second one.
    maxRequeues: 0,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    idleTimeout: 10_000,
    disableUrlAccess: true,
    disableFileAccess: true,
  })
const opened = new WeakMap<App, { url: string; pool: Pool }>()

function poolOf(app: App, url: string): Pool {
  const known = opened.get(app)
  if (known?.url === url) return known.pool
  known?.pool.close()
  const pool = open(url)
  opened.set(app, { url, pool })
  app.stopping.addEventListener('abort', () => pool.close({ force: true }), { once: true })
  return pool
}

/** Hands one mail to the server. Never throws. */
export async function deliver(app: App, mail: Outgoing): Promise<Delivery> {
  const url = app.config.smtpUrl
  if (!url) return { result: 'later', error: 'no mail server is configured' }
  try {
    const attachments = await Promise.all(
      (mail.attachments ?? []).map(async ({ hash, name, type }) => ({
        filename: name,
        contentType: type,
        content: (await app.files.read(hash)).stream,
      })),
    )
    const info = await poolOf(app, url).sendMail({
      from: mail.from,
      to: [...mail.to],
      cc: [...(mail.cc ?? [])],
      ...(mail.replyTo && { replyTo: mail.replyTo }),
      subject: mail.subject,
      text: mail.text,
      ...(mail.html !== undefined && { html: mail.html }),
      messageId: mail.messageId,
      ...(mail.inReplyTo && { inReplyTo: mail.inReplyTo }),
      ...(mail.references?.length && { references: [...mail.references] }),
      headers: {
        ...mail.headers,
        ...(mail.autoSubmitted && { 'Auto-Submitted': mail.autoSubmitted, 'X-Auto-Response-Suppress': 'All' }),
      },
      attachments,
    })
    const rejected = info.rejected.map(String)
    return { result: 'sent', response: info.response, ...(rejected.length > 0 && { error: `not accepted for ${rejected.join(', ')}` }) }
  } catch (error) {
    return failureOf(error)
  }
}

/** 5xx about this mail or its receivers is final; a refused sign-in or a server that is away may be mended. */
function failureOf(error: unknown): Delivery {
  const { responseCode = 0, code = '', response } = error as { responseCode?: number; code?: string; response?: string }
  const final = responseCode >= 500 && responseCode < 600 && (code === 'EENVELOPE' || code === 'EMESSAGE')
  const said = response ?? (error instanceof Error ? error.message : String(error))
  return { result: final ? 'refused' : 'later', error: said }
}
