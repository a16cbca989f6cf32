import { api } from '#web/kit/api.ts'
import { deskPortal } from '../../portal/contract.ts'

/** Apart from the other clients: the desk starts without what only reporters ask. */
export const portalCalls = api(deskPortal)
