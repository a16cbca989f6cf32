import { texts } from '#platform/i18n.ts'

export const linkingWords = texts({
  'link.kind': { nl: 'Soort verbinding', en: 'Kind of link' },
  'link.remove': { nl: 'Verbinding met {number} weghalen', en: 'Remove the link to {number}' },
  'link.incoming': { nl: '(andersom)', en: '(the other way)' },
  'alike.title': { nl: 'Lijkt op', en: 'Looks like' },
  'alike.none': { nl: 'Geen open zaak lijkt op deze.', en: 'No open case looks like this one.' },
  'alike.new': { nl: 'Misschien is dit al gemeld', en: 'This may have been reported already' },
})
