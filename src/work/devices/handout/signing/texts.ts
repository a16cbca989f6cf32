import { texts } from '#platform/i18n.ts'

export const devicesSigningTexts = texts({
  'devices.signing.linkWrong': { nl: 'Deze link klopt niet. Scan de code nog eens, of open de link uit de e-mail nog eens', en: 'This link is not right. Scan the code once more, or open the link in the email once more' },
  'devices.signing.linkExpired': { nl: 'Deze link werkt niet meer. Vraag de servicedesk om een nieuwe', en: 'This link no longer works. Ask the service desk for a new one' },
  'devices.signing.alreadySigned': { nl: 'Hiervoor is al getekend. Een handtekening verandert niet meer', en: 'This has already been signed. A signature does not change any more' },
  'devices.signing.alreadyDeclined': { nl: 'U hebt al gezegd dat u niet tekent', en: 'You have already said that you do not sign' },
  'devices.signing.over': { nl: 'Alles is al ingenomen. Tekenen hoeft niet meer', en: 'Everything has been taken back. There is nothing to sign any more' },
  'devices.signing.noAddress': { nl: 'De ontvanger heeft geen e-mailadres. Laat hier tekenen, of met de code', en: 'The receiver has no email address. Have it signed here, or with the code' },
})
