/**
 * Talking to the server. Every call goes through `send`: same origin, in the person's language, with a key that makes a repeated
 * unsafe request harmless. When the server or its database is away the call waits and tries again by itself; the shell shows a banner.
 */
import { useSyncExternalStore } from 'react'
import { type Client, client, ProblemError, type Request } from '#platform/client.ts'
import type { Contract, ProblemShape } from '#platform/contract.ts'

export { ProblemError }

/** The server could not be reached for so long that the call was given up. */
export class AwayError extends Error {
  override name = 'AwayError'
}

const patience = 120_000
const listeners = new Set<() => void>()
let isAway = false
function setAway(away: boolean) {
  if (isAway === away) return
  isAway = away
  for (const tell of listeners) tell()
}
/** True while the server does not answer. */
export const useAway = () =>
  useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => isAway,
  )

/** What to do when the session has ended; the shell goes to the sign-in page and comes back to this address. */
let onSignedOut: () => void = () => undefined
export const whenSignedOut = (run: () => void) => {
  onSignedOut = run
}

/** Random, also on a plain http address where crypto.randomUUID is missing. */
const randomKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
const pause = (ms: number, signal?: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })

async function problemOf(response: Response): Promise<ProblemShape> {
  try {
    const body = await response.json()
    if (typeof body?.type === 'string' && typeof body.title === 'string') return body as ProblemShape
  } catch {
    // Not JSON: a proxy answered; its status says enough.
  }
  return { type: 'about:blank', title: response.statusText || String(response.status), status: response.status }
}

async function once(request: Request, headers: Record<string, string>): Promise<Response | undefined> {
  try {
    return await fetch(request.url, {
      method: request.method,
      headers,
      credentials: 'same-origin',
      ...(request.body !== undefined && { body: request.body }),
      ...(request.signal && { signal: request.signal }),
    })
  } catch (error) {
    if (request.signal?.aborted) throw error
    return undefined
  }
}

/** Throws ProblemError for every refusal; 503 and no network are waited out. */
export async function send(request: Request): Promise<unknown> {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': document.documentElement.lang || 'nl', ...request.headers }
  if (request.contentType) headers['content-type'] = request.contentType
  if (request.method !== 'GET') headers['idempotency-key'] ??= randomKey()
  const since = performance.now()
  for (let attempt = 0; ; attempt += 1) {
    const response = await once(request, headers)
    if (response?.ok) {
      setAway(false)
      return response.status === 204 ? undefined : response.headers.get('content-type')?.includes('json') ? response.json() : response.blob()
    }
    const problem = response && (await problemOf(response))
    const temporary = !problem || (problem.status >= 502 && problem.status <= 504 && problem.type !== 'platform.setUpFirst')
    if (!temporary) {
      setAway(false)
      if (problem.status === 401 && problem.type === 'platform.signIn') onSignedOut()
      throw new ProblemError(problem)
    }
    setAway(true)
    if (performance.now() - since > patience) throw new AwayError('away')
    await pause(Math.min(500 * 2 ** attempt, 4000), request.signal)
  }
}

/** `const desk = api(deskContract)`; then `desk.list({ query: { state: 'new' } }, { signal })`. */
export const api = <C extends Contract>(contract: C): Client<C> => client(contract, send)

/** The problem behind an error, when it is a refusal of the server. */
export const problemIn = (error: unknown): ProblemShape | undefined => (error instanceof ProblemError ? error.problem : undefined)
