import { texts } from '#platform/i18n.ts'

export const pickTexts = texts({
  'items.pick.none': { nl: 'Niets gevonden', en: 'Nothing found' },
  'items.pick.looking': { nl: 'Zoeken…', en: 'Searching…' },
})
