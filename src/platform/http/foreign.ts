import type { FastifyRequest } from 'fastify'
import type { Endpoint } from '../contract.ts'
import { Problem } from '../room.ts'

/**
 * Cross-site request forgery: a browser says where an unsafe request comes from (Fetch Metadata, Origin). A request that carries our cookie
 * must come from our own pages; one with a bearer token carries nothing that a browser adds by itself.
 */
export function refuseForeignPage(endpoint: Endpoint, request: FastifyRequest): void {
  if (endpoint.method === 'GET') return
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Problem('platform.foreignPage', 403)
  if (origin !== undefined && originHost(origin) !== request.headers.host) throw new Problem('platform.foreignPage', 403)
  const byCookie = request.actor.credential?.kind === 'session'
  if (byCookie && site === undefined && origin === undefined) throw new Problem('platform.foreignPage', 403)
}

function originHost(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
