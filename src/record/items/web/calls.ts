/** The clients of the register. */
import { api } from '#web/kit/api.ts'
import { items as contract } from '../contract.ts'

export const items = api(contract)
