/** What several people do with cases of ours together, for the walk of every endpoint. */
import { desk } from '#work/desk/contract.ts'
import { deskMerging } from '#work/desk/merging/contract.ts'
import { deskTasks } from '#work/desk/tasks/contract.ts'
import type { Member, Spil } from './spil.ts'

export async function workTogether(house: Spil, bea: Member, reporter: Member, caseId: string) {
  const { organisationId } = bea
  const mine = house.as(desk, reporter.token)
  const body = { kind: 'incident', title: 'Onze printer', impact: 'person', urgency: 'low', organisationId } as const
  const [one, two] = [await mine.createCase({ body }), await mine.createCase({ body })]
  const { mergeId } = await house.as(deskMerging, bea.token).merge({ params: { id: one.id }, body: { into: two.id } })
  const [task] = await house.as(deskTasks, bea.token).addTasks({ params: { id: caseId }, body: { tasks: [{ title: 'Onze printer openen' }] } })
  const list = { organisationId, name: 'Onze printer nakijken', tasks: [{ title: 'Papier' }] }
  const { id: checklistId } = await house.as(deskTasks, bea.token).createChecklist({ body: list })
  return { mergeId, taskId: task?.id ?? '', checklistId }
}
