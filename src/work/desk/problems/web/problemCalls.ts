import { api } from '#web/kit/api.ts'
import { deskProblems } from '../contract.ts'

export const problemCalls = api(deskProblems)
