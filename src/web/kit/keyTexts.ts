import { texts } from '#platform/i18n.ts'

/** Of keys by which programs outside show whose they are. */
export const keyTexts = texts({
  'kit.keys': { nl: 'Sleutels', en: 'Keys' },
  'kit.keys.new': { nl: 'Sleutel maken', en: 'Make a key' },
  'kit.keys.name': { nl: 'Naam', en: 'Name' },
  'kit.keys.organisation': { nl: 'Organisatie', en: 'Organisation' },
  'kit.keys.once': { nl: 'Dit is de sleutel. U ziet hem alleen nu: bewaar hem, of zet hem meteen in de instellingen.', en: 'This is the key. You see it only now: keep it, or put it in the settings at once.' },
  'kit.keys.key': { nl: 'De sleutel', en: 'The key' },
  'kit.keys.done': { nl: 'Ik heb de sleutel', en: 'I have the key' },
  'kit.keys.made': { nl: 'gemaakt', en: 'made' },
  'kit.keys.used': { nl: 'laatst gebruikt', en: 'last used' },
  'kit.keys.unused': { nl: 'nog niet gebruikt', en: 'not used yet' },
  'kit.keys.revokedAt': { nl: 'ingetrokken', en: 'revoked' },
  'kit.keys.revoke': { nl: 'Intrekken', en: 'Revoke' },
  'kit.keys.revokeOne': { nl: '{name} intrekken', en: 'Revoke {name}' },
  'kit.keys.revokeTitle': { nl: '{name} intrekken?', en: 'Revoke {name}?' },
  'kit.keys.revoked': { nl: '{name} is ingetrokken', en: '{name} was revoked' },
  'kit.keys.failed': { nl: 'Dit lukte niet', en: 'This did not work' },
})
