import { texts } from '#platform/i18n.ts'

/** What the frame needs before a page about monitoring is opened. */
export const roomTexts = texts({
  'monitoring.title': { nl: 'Monitoring', en: 'Monitoring' },
  'monitoring.collectors': { nl: 'Collectors', en: 'Collectors' },
  'monitoring.receiving': { nl: 'Ontvangen', en: 'Receiving' },
  'monitoring.checks': { nl: 'Controles', en: 'Checks' },
  'monitoring.templates': { nl: 'Sjablonen', en: 'Templates' },
})
