/** The same story with VictoriaMetrics of Debian as the store of samples. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll } from 'vitest'
import { storyOfSamples } from '../samples.ts'
import { freePort } from './dovecot.ts'

let store: ChildProcess
let folder: string
let url: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spil-victoria-'))
  const address = `127.0.0.1:${await freePort()}`
  url = `http://${address}`
  const given = [`-storageDataPath=${folder}`, `-httpListenAddr=${address}`, '-retentionPeriod=12', '-dedup.minScrapeInterval=1ms']
  store = spawn('/usr/bin/victoria-metrics', given, { stdio: 'ignore' })
  for (let tries = 0; ; tries++) {
    const up = await fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (up) break
    if (tries === 200) throw new Error('VictoriaMetrics does not answer')
    await sleep(100)
  }
})
afterAll(async () => {
  store.kill('SIGTERM')
  if (store.exitCode === null && store.signalCode === null) await once(store, 'exit')
  await rm(folder, { recursive: true, force: true })
})
storyOfSamples(() => ({
  env: { SPIL_METRICS_STORE: url },
  // It keeps what came last in memory for about a second; this makes it searchable.
  visible: async () => {
    await fetch(`${url}/internal/force_flush`)
    await sleep(50)
  },
  lastWord: false,
}))
