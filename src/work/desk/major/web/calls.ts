import { api } from '#web/kit/api.ts'
import { deskMajor } from '../contract.ts'

export const majorCalls = api(deskMajor)
