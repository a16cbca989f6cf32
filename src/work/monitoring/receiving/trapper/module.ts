/** A trapper of Zabbix: one message a connection, bounded in bytes, time and number. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { App, Service } from '#platform/room.ts'
import { appendSamples } from '#record/series/series.ts'
import { RefusedError } from '../adapters/refused.ts'
import { bodyIn, countsText, frameIn, frameOf, readSent, type Sent } from '../adapters/zabbix.ts'
import { type Allowance, type Allowed, allowance } from '../allowing/module.ts'
import { addressOf } from '../rules.ts'
import { keepStanding } from '../standing/module.ts'

const mostConnections = 200
/** For all of a message and its answer, in ms. */
const usualPatience = 10_000

export interface Listening {
  port: number
  stop(): Promise<void>
}
export async function listenZabbix(app: App, port: number, patience = usualPatience): Promise<Listening> {
  const allowed = allowance(app)
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    const late = setTimeout(() => socket.destroy(), patience)
    socket.on('close', () => {
      clearTimeout(late)
      open.delete(socket)
    })
    // It went away: there is nobody to tell.
    socket.on('error', () => socket.destroy())
    converse(app, allowed, socket).catch((error: Error) => {
      // Without an answer the sender keeps its values and comes again.
      if (!socket.destroyed) app.log.warn({ at: 'monitoring zabbix', error: error.message })
      socket.destroy()
    })
  })
  server.maxConnections = mostConnections
  server.listen(port, app.config.host)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
      await allowed.stop()
    },
  }
}

async function converse(app: App, allowed: Allowance, socket: Socket): Promise<void> {
  const began = performance.now()
  const address = addressOf(socket.remoteAddress ?? '')
  const from = await allowed.of(address, 'zabbix')
  if (!from) return void socket.destroy()
  const parts: Buffer[] = []
  try {
    const { body, packed } = await messageOf(socket, parts)
    const now = app.now().getTime()
    const sent = readSent(body, now)
    const accepted = await taken(app, from, sent)
    socket.end(frameOf({ response: 'success', info: countsText(accepted, sent.total, (performance.now() - began) / 1000) }, packed))
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    const { organisationId } = from
    const { why: reason, given } = error
    const bytes = Buffer.concat(parts)
    await app.asSystem((ctx) => keepStanding(ctx, { organisationId, key: null, via: 'zabbix', address, contentType: '', reason, given, bytes }))
    socket.end(frameOf({ response: 'failed', info: app.texts[`monitoring.receiving.reason.${reason}`]?.en ?? reason }))
  }
}
/** `parts`: what came so far, also when it turns out to be nothing. */
async function messageOf(socket: Socket, parts: Buffer[]): Promise<{ body: Uint8Array; packed: boolean }> {
  let size = 0
  let wanted: number | undefined
  for await (const part of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    parts.push(part)
    size += part.length
    if (wanted === undefined) {
      const frame = frameIn(Buffer.concat(parts))
      if (!frame) continue
      wanted = frame.size + 13
    }
    if (size < wanted) continue
    const whole = Buffer.concat(parts)
    const body = bodyIn(whole)
    if (body) return { body, packed: frameIn(whole)?.packed ?? false }
  }
  throw new RefusedError(size === 0 ? 'empty' : 'broken')
}
async function taken(app: App, from: Allowed, sent: Sent): Promise<number> {
  if (sent.samples.length === 0) return 0
  const { organisationId, id } = from
  return (await app.asSystem((ctx) => appendSamples(ctx, { organisationId, name: `network/${id}` }, sent.samples))).accepted
}

export const zabbixTrapper: Service = {
  name: 'monitoring.receiving.zabbix',
  role: 'collector',
  async start(app) {
    const { zabbixPort } = app.config
    return zabbixPort === undefined ? { stop: async () => undefined } : listenZabbix(app, zabbixPort)
  },
}
