/** The clients of the hand-out. */
import { api } from '#web/kit/api.ts'
import { devicesHandout } from '../contract.ts'
import { devicesHandoutSettings } from '../settings/contract.ts'
import { devicesSigning } from '../signing/contract.ts'

export const handouts = api(devicesHandout)
export const handoutSettings = api(devicesHandoutSettings)
export const signing = api(devicesSigning)

/** What downloads by itself, with the session of this browser. */
export const fileOf = (id: string, what: 'receipt' | 'draft' | 'proof') => `/api/devices/handouts/${id}/${what}`
export const photoOf = (id: string) => `/api/devices/handouts/photos/${id}`
