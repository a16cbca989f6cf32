/** Takes samples and writes them down as fast as it can, and says after each request that it is safe, until it is killed. */
import { makeApp } from '#platform/app.ts'
import { clock } from '#platform/clock.ts'
import { readConfig } from '#platform/config.ts'
import { log } from '#platform/log.ts'
import { checkpoint, flush } from '#record/series/flushing/flushing.ts'
import { appendSamples } from '#record/series/series.ts'
import { rooms } from '#src/rooms.ts'

const [databaseUrl = '', data = '', organisationId = '', begin = '0', first = '0'] = process.argv.slice(2)
const config = readConfig({ SPIL_DATA: data, SPIL_LOG: 'error', SPIL_CONFIG: '/nonexistent' })
const { app } = await makeApp({ config, log: log('error'), clock: clock(), rooms, databaseUrl, migrates: false })

const hosts = 20
for (let n = Number(first); ; n++) {
  const at = Number(begin) + n * 1000
  const samples = Array.from({ length: hosts }, (_, host) => ({ labels: { __name__: 'taken', host: String(host) }, at, value: n + host / 100 }))
  await app.asSystem((ctx) => appendSamples(ctx, { organisationId, name: 'test', itemId: null }, samples))
  console.log(n)
  if (n % 40 === 39) await flush(app)
  if (n % 130 === 129) await checkpoint(app)
}
