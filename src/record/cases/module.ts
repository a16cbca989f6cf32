import { roomFor } from '#platform/room.ts'
import { stepsFall } from './clocks/ladder/jobs.ts'
import { recomputeClocks } from './clocks/recalculation/jobs.ts'
import { cases } from './contract.ts'
import { resumeWaiting } from './jobs.ts'
import { mergingTexts } from './merging/texts.ts'
import { waitIsOver } from './moves/moves.ts'
import { priorityTexts } from './priority/texts.ts'
import type { CasesTables } from './store.ts'
import { tasksTexts } from './tasks/texts.ts'
import { casesTexts } from './texts.ts'

export default roomFor<CasesTables>()({
  name: 'cases',
  contract: cases,
  texts: { ...casesTexts, ...mergingTexts, ...tasksTexts, ...priorityTexts },
  grants: {},
  handlers: {},
  jobs: [waitIsOver, resumeWaiting, recomputeClocks, stepsFall],
  folder: import.meta.dirname,
})
