/**
 * Hosts with a web server and a node exporter of Debian, each in a network namespace of its own. They are reached at an address of loopback, from where a
 * relay leads inside: the machine itself keeps its network as it was. Everything goes away with the host.
 */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Namespace, namespace } from './namespaces.ts'

const services = { web: 80, exporter: 9100 } as const
export type Service = keyof typeof services
export interface Ports {
  web: number
  exporter: number
}
export interface Host extends AsyncDisposable {
  address: string
  start(service: Service): Promise<void>
  stop(service: Service): Promise<void>
}

/** The services in a namespace; what they need is in the folder. `start` does not wait until they answer. */
export function servicesIn(inside: Namespace, folder: string) {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${folder}/${one};`).join(' ')
  const server = 'server { listen 80; location / { return 200 "Welkom"; } }'
  const settings = `daemon off; master_process off; pid ${folder}/pid; events {} http { access_log off; ${paths} ${server} }`
  writeFileSync(join(folder, 'nginx.conf'), settings)
  const commands = {
    web: ['/usr/sbin/nginx', '-e', '/dev/null', '-c', join(folder, 'nginx.conf')],
    // What the machine itself has would be told of every host.
    exporter: ['/usr/bin/prometheus-node-exporter', '--collector.disable-defaults', '--collector.loadavg', '--log.level=error'],
  } as const
  const running = new Map<Service, ChildProcess>()
  const stop = async (service: Service): Promise<void> => {
    const one = running.get(service)
    if (!one) return
    running.delete(service)
    // Gone already, or it never came: nothing tells of its end any more.
    if (one.pid === undefined || one.exitCode !== null || one.signalCode !== null) return
    const gone = once(one, 'exit')
    one.kill('SIGTERM')
    await gone
  }
  return {
    start: (service: Service): void => void running.set(service, inside.spawn(commands[service])),
    stop,
    async stopAll(): Promise<void> {
      for (const service of [...running.keys()]) await stop(service)
    },
  }
}
/** From inside: what comes on a socket in the folder goes to the port of the service. */
const inward = (folder: string) =>
  Object.entries(services)
    .map(
      ([name, port]) =>
        `require('net').createServer((c) => { const up = require('net').connect(${port}, '127.0.0.1'); c.pipe(up).pipe(c); c.on('error', () => up.destroy()); up.on('error', () => c.destroy()) }).listen(${JSON.stringify(join(folder, name))})`,
    )
    .join(';')

/** With both services running. */
export async function host(address: string, ports: Ports): Promise<Host> {
  const folder = mkdtempSync(join(tmpdir(), 'spil-host-'))
  chmodSync(folder, 0o755)
  const inside = await namespace()
  const own = servicesIn(inside, folder)
  const relaying = inside.spawn([process.execPath, '-e', inward(folder)])
  for (let count = 0; !existsSync(join(folder, 'exporter')) && count < 200; count++) await sleep(50)
  const outside = await Promise.all(
    (Object.keys(services) as Service[]).map(async (service) => {
      const made: Server = createServer((client) => {
        const up = connect(join(folder, service))
        client.pipe(up).pipe(client)
        client.on('error', () => up.destroy())
        up.on('error', () => client.destroy())
      }).listen(ports[service], address)
      await once(made, 'listening')
      return made
    }),
  )
  const self: Host = {
    address,
    async start(service) {
      own.start(service)
      for (let count = 0; count < 100; count++) {
        const answer = await fetch(`http://${address}:${ports[service]}/`).catch(() => undefined)
        if (answer?.ok) return
        await sleep(100)
      }
      throw new Error(`${service} does not start`)
    },
    stop: own.stop,
    async [Symbol.asyncDispose]() {
      await own.stopAll()
      relaying.kill()
      for (const one of outside) one.close()
      await inside[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await Promise.all([self.start('web'), self.start('exporter')])
  return self
}
