/** A process that emits, seals and works on a job without end until it is killed. Arguments: database URL, data folder. */
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { makeApp } from '#platform/app.ts'
import { clock } from '#platform/clock.ts'
import { readConfig } from '#platform/config.ts'
import { event } from '#platform/contract.ts'
import { startSealer } from '#platform/events/sealer.ts'
import { startJobs } from '#platform/jobs/runner.ts'
import { log } from '#platform/log.ts'
import { job } from '#platform/room.ts'
import { room } from '../rooms.ts'

const [databaseUrl = '', data = ''] = process.argv.slice(2)
const counted = event('test.counted', z.object({ n: z.int() }))
const endless = job({
  name: 'test.endless',
  payload: z.object({}),
  async run() {
    console.log('job')
    await sleep(60_000)
  },
})
const config = readConfig({ SPIL_DATA: data, SPIL_LOG: 'silent', SPIL_CONFIG: '/nonexistent' })
const { app } = await makeApp({ config, log: log('silent'), clock: clock(), rooms: [room({ jobs: [endless] })], databaseUrl, migrates: false })
await startSealer(app)
await startJobs(app, { beatMs: 100, deadAfterMs: 1000 })

let n = 0
const emit = async () => {
  for (;;) {
    const mine = n++
    await app.asSystem((ctx) => ctx.emit(counted, { about: `thing/${mine}`, organisationId: null, data: { n: mine } }))
    // Only what is said here was acknowledged.
    console.log(mine)
  }
}
await Promise.all([emit(), emit(), emit(), emit()])
