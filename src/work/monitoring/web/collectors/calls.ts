import { api } from '#web/kit/api.ts'
import { monitoringCollectors } from '../../collectors/contract.ts'

export const collectors = api(monitoringCollectors)
