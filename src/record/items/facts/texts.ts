import { texts } from '#platform/i18n.ts'

export const itemFactsTexts = texts({
  'items.facts.rankingChanged': { nl: 'Iemand heeft deze volgorde intussen gewijzigd. Laad haar opnieuw', en: 'Somebody has changed this order in the meantime. Load it again' },
})
