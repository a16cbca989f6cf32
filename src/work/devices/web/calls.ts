/** The clients of devices. */
import { api } from '#web/kit/api.ts'
import { devicesIdentity } from '../identity/contract.ts'
import { devicesIntake } from '../intake/contract.ts'
import { devicesProducts } from '../products/contract.ts'
import { devicesRequirements } from '../requirements/contract.ts'
import { devicesSnmp } from '../snmp/contract.ts'
import { devicesSoftware } from '../software/contract.ts'

export const intake = api(devicesIntake)
export const identity = api(devicesIdentity)
export const products = api(devicesProducts)
export const requirements = api(devicesRequirements)
export const software = api(devicesSoftware)
export const snmp = api(devicesSnmp)
