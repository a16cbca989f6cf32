import { texts } from '#platform/i18n.ts'

export const itemLinkingTexts = texts({
  'items.linking.noSuchItem': { nl: 'Een van deze items is er niet, of u mag het niet zien', en: 'One of these items does not exist, or you may not see it' },
  'history.items.caseLinked': { nl: 'De items waar de zaak over gaat zijn gewijzigd', en: 'The items this case is about were changed' },
})
