import { api } from '#web/kit/api.ts'
import { deskReports } from '../contract.ts'

export const reportCalls = api(deskReports)

/** What every report is asked with. */
export interface Asked {
  organisationId: string
  since: string
  until: string
  teamId?: string
}
export const csvOf = (report: 'clocks' | 'overrides', asked: Asked): string => `/api/desk/reports/${report}.csv?${new URLSearchParams({ ...asked })}`
