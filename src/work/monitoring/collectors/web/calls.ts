import { api } from '#web/kit/api.ts'
import { monitoringCollectors } from '../contract.ts'

export const collectors = api(monitoringCollectors)
