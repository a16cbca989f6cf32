import { api } from '#web/kit/api.ts'
import { monitoringReports } from '../contract.ts'

export const reportCalls = api(monitoringReports)
export const reportEvents = ['monitoring.report']
export const fileOf = (id: string, what: 'pdf' | 'proof') => `/api/monitoring/reports-made/${id}/${what}`
