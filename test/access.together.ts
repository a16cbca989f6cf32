/** What several people do with cases of ours together, for the walk of every endpoint. */

import { randomUUID } from 'node:crypto'
import { deskAnswers } from '#work/desk/answers/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { deskMerging } from '#work/desk/merging/contract.ts'
import { deskSplitting } from '#work/desk/splitting/contract.ts'
import { deskTasks } from '#work/desk/tasks/contract.ts'
import { deskTime } from '#work/desk/time/contract.ts'
import type { Input } from './access.inputs.ts'
import type { Member, Spil } from './spil.ts'

/** What several people work on together. */
export interface Together {
  caseId: string
  otherCaseId: string
  organisationId: string
  victim: { id: string }
  /** A task on that case, and a checklist. */
  taskId: string
  checklistId: string
  /** Of two other cases of the reporter. */
  mergeId: string
  splitId: string
  /** Said on that case. */
  entryId: string
  /** Written down by the victim. */
  timeId: string
  /** Of the organisation. */
  answerId: string
}

const once = () => randomUUID().slice(0, 8)
/** A request about each of them. */
export const togetherInputs: Readonly<Record<string, (ours: Together) => Input>> = {
  'desk.tasks.caseTasks': ({ caseId }) => ({ params: { id: caseId } }),
  'desk.tasks.addTasks': ({ caseId }) => ({ params: { id: caseId }, body: { tasks: [{ title: 'Kabel vervangen' }] } }),
  'desk.tasks.addChecklist': ({ caseId, checklistId }) => ({ params: { id: caseId }, body: { checklistId } }),
  'desk.tasks.orderTasks': ({ caseId }) => ({ params: { id: caseId }, body: { ids: [] } }),
  'desk.tasks.changeTask': ({ taskId }) => ({ params: { id: taskId }, body: { version: 99, title: 'Anders' } }),
  'desk.tasks.taskDone': ({ taskId }) => ({ params: { id: taskId }, body: { version: 99 } }),
  'desk.tasks.taskNotNeeded': ({ taskId }) => ({ params: { id: taskId }, body: { version: 99, reason: 'Hoeft niet' } }),
  'desk.tasks.reopenTask': ({ taskId }) => ({ params: { id: taskId }, body: { version: 99 } }),
  'desk.tasks.checklists': ({ organisationId }) => ({ query: { organisationId } }),
  'desk.tasks.createChecklist': ({ organisationId }) => ({ body: { organisationId, name: `Lijst ${once()}`, tasks: [{ title: 'Eerst dit' }] } }),
  'desk.tasks.changeChecklist': ({ checklistId }) => ({
    params: { id: checklistId },
    body: { version: 99, name: 'Anders', tasks: [{ title: 'Dit' }] },
  }),
  'desk.merging.merge': ({ caseId }) => ({ params: { id: caseId }, body: { into: caseId } }),
  'desk.merging.undoMerge': ({ mergeId }) => ({ params: { id: mergeId }, body: {} }),
  'desk.merging.mergedHistory': ({ mergeId }) => ({ params: { id: mergeId } }),
  'desk.splitting.splits': ({ caseId }) => ({ params: { id: caseId } }),
  'desk.splitting.split': ({ caseId, entryId }) => ({ params: { id: caseId }, body: { entryIds: [entryId], title: 'Iets anders' } }),
  'desk.splitting.undoSplit': ({ splitId }) => ({ params: { id: splitId } }),
  'desk.linking.unlink': ({ caseId, otherCaseId }) => ({ params: { id: caseId, other: otherCaseId } }),
  'desk.linking.similarTo': ({ caseId }) => ({ params: { id: caseId } }),
  'desk.linking.similar': ({ organisationId }) => ({ query: { organisationId, text: 'Onze printer' } }),
  'desk.watching.watchers': ({ caseId }) => ({ params: { id: caseId } }),
  'desk.watching.watch': ({ caseId }) => ({ params: { id: caseId }, body: {} }),
  'desk.watching.unwatch': ({ caseId }) => ({ params: { id: caseId } }),
  'desk.watching.addWatcher': ({ caseId, victim }) => ({ params: { id: caseId }, body: { personId: victim.id } }),
  'desk.watching.removeWatcher': ({ caseId, victim }) => ({ params: { id: caseId, watcher: victim.id } }),
  'desk.watching.colleagues': ({ caseId }) => ({ params: { id: caseId } }),
  'desk.time.caseTime': ({ caseId }) => ({ params: { id: caseId } }),
  'desk.time.spendTime': ({ caseId }) => ({ params: { id: caseId }, body: { minutes: 5, activity: 'solving' } }),
  'desk.time.correctTime': ({ timeId }) => ({ params: { id: timeId }, body: { version: 1, minutes: 6 } }),
  'desk.time.removeTime': ({ timeId }) => ({ params: { id: timeId }, query: { version: '1' } }),
  'desk.time.timeHistory': ({ timeId }) => ({ params: { id: timeId } }),
  'desk.time.timeSums': () => ({ query: { from: '2020-01-01T00:00:00Z', until: '2020-02-01T00:00:00Z' } }),
  'desk.time.startTimer': ({ caseId }) => ({ params: { id: caseId } }),
  'desk.time.stopTimer': () => ({ body: { discard: true } }),
  'desk.answers.answers': ({ organisationId }) => ({ query: { organisationId } }),
  'desk.answers.addAnswer': ({ organisationId }) => ({
    body: { organisationId, scope: 'personal', name: 'Groet', texts: { nl: 'Dag {firstName}' } },
  }),
  'desk.answers.changeAnswer': ({ answerId }) => ({ params: { id: answerId }, body: { version: 99, name: 'Anders', texts: { nl: 'Dag' } } }),
  'desk.answers.previewAnswer': ({ caseId }) => ({ body: { text: 'Dag {firstName}', locale: 'nl', case: caseId } }),
  'desk.answers.answersForCase': ({ caseId }) => ({ params: { id: caseId } }),
}

/** Who may: reporter, engineer, lead, security officer, database administrator, client, auditor, administrator, not signed in, stranger. */
export const togetherExpectations: Readonly<Record<string, string>> = {
  // Tasks are kept among staff; the auditor reads them.
  'desk.tasks.caseTasks': '. + + + + . + + . .',
  'desk.tasks.addTasks': '. + + + + . . + . .',
  'desk.tasks.addChecklist': '. + + + + . . + . .',
  'desk.tasks.orderTasks': '. + + + + . . + . .',
  'desk.tasks.changeTask': '. + + + + . . + . .',
  'desk.tasks.taskDone': '. + + + + . . + . .',
  'desk.tasks.taskNotNeeded': '. + + + + . . + . .',
  'desk.tasks.reopenTask': '. + + + + . . + . .',
  'desk.tasks.tasks': '. + + + + . + + . 0',
  'desk.tasks.checklists': '. + + + + . + + . .',
  'desk.tasks.createChecklist': '. . + . . . . + . .',
  'desk.tasks.changeChecklist': '. . + . . . . + . .',
  'desk.merging.merge': '. + + + + . . + . .',
  'desk.merging.undoMerge': '. + + + + . . + . .',
  'desk.merging.mergedHistory': '. + + + + . + + . .',
  'desk.splitting.splits': '. + + + + . + + . .',
  'desk.splitting.split': '. + + + + . . + . .',
  'desk.splitting.undoSplit': '. + + + + . . + . .',
  'desk.linking.unlink': '. + + + + . . + . .',
  'desk.linking.similarTo': '. + + + + . . + . .',
  'desk.linking.similar': '. + + + + . . + . .',
  // Who only reads follows a case too, and nobody else's choice is theirs.
  'desk.watching.watchers': '. + + + + . + + . .',
  'desk.watching.watch': '. + + + + . + + . .',
  'desk.watching.unwatch': '. + + + + . + + . .',
  'desk.watching.addWatcher': '. + + + + . . + . .',
  'desk.watching.removeWatcher': '. + + + + . . + . .',
  'desk.watching.colleagues': '. + + + + . . + . .',
  'desk.time.caseTime': '. + + + + . + + . .',
  'desk.time.spendTime': '. + + + + . . + . .',
  // Time of the victim: only they correct it.
  'desk.time.correctTime': '. . . . . . . . . .',
  'desk.time.removeTime': '. . . . . . . . . .',
  'desk.time.timeHistory': '. + + + + . + + . .',
  'desk.time.timeSums': '. + + + + . + + . 0',
  'desk.time.timer': '. + + + + . . + . 0',
  'desk.time.startTimer': '. + + + + . . + . .',
  'desk.time.stopTimer': '. + + + + . . + . 0',
  'desk.answers.answers': '. + + + + . . + . .',
  'desk.answers.addAnswer': '. + + + + . . + . .',
  // An answer of the organisation.
  'desk.answers.changeAnswer': '. . + . . . . + . .',
  'desk.answers.previewAnswer': '. + + + + . . + . .',
  'desk.answers.answersForCase': '. + + + + . . + . .',
}

export async function workTogether(house: Spil, bea: Member, reporter: Member, victim: Member, caseId: string) {
  const { organisationId } = bea
  const mine = house.as(desk, reporter.token)
  const body = { kind: 'incident', title: 'Onze printer', impact: 'person', urgency: 'low', organisationId } as const
  const [one, two] = [await mine.createCase({ body }), await mine.createCase({ body })]
  const { mergeId } = await house.as(deskMerging, bea.token).merge({ params: { id: one.id }, body: { into: two.id } })
  const say = async (id: string) =>
    (await house.as(desk, bea.token).addEntry({ params: { id }, body: { visibility: 'internal', text: 'Onze printer' } })).id
  const [task] = await house.as(deskTasks, bea.token).addTasks({ params: { id: caseId }, body: { tasks: [{ title: 'Onze printer openen' }] } })
  const list = { organisationId, name: 'Onze printer nakijken', tasks: [{ title: 'Papier' }] }
  const { id: checklistId } = await house.as(deskTasks, bea.token).createChecklist({ body: list })
  const { id: timeId } = await house.as(deskTime, victim.token).spendTime({ params: { id: caseId }, body: { minutes: 15, activity: 'contact' } })
  const answer = { organisationId, scope: 'organisation', name: 'Onze printer', texts: { nl: 'Dag {firstName}' } } as const
  const { id: answerId } = await house.as(deskAnswers, bea.token).addAnswer({ body: answer })
  const said = { visibility: 'public', text: 'Onze printer ook' } as const
  const { id: entryId } = await house.as(desk, bea.token).addEntry({ params: { id: caseId }, body: said })
  const { number } = await house
    .as(deskSplitting, bea.token)
    .split({ params: { id: two.id }, body: { entryIds: [await say(two.id)], title: 'Onze printer' } })
  const [done] = await house.as(deskSplitting, bea.token).splits({ params: { id: number } })
  return { timeId, answerId, entryId, splitId: done?.id ?? '', mergeId, taskId: task?.id ?? '', checklistId }
}
