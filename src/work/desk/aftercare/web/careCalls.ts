import { api } from '#web/kit/api.ts'
import { deskAftercare } from '../contract.ts'

export const careCalls = api(deskAftercare)
