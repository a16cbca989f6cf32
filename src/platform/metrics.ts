/** What /metrics tells, in Prometheus exposition: requests, jobs, events, database pool, event-loop delay. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Pools } from './database/pool.ts'

export type Metrics = ReturnType<typeof metrics>

export function metrics(pools: Pools) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  new Gauge({
    name: 'spil_database_connections',
    help: 'Connections of the pool by state',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'total' }, pools.app.totalCount)
      this.set({ state: 'idle' }, pools.app.idleCount)
      this.set({ state: 'waiting' }, pools.app.waitingCount)
    },
  })
  return {
    registry,
    requests: new Histogram({
      name: 'spil_http_request_seconds',
      help: 'Time to answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
      registers,
    }),
    jobs: new Histogram({
      name: 'spil_job_seconds',
      help: 'Time of a job',
      labelNames: ['job', 'outcome'],
      buckets: [0.01, 0.1, 1, 10, 60],
      registers,
    }),
    sealed: new Counter({ name: 'spil_events_sealed_total', help: 'Events given their place in the logbook', registers }),
    sealLag: new Gauge({ name: 'spil_events_unsealed', help: 'Events that wait for the sealer', registers }),
    live: new Gauge({ name: 'spil_live_screens', help: 'Open live connections', registers }),
  }
}
