import { texts } from '#platform/i18n.ts'

export const monitoringExpectingTexts = texts({
  // What all of maintenance says stands once, here.
  'monitoring.expecting.changed': { nl: 'Iemand heeft deze norm intussen gewijzigd. Kijk wat er nu staat en probeer het opnieuw', en: 'Somebody changed this norm in the meantime. See what it is now and try again' },
  'history.monitoring.maintenanceNormSet': { nl: 'Een norm voor onderhoud aan- of uitgezet', en: 'Switched a norm of maintenance on or off' },
})
