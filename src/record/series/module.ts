import { roomFor } from '#platform/room.ts'
import { series, seriesGrants } from './contract.ts'
import { forgetOld, keepSeries } from './jobs.ts'
import { standingOf } from './reads.ts'
import type { SeriesTables } from './store.ts'
import { seriesTexts } from './texts.ts'

export default roomFor<SeriesTables>()({
  name: 'series',
  contract: series,
  texts: seriesTexts,
  grants: seriesGrants,
  folder: import.meta.dirname,
  jobs: [forgetOld],
  services: [keepSeries],
  handlers: {
    standing: (_, ctx) => standingOf(ctx),
  },
})
