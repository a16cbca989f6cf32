import { texts } from '#platform/i18n.ts'

export const linkingTexts = texts({
  'cases.linkCircle': { nl: 'Zo zouden zaken in een kring op elkaar wachten of onder elkaar vallen', en: 'That way cases would wait for each other, or stand under each other, in a circle' },
  'cases.linkSame': { nl: 'Een zaak kan niet met zichzelf verbonden worden', en: 'A case cannot be linked to itself' },
  'cases.linkThere': { nl: 'Deze zaken zijn al op een andere manier verbonden. Haal die verbinding eerst weg', en: 'These cases are linked in another way already. Remove that link first' },
  'cases.history.unlinked': { nl: 'Verbinding met een andere zaak weggehaald', en: 'Removed a link to another case' },
  'cases.history.unblocked': { nl: 'De zaak waarop gewacht werd is klaar', en: 'The case it waited for is done' },
})
