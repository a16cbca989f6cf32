import { texts } from '#platform/i18n.ts'

export const mapTexts = texts({
  'monitoring.map.critical': { nl: 'kritiek', en: 'critical' },
  'monitoring.map.high': { nl: 'hoog', en: 'high' },
  'monitoring.map.normal': { nl: 'gewoon', en: 'normal' },
  'monitoring.map.low': { nl: 'laag', en: 'low' },
  'monitoring.map.unknown': { nl: 'niet bekend', en: 'not known' },
  'monitoring.map.ok': { nl: 'in orde', en: 'in order' },
  'monitoring.map.unwatched': { nl: 'niet bewaakt', en: 'not watched' },
})
