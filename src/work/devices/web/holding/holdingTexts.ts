/** Words of what a person has. */
import { texts } from '#platform/i18n.ts'
import { devicesHoldingTexts } from '../../holding/texts.ts'
import { roomTexts } from '../roomTexts.ts'

export const holdingTexts = texts({
  ...roomTexts,
  ...devicesHoldingTexts,
  'devices.holding.none': { nl: 'Heeft niets in gebruik en gaat nergens over.', en: 'Uses nothing and answers for nothing.' },
  'devices.holding.more': { nl: 'Er is meer dan hier past.', en: 'There is more than fits here.' },
  'devices.holding.more.list': { nl: 'Alles in de lijst', en: 'All of it in the list' },
  'devices.holding.uses': { nl: 'in gebruik', en: 'uses it' },
  'devices.holding.owns': { nl: 'gaat erover', en: 'answers for it' },
  'devices.holding.leave': { nl: 'Vertrekt', en: 'Leaves' },
  'devices.holding.leaveTitle': { nl: '{name} vertrekt', en: '{name} leaves' },
  'devices.holding.leaveWhat': { nl: 'Er opent één zaak om alles terug te krijgen. Wordt het account gesloten, dan gebeurt dit vanzelf.', en: 'One case opens to get everything back. When the account is closed this happens by itself.' },
  'devices.holding.organisation': { nl: 'Welke organisatie', en: 'Which organisation' },
  'devices.holding.lastDay': { nl: 'Laatste dag', en: 'Last day' },
  'devices.holding.note': { nl: 'Opmerking', en: 'Note' },
  'devices.holding.open': { nl: 'Zaak openen', en: 'Open the case' },
  'devices.holding.opened': { nl: 'Zaak {number} is geopend', en: 'Case {number} is open' },
  'devices.holding.cancel': { nl: 'Annuleren', en: 'Cancel' },
  'devices.holding.notYours': { nl: 'U werkt niet aan apparaten van deze persoon', en: 'You do not work on devices of this person' },
  'devices.holding.failed': { nl: 'Dit is niet gelukt', en: 'This did not work' },
  'devices.holding.comesBack': { nl: 'Alles terug: {back} van {items}', en: 'Everything back: {back} of {items}' },
})
