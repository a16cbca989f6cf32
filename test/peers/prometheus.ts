/** Prometheus of Debian, run for real on loopback with its own folder: samples go in by remote-write, answers come by its API. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { compress } from 'snappy'
import type { Labels } from '#record/series/contract.ts'

export interface Written {
  labels: Labels
  at: Float64Array
  value: Float64Array
}
/** What its API answers. */
export interface Answered {
  status: 'success' | 'error'
  error?: string
  data?: { resultType: string; result: unknown }
}
export interface Prometheus extends AsyncDisposable {
  url: string
  write(series: readonly Written[]): Promise<void>
  ask(path: string, parameters: Readonly<Record<string, string>>): Promise<Answered>
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

export async function prometheus(): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'spil-prometheus-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const config = join(folder, 'prometheus.yml')
  writeFileSync(config, 'global: { scrape_interval: 1h, evaluation_interval: 1m }\n')
  const flags = ['--web.enable-remote-write-receiver', '--storage.tsdb.retention.time=100y', '--log.level=error']
  const process_: ChildProcess = spawn(
    '/usr/bin/prometheus',
    [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'data')}`, `--web.listen-address=127.0.0.1:${port}`, ...flags],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const ended = once(process_, 'exit')
  for (let tries = 0; ; tries += 1) {
    const ready = await fetch(`${url}/-/ready`).catch(() => undefined)
    if (ready?.ok) break
    if (tries > 300 || process_.exitCode !== null) throw new Error('prometheus does not start')
    await sleep(100)
  }
  return {
    url,
    async write(series) {
      const headers = { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy', 'x-prometheus-remote-write-version': '0.1.0' }
      const body = new Uint8Array(await compress(writeRequest(series)))
      const reply = await fetch(`${url}/api/v1/write`, { method: 'POST', headers, body })
      if (!reply.ok) throw new Error(await reply.text())
    },
    async ask(path, parameters) {
      const reply = await fetch(`${url}/api/v1/${path}`, { method: 'POST', body: new URLSearchParams(parameters) })
      return (await reply.json()) as Answered
    },
    async [Symbol.asyncDispose]() {
      process_.kill()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** remote-write 1.0, before it is packed. */
function writeRequest(series: readonly Written[]): Buffer {
  return Buffer.concat(
    series.map(({ labels, at, value }) => {
      const names = Object.keys(labels).sort()
      const named = names.map((name) => field(1, Buffer.concat([field(1, Buffer.from(name)), field(2, Buffer.from(labels[name] ?? ''))])))
      return field(1, Buffer.concat([...named, ...[...at].map((moment, place) => field(2, sample(value, place, moment)))]))
    }),
  )
}
/** The bytes of the value as they are: which NaN it is says something. */
function sample(value: Float64Array, place: number, at: number): Buffer {
  const bytes = Buffer.from(value.buffer, value.byteOffset + place * 8, 8)
  return Buffer.concat([Buffer.from([0x09]), bytes, Buffer.from([0x10]), varint(at)])
}
const field = (number: number, inside: Buffer) => Buffer.concat([Buffer.from([(number << 3) | 2]), varint(inside.length), inside])
function varint(value: number): Buffer {
  const bytes: number[] = []
  let left = value
  while (left >= 0x80) {
    bytes.push((left % 0x80) | 0x80)
    left = Math.floor(left / 0x80)
  }
  return Buffer.from([...bytes, left])
}
