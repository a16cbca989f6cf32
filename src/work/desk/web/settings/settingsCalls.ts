import { api } from '#web/kit/api.ts'
import { deskSettings } from '../../settings/contract.ts'

export const settingsCalls = api(deskSettings)
