/** The clients of alarms. */
import { api } from '#web/kit/api.ts'
import { monitoringAlarms } from '../contract.ts'
import { monitoringOnCall } from '../oncall/contract.ts'
import { monitoringWindows } from '../windows/contract.ts'

export const alarmCalls = api(monitoringAlarms)
export const onCallCalls = api(monitoringOnCall)
export const windowCalls = api(monitoringWindows)
/** What makes a list of alarms another one. */
export const alarmEvents = [
  'norms.deviationOpened',
  'norms.deviationEnded',
  'monitoring.alarmsAcknowledged',
  'monitoring.alarmsSilenced',
  'monitoring.windowChanged',
]
