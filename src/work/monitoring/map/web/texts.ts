import { texts } from '#platform/i18n.ts'
import { mapTexts } from '../texts.ts'

export const mapWords = texts({
  ...mapTexts,
  'map.title': { nl: 'Locaties', en: 'Places' },
  'map.lead': { nl: 'Waar er nu iets mis is: per plaats het ergste van wat erin staat.', en: 'Where something is wrong now: of each place the worst of what is in it.' },
  'map.none': { nl: 'Er zijn nog geen locaties', en: 'There are no places yet' },
  'map.noneWhat': { nl: 'Leg locaties vast als items en zeg van apparaten waar ze staan. Dan ziet u hier waar iets mis is.', en: 'Register places as items and say of devices where they stand. Then you see here where something is wrong.' },
  'map.all': { nl: 'Alle locaties', en: 'All places' },
  'map.nowhere': { nl: 'Zonder locatie', en: 'In no place' },
  'map.empty': { nl: 'leeg', en: 'empty' },
  'map.items': { nl: 'Wat hier staat', en: 'What is here' },
  'map.noItems': { nl: 'Hier staat zelf niets.', en: 'Nothing is right here.' },
  'map.more': { nl: 'Er zijn er meer; dit zijn de ergste 200.', en: 'There are more; these are the worst 200.' },
  'map.organisation': { nl: 'Organisatie', en: 'Organisation' },
})
