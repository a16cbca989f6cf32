/** The clients of back-ups. */
import { api } from '#web/kit/api.ts'
import { monitoringBackups } from '../contract.ts'

export const backups = api(monitoringBackups)
/** A file is fetched by the browser itself. */
export const pdfOf = (runId: string) => `/api/monitoring/backup-runs/${runId}/pdf`
export const proofOf = (runId: string) => `/api/monitoring/backup-runs/${runId}/proof`
export const scriptAt = '/api/monitoring/backups/script'
