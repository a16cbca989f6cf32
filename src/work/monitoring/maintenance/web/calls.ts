/** The clients of maintenance. */
import { api } from '#web/kit/api.ts'
import { deskRecurring } from '#work/desk/recurring/contract.ts'
import { deskTasks } from '#work/desk/tasks/contract.ts'
import { monitoringCertificates } from '../certificates/contract.ts'
import { monitoringChecklists } from '../checklists/contract.ts'
import { monitoringExpecting } from '../expecting/contract.ts'
import { monitoringSupport } from '../support/contract.ts'
import { monitoringUpdates } from '../updates/contract.ts'

export const support = api(monitoringSupport)
export const updates = api(monitoringUpdates)
export const certificates = api(monitoringCertificates)
export const checklists = api(monitoringChecklists)
export const expecting = api(monitoringExpecting)
export const recurring = api(deskRecurring)
export const tasks = api(deskTasks)
