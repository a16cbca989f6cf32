import { texts } from '#platform/i18n.ts'

export const accessTexts = texts({
  'people.passwordWrong': { nl: 'Dit is niet uw wachtwoord', en: 'This is not your password' },
  'people.linkExpired': { nl: 'Deze link is al gebruikt of verlopen. Vraag een nieuwe aan', en: 'This link has been used or has expired. Ask for a new one' },
  'people.sessionOnly': { nl: 'Dit kan alleen als u zelf bent aangemeld, niet met een token', en: 'This needs you to be signed in yourself; a token cannot do it' },
  'people.totpOn': { nl: 'Aanmelden in twee stappen staat al aan', en: 'Two-step sign-in is on already' },
  'people.totpNotStarted': { nl: 'Begin eerst met instellen', en: 'Start setting it up first' },
  'people.scopeUnknown': { nl: 'Deze bevoegdheid bestaat niet: {scope}', en: 'There is no such permission: {scope}' },
  'people.mail.reset.subject': { nl: 'Kies een nieuw wachtwoord voor Spil', en: 'Choose a new password for Spil' },
  'people.mail.reset.text': {
    nl: 'Beste {name},\n\nIemand vroeg om een nieuw wachtwoord voor uw account. Was u dat? Kies het dan hier, binnen een uur:\n\n{link}\n\nWas u dat niet? Dan hoeft u niets te doen. Uw wachtwoord blijft zoals het is.',
    en: 'Dear {name},\n\nSomebody asked for a new password for your account. Was it you? Then choose it here, within an hour:\n\n{link}\n\nWas it not you? Then you need not do anything. Your password stays as it is.',
  },
  'people.mail.invitation.subject': { nl: 'Uw account in Spil', en: 'Your account in Spil' },
  'people.mail.invitation.text': {
    nl: 'Beste {name},\n\nU hebt een account in Spil, de plek waar de ICT-afdeling meldingen en werk bijhoudt. Kies hier een wachtwoord, binnen zeven dagen:\n\n{link}\n\nDaarna kunt u zich aanmelden met dit e-mailadres.',
    en: 'Dear {name},\n\nYou have an account in Spil, where the ICT department keeps reports and work. Choose a password here, within seven days:\n\n{link}\n\nAfter that you can sign in with this email address.',
  },
})
