/** The built web: hashed assets for a year, index.html for every page with a nonce of its own and a strict content security policy. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Problem } from '../room.ts'

const policy = (nonce: string) =>
  [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

export function security(server: FastifyInstance): void {
  server.addHook('onSend', async (_request, reply) => {
    reply
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'same-origin')
      .header('x-frame-options', 'DENY')
      .header('cross-origin-opener-policy', 'same-origin')
      // The camera reads labels; nothing else of the device is asked for, and by nobody but our own pages.
      .header('permissions-policy', 'camera=(self), microphone=(), geolocation=(), display-capture=()')
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
}

export async function web(server: FastifyInstance, folder: string): Promise<void> {
  // Read each time: a new build beside a running Spil has other asset names, and an old page would ask for files that are gone.
  const html = () =>
    readFile(join(folder, 'index.html'), 'utf8').catch(() => '<!doctype html><title>Spil</title><p>The web is not built: npm start builds it.')
  if (existsSync(join(folder, 'assets')))
    await server.register(fastifyStatic, {
      root: join(folder, 'assets'),
      prefix: '/assets/',
      immutable: true,
      maxAge: '365d',
      index: false,
      decorateReply: false,
      setHeaders(reply, path) {
        if (!path.endsWith('counting.js')) return
        // The service worker of the pages for counting, and of no other: asked anew each time, and it talks to us alone.
        reply.header('service-worker-allowed', '/items/stocktakes/')
        reply.header('cache-control', 'no-cache')
        reply.header('content-security-policy', "default-src 'none'; connect-src 'self'")
      },
    })
  const page = async (reply: FastifyReply) => {
    const nonce = randomBytes(16).toString('base64')
    return reply
      .header('content-security-policy', policy(nonce))
      .type('text/html; charset=utf-8')
      .send((await html()).replaceAll('__CSP_NONCE__', nonce))
  }
  server.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/'
    if (request.method === 'GET' && !path.startsWith('/api/') && !path.startsWith('/assets/')) return page(reply)
    throw new Problem('platform.notFound', 404)
  })
}
