import { texts } from '#platform/i18n.ts'

export const tellingTexts = texts({
  'monitoring.mail.subject.one': { nl: '{severity}: {title}: {item}', en: '{severity}: {title}: {item}' },
  'monitoring.mail.subject.many': { nl: '{count, plural, one {# alarm} other {# alarmen}}, hoogste ernst {severity}', en: '{count, plural, one {# alarm} other {# alarms}}, greatest severity {severity}' },
  'monitoring.mail.hello': { nl: 'Hallo {name},', en: 'Hello {name},' },
  'monitoring.mail.one': { nl: '{item} voldoet niet aan “{title}”.', en: '{item} does not meet “{title}”.' },
  'monitoring.mail.many': { nl: 'Dit is er mis:', en: 'This is wrong:' },
  'monitoring.mail.level': { nl: 'U krijgt dit omdat na stap {before} nog niemand heeft bevestigd.', en: 'You get this because nobody has acknowledged it after step {before}.' },
  'monitoring.mail.line': { nl: '- {severity}: {title}: {item}, sinds {since}', en: '- {severity}: {title}: {item}, since {since}' },
  'monitoring.mail.since': { nl: 'Sinds {since}', en: 'Since {since}' },
  'monitoring.mail.case': { nl: 'Zaak: {url}', en: 'Case: {url}' },
  'monitoring.mail.remedy': { nl: 'Wat te doen: {remedy}', en: 'What to do: {remedy}' },
  'monitoring.mail.more': { nl: 'En nog {more}.', en: 'And {more} more.' },
  'monitoring.mail.link': { nl: 'Bevestig dat u ermee bezig bent (zonder aanmelden, 7 dagen geldig):\n{url}', en: 'Acknowledge that you are on it (without signing in, good for 7 days):\n{url}' },
  'monitoring.mail.all': { nl: 'Alle alarmen: {url}', en: 'All alarms: {url}' },
  'monitoring.mail.regards': { nl: 'Met vriendelijke groet,\n{organisation}', en: 'Kind regards,\n{organisation}' },
})
