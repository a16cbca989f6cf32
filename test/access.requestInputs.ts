/** Requests to the endpoints of approvals, catalogue and access. */
import { randomUUID } from 'node:crypto'
import type { Input, Ours } from './access.inputs.ts'

const once = () => randomUUID().slice(0, 8)

export const requestInputs: Readonly<Record<string, (ours: Ours) => Input>> = {
  'desk.approvals.approval': ({ approvalId }) => ({ params: { id: approvalId } }),
  'desk.approvals.caseApprovals': ({ caseId }) => ({ params: { id: caseId } }),
  'desk.approvals.ask': ({ caseId }) => ({
    params: { id: caseId },
    body: { plan: { steps: [{ name: {}, deciders: [{ kind: 'lead' }] }] }, reason: 'Mag dit?' },
  }),
  'desk.approvals.decide': ({ approvalId }) => ({ params: { id: approvalId }, body: { yes: true } }),
  'desk.approvals.linkState': () => ({ params: { token: 'guessed' } }),
  'desk.approvals.decideByLink': () => ({ params: { token: 'guessed' }, body: { yes: true } }),
  'desk.catalogue.form': ({ itemId }) => ({ params: { id: itemId } }),
  'desk.catalogue.colleagues': ({ itemId }) => ({ params: { id: itemId }, query: { search: 'Doel' } }),
  'desk.catalogue.upload': ({ itemId }) => ({ params: { id: itemId }, raw: 'een bestand', contentType: 'text/plain' }),
  'desk.catalogue.request': ({ itemId }) => ({ params: { id: itemId }, body: { version: 1, answers: {} } }),
  'desk.catalogue.answers': ({ accessCaseId }) => ({ params: { id: accessCaseId } }),
  'desk.catalogue.services': ({ organisationId }) => ({ query: { organisationId } }),
  'desk.catalogue.items': ({ organisationId }) => ({ query: { organisationId } }),
  'desk.catalogue.item': ({ itemId }) => ({ params: { id: itemId } }),
  'desk.catalogue.addItem': ({ organisationId }) => ({ body: { organisationId, definition: { name: { nl: once() }, kind: 'serviceRequest' } } }),
  'desk.catalogue.changeItem': ({ itemId }) => ({
    params: { id: itemId },
    body: { version: 99, definition: { name: { nl: 'Anders' }, kind: 'serviceRequest' }, active: true },
  }),
  'desk.catalogue.orderItems': ({ organisationId }) => ({ body: { organisationId, ids: [] } }),
  'desk.access.caseAccess': ({ accessCaseId }) => ({ params: { id: accessCaseId } }),
  'desk.access.prove': ({ accessCaseId }) => ({ params: { id: accessCaseId }, body: { text: 'Gedaan' } }),
  'desk.access.withdraw': ({ accessCaseId }) => ({ params: { id: accessCaseId }, body: { reason: 'Weg' } }),
}
