/** Preventive work that comes with Spil: checklists that an organisation takes over as its own. */
import * as z from 'zod'
import { contract, Id } from '#platform/contract.ts'

const Shipped = z.object({
  key: z.string(),
  name: z.string(),
  text: z.string(),
  tasks: z.array(z.string()),
  months: z.int().describe('How often it is usually done'),
  minutes: z.int().describe('How long it usually takes'),
  takenOver: Id.nullable().describe('The checklist of the organisation by this name'),
})
export type ShippedChecklist = z.infer<typeof Shipped>
export const monitoringChecklists = contract({
  shippedChecklists: {
    method: 'GET',
    path: '/api/monitoring/maintenance/checklists',
    may: 'monitoring.read',
    summary: 'Checklists for preventive work that come with Spil, and which of them an organisation took over',
    query: z.object({ organisationId: Id }),
    reply: z.object({ items: z.array(Shipped) }),
    fails: { 'platform.notFound': 404 },
  },
  takeOverChecklist: {
    method: 'POST',
    path: '/api/monitoring/maintenance/checklists/{key}/take-over',
    may: 'monitoring.configure',
    summary: 'Makes it a checklist of the organisation, in its language; from then on it is changed there as any other',
    params: z.object({ key: z.string().max(40) }),
    body: z.object({ organisationId: Id }),
    reply: z.object({ checklistId: Id }),
    fails: { 'platform.notFound': 404, 'cases.checklistName': 409 },
  },
})
