import { texts } from '#platform/i18n.ts'

export const watchingTexts = texts({
  'cases.mayNotSee': { nl: '{name} mag deze zaak niet zien', en: '{name} may not see this case' },
  'cases.history.mentioned': { nl: 'Noemde een collega', en: 'Mentioned a colleague' },
  'cases.history.watched': { nl: 'Iemand volgt deze zaak', en: 'Somebody follows this case' },
  'cases.history.unwatched': { nl: 'Iemand volgt deze zaak niet meer', en: 'Somebody no longer follows this case' },
})
