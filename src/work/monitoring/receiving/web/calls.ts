import { api } from '#web/kit/api.ts'
import { monitoringReceiving } from '../contract.ts'

export const receiving = api(monitoringReceiving)
export const rawOf = (id: string) => `/api/monitoring/not-processed/${id}/raw`
