/** What is there of the catalogue for the walk of every endpoint as every role. */
import { deskApprovals } from '#work/desk/approvals/contract.ts'
import { deskCatalogue } from '#work/desk/catalogue/contract.ts'
import type { Member, Spil } from './spil.ts'

/** An approval of this case for the victim to decide, something that everybody can ask for, and an access that the reporter asked for the victim. */
export async function requestsOf(house: Spil, bea: Member, reporter: Member, victim: { id: string }, caseId: string) {
  const { organisationId } = bea
  const plan = { steps: [{ name: {}, deciders: [{ kind: 'person' as const, personId: victim.id }] }] }
  const { id: approvalId } = await house.as(deskApprovals, bea.token).ask({ params: { id: caseId }, body: { plan, reason: 'Mag dit?' } })
  const catalogue = house.as(deskCatalogue, bea.token)
  const name = { nl: 'Toetsenbord' }
  const { id: itemId } = await catalogue.addItem({ body: { organisationId, definition: { name, kind: 'serviceRequest' } } })
  const access = { rights: [{ key: 'use', label: { nl: 'Gebruiken' } }] }
  const { id } = await catalogue.addItem({ body: { organisationId, definition: { name, kind: 'accessRequest', access } } })
  const body = { version: 1, answers: {}, access: { forId: victim.id, right: 'use', why: 'Werk' } }
  const { id: accessCaseId } = await house.as(deskCatalogue, reporter.token).request({ params: { id }, body })
  return { approvalId, itemId, accessCaseId }
}
