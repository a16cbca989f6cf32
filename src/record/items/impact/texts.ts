import { texts } from '#platform/i18n.ts'

export const itemImpactTexts = texts({
  'items.impact.notInUse': { nl: 'Is nu niet in gebruik', en: 'Is not in use now' },
  'items.impact.openCases': { nl: '{count, plural, one {# open melding} other {# open meldingen}}', en: '{count, plural, one {# open report} other {# open reports}}' },
})
