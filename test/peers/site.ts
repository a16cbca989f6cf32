/**
 * A remote site: a place where a collector runs, hosts behind it that nobody else can reach, and one link to where Spil is, that can be cut. All of it in
 * namespaces; at the other end of the link stands a relay to the port at which Spil answers here.
 */
import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Service, servicesIn } from './hosts.ts'
import { namespace } from './namespaces.ts'

export interface Site extends AsyncDisposable {
  hosts: { address: string; start(service: Service): void; stop(service: Service): Promise<void> }[]
  /** Where Spil is, as it is seen from there. */
  to: string
  /** What went to Spil over the link. */
  sent(): string
  cut(): Promise<void>
  mend(): Promise<void>
  /** Runs it where the collector stands. */
  spawn(command: readonly string[], options: SpawnOptions): ChildProcess
}
const [here, there, relayPort] = ['10.203.0.1', '10.203.0.2', 7780]
const inward = (socket: string) =>
  `require('net').createServer((c) => { const up = require('net').connect(${JSON.stringify(socket)}); c.pipe(up).pipe(c); c.on('error', () => up.destroy()); up.on('error', () => c.destroy()) }).listen(${relayPort}, '${here}', () => require('fs').writeFileSync(${JSON.stringify(`${socket}.ready`)}, ''))`

/** `port`: of Spil. `many`: hosts, each with its services running. */
export async function siteOf(port: number, many: number): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'spil-site-'))
  chmodSync(folder, 0o755)
  const site = await namespace()
  const hub = await namespace(site)
  await hub.cable('wan', here, site, there)
  const socket = join(folder, 'relay')
  const parts: Buffer[] = []
  const outside = createServer((client) => {
    const up = connect(port, '127.0.0.1')
    client.on('data', (part) => parts.push(Buffer.from(part)))
    client.pipe(up).pipe(client)
    client.on('error', () => up.destroy())
    up.on('error', () => client.destroy())
  }).listen(socket)
  const relaying = hub.spawn([process.execPath, '-e', inward(socket)])
  for (let count = 0; !existsSync(`${socket}.ready`) && count < 200; count++) await sleep(50)
  const hosts = await Promise.all(
    Array.from({ length: many }, async (_, at) => {
      const inside = await namespace(site)
      const address = `10.203.${at + 1}.2`
      await site.cable(`host${at}`, `10.203.${at + 1}.1`, inside, address)
      const services = servicesIn(inside, mkdtempSync(join(folder, 'host-')))
      services.start('web')
      services.start('exporter')
      return { address, inside, ...services }
    }),
  )
  const end = (state: 'up' | 'down') => hub.run('ip', 'link', 'set', 'wan', state)
  return {
    hosts,
    to: `http://${here}:${relayPort}`,
    sent: () => Buffer.concat(parts).toString('latin1'),
    cut: () => end('down'),
    mend: () => end('up'),
    spawn: site.spawn,
    async [Symbol.asyncDispose]() {
      for (const { stopAll, inside } of hosts) {
        await stopAll()
        await inside[Symbol.asyncDispose]()
      }
      relaying.kill()
      outside.close()
      for (const one of [hub, site]) await one[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
