import { texts } from '#platform/i18n.ts'

/** What the frame needs before a page about people is opened: titles, places in the navigation, the banner. */
export const roomTexts = texts({
  'people.setUp.title': { nl: 'Welkom bij Spil', en: 'Welcome to Spil' },
  'people.signIn.title': { nl: 'Aanmelden', en: 'Sign in' },
  'people.forgot.title': { nl: 'Wachtwoord vergeten', en: 'Forgot your password' },
  'people.reset.title': { nl: 'Kies een nieuw wachtwoord', en: 'Choose a new password' },
  'people.invitation.title': { nl: 'Welkom bij Spil', en: 'Welcome to Spil' },
  'people.account.title': { nl: 'Uw account', en: 'Your account' },
  'people.account.security': { nl: 'Beveiliging', en: 'Security' },
  'people.account.tokens': { nl: 'API-tokens', en: 'API tokens' },
  'people.twoStep.title': { nl: 'Aanmelden in twee stappen', en: 'Two-step sign-in' },
  'people.setUpTwoStep.title': { nl: 'Aanmelden in twee stappen instellen', en: 'Set up two-step sign-in' },
  'people.banner.soon': { nl: 'Uw rol vraagt aanmelden in twee stappen. Zonder dat kunt u niet verder vanaf', en: 'Your role requires two-step sign-in. Without it you cannot go on from' },
  'people.banner.blocked': { nl: 'U kunt pas verder als u aanmelden in twee stappen hebt ingesteld. Uw rol vraagt dat.', en: 'You can go on once you have set up two-step sign-in. Your role requires it.' },
  'people.banner.go': { nl: 'Nu instellen', en: 'Set it up now' },
  'people.list.people': { nl: 'Personen', en: 'People' },
  'people.list.teams': { nl: 'Teams', en: 'Teams' },
  'people.list.organisations': { nl: 'Organisaties', en: 'Organisations' },
  'people.list.invite': { nl: 'Persoon uitnodigen', en: 'Invite a person' },
  'people.new.title': { nl: 'Persoon uitnodigen', en: 'Invite a person' },
  'people.team.add': { nl: 'Team toevoegen', en: 'Add a team' },
  'people.organisation.add': { nl: 'Klant toevoegen', en: 'Add a customer' },
  'people.importing.title': { nl: 'Personen importeren', en: 'Import people' },
})
