import { api } from '#web/kit/api.ts'
import { itemLabels } from '../contract.ts'

export const labels = api(itemLabels)
