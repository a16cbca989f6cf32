import { roomFor } from '#platform/room.ts'
import { stepsFall } from './clocks/ladder/jobs.ts'
import { recomputeClocks } from './clocks/recalculation/jobs.ts'
import { cases } from './contract.ts'
import { resumeWaiting } from './jobs.ts'
import { linkingTexts } from './linking/texts.ts'
import { mergingTexts } from './merging/texts.ts'
import { waitIsOver } from './moves/moves.ts'
import { priorityTexts } from './priority/texts.ts'
import { splittingTexts } from './splitting/texts.ts'
import type { CasesTables } from './store.ts'
import { tasksTexts } from './tasks/texts.ts'
import { casesTexts } from './texts.ts'
import { timeTexts } from './time/texts.ts'
import { watchingTexts } from './watching/texts.ts'

export default roomFor<CasesTables>()({
  name: 'cases',
  contract: cases,
  texts: { ...casesTexts, ...linkingTexts, ...mergingTexts, ...priorityTexts, ...splittingTexts, ...tasksTexts, ...timeTexts, ...watchingTexts },
  grants: {},
  handlers: {},
  jobs: [waitIsOver, resumeWaiting, recomputeClocks, stepsFall],
  folder: import.meta.dirname,
})
