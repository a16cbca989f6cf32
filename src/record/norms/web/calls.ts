/** The clients of norms. */
import { api } from '#web/kit/api.ts'
import { normsBaselines } from '../baselines/contract.ts'
import { normsCasework } from '../casework/contract.ts'
import { normsCompliance } from '../compliance/contract.ts'
import { norms as contract } from '../contract.ts'
import { normsDeviations } from '../deviations/contract.ts'
import { normsExceptions } from '../exceptions/contract.ts'

export const norms = api(contract)
export const baselines = api(normsBaselines)
export const compliance = api(normsCompliance)
export const deviations = api(normsDeviations)
export const exceptions = api(normsExceptions)
export const casework = api(normsCasework)
