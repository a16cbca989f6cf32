import { api } from '#web/kit/api.ts'
import { deskTasks } from '../contract.ts'

export const tasksCalls = api(deskTasks)
