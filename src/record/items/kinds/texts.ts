import { texts } from '#platform/i18n.ts'

export const itemKindsTexts = texts({
  'items.kinds.changed': { nl: 'Iemand heeft deze soort intussen gewijzigd. Laad de soort opnieuw', en: 'Somebody has changed this kind in the meantime. Load it again' },
  'items.kinds.inUse': { nl: 'Er zijn nog items van deze soort', en: 'There are still items of this kind' },
  'items.kinds.stateInUse': { nl: 'Er zijn nog items in een toestand die zou verdwijnen: {states}', en: 'There are still items in a state that would disappear: {states}' },
  'items.kinds.typeChanged': { nl: 'Het type van een kenmerk staat vast: {attributes}. Voeg een nieuw kenmerk toe', en: 'The type of an attribute is fixed: {attributes}. Add a new attribute' },
  'items.kinds.tooMany': { nl: 'Een organisatie heeft hoogstens 200 soorten', en: 'An organisation has at most 200 kinds' },
})
