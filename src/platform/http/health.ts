import type { FastifyInstance } from 'fastify'
import type { App } from '../room.ts'

/** GET /api/health: 200 {"status":"ok",…} or 503 with what fails. GET /metrics: Prometheus exposition. Both without sign-in. */
export function health(server: FastifyInstance, app: App, version: string): void {
  server.get('/api/health', async (_request, reply) => {
    try {
      await app.pools.app.query('select 1')
      return { status: 'ok', version, database: 'ok' }
    } catch {
      return reply.code(503).send({ status: 'failing', version, database: 'unreachable', fails: ['database'] })
    }
  })
  server.get('/metrics', async (_request, reply) => {
    reply.type(app.metrics.registry.contentType)
    return app.metrics.registry.metrics()
  })
}
