import { texts } from '#platform/i18n.ts'

export const monitoringSupportTexts = texts({
  'monitoring.support.whichProduct': { nl: 'Dit bestand gaat over één product. Zeg welk product', en: 'This file is about one product. Say which product' },
  'monitoring.support.tooMany': { nl: 'Hoogstens 500 producten. Neem een kleiner bestand', en: 'At most 500 products. Take a smaller file' },
  'monitoring.support.older': { nl: 'Er zijn al nieuwere gegevens van dit product. Neem een nieuwer bestand, of haal die eerst weg', en: 'There is newer data of this product already. Take a newer file, or remove that first' },
  'history.monitoring.supportBrought': { nl: 'Gegevens over ondersteuning gebracht of weggehaald', en: 'Brought or removed data about support' },
})
