import { texts } from '#platform/i18n.ts'

export const linkingWords = texts({
  'alike.title': { nl: 'Lijkt op', en: 'Looks like' },
  'alike.none': { nl: 'Geen open zaak lijkt op deze.', en: 'No open case looks like this one.' },
  'alike.new': { nl: 'Misschien is dit al gemeld', en: 'This may have been reported already' },
})
