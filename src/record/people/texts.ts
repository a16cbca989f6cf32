import { texts } from '#platform/i18n.ts'

export const peopleTexts = texts({
  'people.title': { nl: 'Personen', en: 'People' },
  'people.role.reporter': { nl: 'Melder', en: 'Reporter' },
  'people.role.engineer': { nl: 'Behandelaar', en: 'Engineer' },
  'people.role.lead': { nl: 'Teamleider', en: 'Lead' },
  'people.role.securityOfficer': { nl: 'Beveiligingsfunctionaris', en: 'Security officer' },
  'people.role.databaseAdministrator': { nl: 'Databasebeheerder', en: 'Database administrator' },
  'people.role.client': { nl: 'Opdrachtgever', en: 'Client' },
  'people.role.auditor': { nl: 'Auditor', en: 'Auditor' },
  'people.role.administrator': { nl: 'Beheerder', en: 'Administrator' },
  'people.alreadySetUp': { nl: 'Spil is al ingericht', en: 'Spil has already been set up' },
  'people.passwordTooCommon': { nl: 'Dit wachtwoord is te bekend. Kies een ander, bijvoorbeeld een paar woorden achter elkaar', en: 'This password is too well known. Choose another, for example a few words in a row' },
  'people.passwordIsYou': { nl: 'Gebruik uw naam of e-mailadres niet in het wachtwoord', en: 'Do not use your name or email address in the password' },
  'people.signInWrong': { nl: 'E-mailadres of wachtwoord klopt niet', en: 'The email address or password is not right' },
  'people.codeRequired': { nl: 'Vul ook de code uit uw app in', en: 'Fill in the code from your app as well' },
  'people.codeWrong': { nl: 'Deze code klopt niet of is al gebruikt', en: 'This code is not right or has been used already' },
  'people.tooManyAttempts': { nl: 'Te veel pogingen. Probeer het over {retryAfter, plural, one {# seconde} other {# seconden}} weer', en: 'Too many attempts. Try again in {retryAfter, plural, one {# second} other {# seconds}}' },
  'people.totpRequired': { nl: 'Stel eerst aanmelden in twee stappen in. Uw rol vraagt dat', en: 'Set up two-step sign-in first. Your role requires it' },
})
