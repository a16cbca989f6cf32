/** The client of assignment. */
import { api } from '#web/kit/api.ts'
import { deskAssignment } from '../contract.ts'

export const assignmentCalls = api(deskAssignment)
export const rulesKey = (organisationId: string) => ['desk', 'assignment', organisationId]
