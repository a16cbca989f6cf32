import { texts } from '#platform/i18n.ts'

/** What the frame needs before a page about monitoring is opened. */
export const roomTexts = texts({
  'monitoring.title': { nl: 'Monitoring', en: 'Monitoring' },
  'monitoring.arranged': { nl: 'Monitoring inrichten', en: 'Set up monitoring' },
  'monitoring.collectors': { nl: 'Collectors', en: 'Collectors' },
  'monitoring.now': { nl: 'Nu mis', en: 'Wrong now' },
  'monitoring.windows': { nl: 'Onderhoudsvensters', en: 'Maintenance windows' },
  'monitoring.oncall': { nl: 'Piket', en: 'On call' },
  'monitoring.acknowledge': { nl: 'Alarm bevestigen', en: 'Acknowledge an alarm' },
  'monitoring.windows.add': { nl: 'Onderhoudsvenster', en: 'Maintenance window' },
  'monitoring.receiving': { nl: 'Ontvangen', en: 'Receiving' },
  'monitoring.health': { nl: 'Gezondheid', en: 'Health' },
  'monitoring.graphs': { nl: 'Grafieken', en: 'Graphs' },
  'monitoring.dashboards': { nl: 'Dashboards', en: 'Dashboards' },
  'monitoring.checks': { nl: 'Controles', en: 'Checks' },
  'monitoring.templates': { nl: 'Sjablonen', en: 'Templates' },
  'monitoring.backups': { nl: 'Back-ups', en: 'Back-ups' },
  'monitoring.maintenance': { nl: 'Onderhoud', en: 'Maintenance' },
  'monitoring.reports': { nl: 'Rapporten', en: 'Reports' },
  'monitoring.map': { nl: 'Locaties', en: 'Places' },
  'monitoring.statusPage': { nl: 'Statuspagina', en: 'Status page' },
  'monitoring.status': { nl: 'Werkt alles?', en: 'Does everything work?' },
  'monitoring.wall': { nl: 'Wandbord', en: 'Wall board' },
  'monitoring.keeping': { nl: 'Bewaren', en: 'Keeping' },
  'monitoring.availability': { nl: 'Beschikbaarheid', en: 'Availability' },
})
