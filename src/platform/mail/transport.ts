/** Speaks SMTP. One pool of connections per program and server address. */
import { createTransport } from 'nodemailer'
import type { App } from '../room.ts'
import type { Outgoing } from './mail.ts'

/** What became of it per receiver. `later`: try again; `refused`: trying again cannot help. */
export interface Delivery {
  /** Accepted for at least one. */
  accepted: boolean
  later: Missed[]
  refused: Missed[]
  response?: string
}
export interface Missed {
  address: string
  why: string
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
  const everybody = [...mail.to, ...(mail.cc ?? [])].map((one) => one.address)
  if (!url) return allOf(everybody, 'later', 'no mail server is configured')
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
    return { accepted: true, ...missed((info as { rejectedErrors?: Rejection[] }).rejectedErrors ?? []), response: info.response }
  } catch (error) {
    return failureOf(error, everybody)
  }
}

interface Rejection {
  recipient?: string
  responseCode?: number
  response?: string
  message?: string
}
const isFinal = (code: number | undefined) => code !== undefined && code >= 500 && code < 600
const allOf = (everybody: readonly string[], how: 'later' | 'refused', why: string): Delivery => ({
  accepted: false,
  later: [],
  refused: [],
  [how]: everybody.map((address) => ({ address, why })),
})

function missed(rejections: readonly Rejection[]): Pick<Delivery, 'later' | 'refused'> {
  const found: Pick<Delivery, 'later' | 'refused'> = { later: [], refused: [] }
  for (const { recipient = '', responseCode, response, message } of rejections)
    found[isFinal(responseCode) ? 'refused' : 'later'].push({ address: recipient, why: response ?? message ?? '' })
  return found
}

/** 5xx about this mail or its receivers is final; a refused sign-in or a server that is away may be mended. */
function failureOf(error: unknown, everybody: readonly string[]): Delivery {
  const { responseCode, code = '', response, rejectedErrors } = error as Rejection & { code?: string; rejectedErrors?: Rejection[] }
  if (code === 'EENVELOPE' && rejectedErrors && rejectedErrors.length === everybody.length) return { accepted: false, ...missed(rejectedErrors) }
  const final = isFinal(responseCode) && (code === 'EENVELOPE' || code === 'EMESSAGE')
  return allOf(everybody, final ? 'refused' : 'later', response ?? (error instanceof Error ? error.message : String(error)))
}
