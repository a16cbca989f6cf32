/** The client of the loan desk. */
import { api } from '#web/kit/api.ts'
import { devicesLoans } from '../../loans/contract.ts'

export const loans = api(devicesLoans)
