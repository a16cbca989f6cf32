/**
 * SNMP traps: kept as they came, then understood, then answered where an answer is waited for. Many at once become one statement. A device that shouts is
 * counted, and of what it shouts only so much a second is kept.
 */
import { randomUUID } from 'node:crypto'
import { createSocket, type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'
import { isIPv6 } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App, Service } from '#platform/room.ts'
import { allowance } from '../allowing/module.ts'
import { addressOf, type Bucket, takes } from '../rules.ts'
import type { Listening } from '../trapper/module.ts'
import { type Came, keeperOf } from './keeping/module.ts'

const mostWaiting = 5000
const mostBatch = 500
/** Kept of one address: at once, and a second. */
const burst = 300
const aSecond = 10
const mostAddresses = 20_000
/** Before it is looked at, in ms: those that come with it go in one statement. */
const gathering = 20

export async function listenTraps(app: App, port: number): Promise<Listening> {
  const allowed = allowance(app)
  const buckets = new Map<string, Bucket>()
  const waiting: Came[] = []
  const ends = new AbortController()
  const keeper = keeperOf(app)
  const socket = createSocket(isIPv6(app.config.host) ? 'udp6' : 'udp4')
  const answer = (bytes: Buffer, { port: to, address }: Pick<Came, 'port' | 'address'>) => socket.send(bytes, to, address, () => undefined)
  const came = async (raw: Buffer, from: RemoteInfo) => {
    const address = addressOf(from.address)
    const network = await allowed.of(address, 'traps')
    if (!network || waiting.length >= mostWaiting) return
    if (buckets.size > mostAddresses) buckets.clear()
    const now = performance.now()
    const bucket = buckets.get(address) ?? { left: burst, at: now }
    buckets.set(address, bucket)
    if (!takes(bucket, burst, aSecond, now)) return keeper.shouted({ organisationId: network.organisationId, address })
    waiting.push({ id: randomUUID(), organisationId: network.organisationId, address, raw: Buffer.from(raw), network, port: from.port })
  }
  const warn = (error: Error) => app.log.warn({ at: 'monitoring traps', error: error.message })
  socket.on('message', (raw, from) => void came(raw, from).catch(warn))
  socket.on('error', warn)
  socket.bind(port, app.config.host)
  await once(socket, 'listening')
  const working = (async () => {
    await keeper.left().catch(warn)
    while (!ends.signal.aborted || waiting.length > 0) {
      const batch = waiting.splice(0, mostBatch)
      if (batch.length > 0) {
        // Where the database is away they are lost, as traps are: informs come again, since nothing answered them.
        const answers = await keeper.keep(batch).catch((error: Error) => void warn(error))
        for (const [one, bytes] of answers ?? []) answer(bytes, one)
      }
      if (waiting.length === 0) await sleep(gathering)
    }
  })()
  return {
    port: socket.address().port,
    async stop() {
      ends.abort()
      await working
      const closed = once(socket, 'close')
      socket.close()
      await closed
      await allowed.stop()
    },
  }
}

export const trapListener: Service = {
  name: 'monitoring.receiving.traps',
  role: 'collector',
  async start(app) {
    const { trapPort } = app.config
    return trapPort === undefined ? { stop: async () => undefined } : listenTraps(app, trapPort)
  },
}
