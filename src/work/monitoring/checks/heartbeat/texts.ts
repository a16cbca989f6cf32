import { texts } from '#platform/i18n.ts'

export const monitoringHeartbeatTexts = texts({
  'monitoring.noHeartbeat': { nl: 'Dit is geen hartslag: niemand hoeft hiervoor te bellen', en: 'This is not a heartbeat: nobody needs to call for it' },
})
