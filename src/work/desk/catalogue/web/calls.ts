import { api } from '#web/kit/api.ts'
import { deskCatalogue } from '../contract.ts'

export const catalogueCalls = api(deskCatalogue)
