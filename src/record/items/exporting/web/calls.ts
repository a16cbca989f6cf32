import { api } from '#web/kit/api.ts'
import { itemExports } from '../contract.ts'

export const exporting = api(itemExports)
