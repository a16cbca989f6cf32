/**
 * SNMP traps: kept as they came, then understood, then answered where an answer is waited for. Many at once become one statement. A device that shouts is
 * counted, and of what it shouts only so much a second is kept. An address is what a sender says it is, so a network and all together have a bound too.
 */
import { randomUUID } from 'node:crypto'
import { createSocket, type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'
import { isIPv6 } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App, Service } from '#platform/room.ts'
import { allowance } from '../allowing/module.ts'
import { addressOf, bucketsOf } from '../rules.ts'
import type { Listening } from '../trapper/module.ts'
import { type Came, keeperOf } from './keeping/module.ts'

const mostWaiting = 5000
const mostWaitingBytes = 16 * 1024 * 1024
const mostBatch = 500
/** What is kept: at once, and a second. */
const ofAddress = { most: 20_000, burst: 300, aSecond: 10 }
const ofNetwork = { most: 20_000, burst: 1000, aSecond: 50 }
const ofAll = { most: 1, burst: 3000, aSecond: 200 }
/** Before it is looked at, in ms: those that come with it go in one statement. */
const gathering = 20

export async function listenTraps(app: App, port: number): Promise<Listening> {
  const allowed = allowance(app)
  const [addresses, networks, all] = [bucketsOf(ofAddress), bucketsOf(ofNetwork), bucketsOf(ofAll)]
  const waiting: Came[] = []
  let bytesWaiting = 0
  const ends = new AbortController()
  const keeper = keeperOf(app)
  const socket = createSocket(isIPv6(app.config.host) ? 'udp6' : 'udp4')
  const answer = (bytes: Buffer, { port: to, address }: Pick<Came, 'port' | 'address'>) => socket.send(bytes, to, address, () => undefined)
  const came = async (raw: Buffer, from: RemoteInfo) => {
    const address = addressOf(from.address)
    const network = await allowed.of(address, 'traps')
    if (!network || waiting.length >= mostWaiting || bytesWaiting + raw.length > mostWaitingBytes) return
    const now = performance.now()
    const { id, organisationId } = network
    if (!addresses(address, now)) return keeper.shouted({ organisationId, address })
    // Of the network, and not of each address that it may have made up.
    if (!(networks(id, now) && all('', now))) return keeper.shouted({ organisationId, address: network.network })
    bytesWaiting += raw.length
    waiting.push({ id: randomUUID(), organisationId, address, raw: Buffer.from(raw), network, port: from.port })
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
      bytesWaiting -= batch.reduce((sum, { raw }) => sum + raw.length, 0)
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
