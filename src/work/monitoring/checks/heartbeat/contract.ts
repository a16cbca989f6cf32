/** Heartbeats: something must call us, and says so by an address of its own. */
import * as z from 'zod'
import { contract, Id } from '#platform/contract.ts'

const Token = z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{20,60}$/) })
const called = {
  may: 'anyone',
  path: '/api/monitoring/heartbeat/{token}',
  params: Token,
  reply: z.undefined(),
  status: 204,
  fails: { 'platform.notFound': 404 },
  secret: true,
} as const
export const monitoringHeartbeat = contract({
  beat: {
    ...called,
    method: 'POST',
    accepts: '*/*',
    inMemory: true,
    maxBytes: 65_536,
    summary: 'Says that something ran; who knows the address may',
  },
  beatByGet: { ...called, method: 'GET', summary: 'The same, for what can only open an address' },
  newToken: {
    method: 'POST',
    path: '/api/monitoring/checks/{id}/token',
    may: 'monitoring.work',
    summary: 'Makes the address that must be called for a heartbeat; the one before no longer works. It is shown once',
    params: z.object({ id: Id }),
    reply: z.object({ url: z.url() }),
    fails: { 'platform.notFound': 404, 'monitoring.noHeartbeat': 409 },
    secret: true,
  },
})
