/** The typed client: no generated code, the contract is the client. Used by the web, the CLI and the tests. */
import type { Contract, Endpoint, ProblemShape, Reply, Sent } from './contract.ts'

export class ProblemError extends Error {
  override name = 'ProblemError'
  problem: ProblemShape
  constructor(problem: ProblemShape) {
    super(problem.title)
    this.problem = problem
  }
}

export interface Request {
  method: Endpoint['method']
  /** Path with its query. */
  url: string
  /** JSON text, or raw bytes for an endpoint that `accepts` a media type. */
  body: BodyInit | undefined
  contentType: string | undefined
  headers: Readonly<Record<string, string>>
  signal: AbortSignal | undefined
}
export type Send = (request: Request) => Promise<unknown>
export interface Options {
  headers?: Readonly<Record<string, string>>
  signal?: AbortSignal
  /** Media type of `raw` when the endpoint accepts several. */
  contentType?: string
}
/** Without required input the argument may be left out. */
export type Client<C extends Contract> = {
  [K in keyof C]: Partial<Sent<C[K]>> extends Sent<C[K]>
    ? (input?: Sent<C[K]>, options?: Options) => Promise<Reply<C[K]>>
    : (input: Sent<C[K]>, options?: Options) => Promise<Reply<C[K]>>
}

interface Loose {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
  raw?: BodyInit
}

/** Where an endpoint is found with this input: the path filled in, the query without what is undefined. */
export function urlOf(endpoint: Endpoint, input: Loose = {}): string {
  const path = endpoint.path.replace(/\{(\+?)(\w+)\}/g, (_, rest: string, name: string) => {
    const value = encodeURIComponent(String(input.params?.[name]))
    return rest ? value.replaceAll('%2F', '/') : value
  })
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value === undefined || value === null) continue
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one))
  }
  return query.size === 0 ? path : `${path}?${query}`
}

/** `send` throws ProblemError for every status of 400 and above. */
export function client<C extends Contract>(contract: C, send: Send): Client<C> {
  const call =
    (endpoint: Endpoint) =>
    (input: Loose = {}, options: Options = {}) =>
      send({
        method: endpoint.method,
        url: urlOf(endpoint, input),
        body: input.raw ?? (input.body === undefined ? undefined : JSON.stringify(input.body)),
        contentType: input.raw !== undefined ? (options.contentType ?? endpoint.accepts) : input.body === undefined ? undefined : 'application/json',
        headers: options.headers ?? {},
        signal: options.signal,
      })
  return Object.fromEntries(Object.entries(contract).map(([key, endpoint]) => [key, call(endpoint)])) as unknown as Client<C>
}
