/** A complaint, a change and a problem of our own organisation, for the walk of every endpoint. */
import { deskChangeCalendar } from '#work/desk/changes/calendar/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { deskProblems } from '#work/desk/problems/contract.ts'
import { freeze, type Ours, template } from './access.inputs.ts'
import type { Member, Spil } from './spil.ts'

type Kinds = Pick<Ours, 'complaintId' | 'changeId' | 'templateId' | 'problemId' | 'makeFreeze' | 'linkIncident'>

export async function kindsOf(house: Spil, bea: Member, reporter: Member, otherCaseId: string): Promise<Kinds> {
  const { organisationId } = bea
  const title = 'Onze printer'
  const body = { title, impact: 'person', urgency: 'low', organisationId } as const
  const { id: complaintId } = await house.as(desk, reporter.token).createCase({ body: { ...body, kind: 'complaint' } })
  const { id: changeId } = await house.as(desk, bea.token).createCase({ body: { ...body, kind: 'change' } })
  const calendar = house.as(deskChangeCalendar, bea.token)
  const { id: templateId } = await calendar.addTemplate({ body: { organisationId, ...template, name: title } })
  const problems = house.as(deskProblems, bea.token)
  const { caseId: problemId } = await problems.openProblem({ body })
  return {
    complaintId,
    changeId,
    templateId,
    problemId,
    makeFreeze: async () => (await calendar.addFreeze({ body: { organisationId, ...freeze } })).id,
    linkIncident: async () => {
      await problems.linkIncidents({ params: { id: problemId }, body: { incidents: [otherCaseId] } })
    },
  }
}
