import { texts } from '#platform/i18n.ts'

export const composerWords = texts({
  'composer.mention': { nl: 'Collega noemen', en: 'Mention a colleague' },
  'composer.canned': { nl: 'Standaardantwoord invoegen', en: 'Insert a canned answer' },
  'composer.noColleague': { nl: 'Geen collega met deze naam mag deze zaak zien', en: 'No colleague with this name may see this case' },
  'composer.noCanned': { nl: 'Geen standaardantwoord met deze woorden', en: 'No canned answer with these words' },
})
