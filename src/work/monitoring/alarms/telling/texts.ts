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
  'monitoring.mail.answer': { nl: 'Beantwoord deze mail om te bevestigen dat u ermee bezig bent. Wat u schrijft, komt bij het alarm te staan.', en: 'Answer this mail to acknowledge that you are on it. What you write stands with the alarm.' },
  'monitoring.mail.acknowledged': {
    nl: '{done, plural, =0 {Er was niets meer te bevestigen.} one {Bevestigd: dit alarm staat op uw naam.} other {Bevestigd: # alarmen staan op uw naam.}}{over, plural, =0 {} one { Eén alarm was al voorbij.} other { # alarmen waren al voorbij.}}',
    en: '{done, plural, =0 {There was nothing left to acknowledge.} one {Acknowledged: this alarm stands in your name.} other {Acknowledged: # alarms stand in your name.}}{over, plural, =0 {} one { One alarm was over already.} other { # alarms were over already.}}',
  },
  'monitoring.mail.subject.over': { nl: 'Voorbij: {title}: {item}', en: 'Over: {title}: {item}' },
  'monitoring.mail.subject.overMany': { nl: '{count} alarmen zijn voorbij', en: '{count} alarms are over' },
  'monitoring.mail.over': {
    nl: '- {title}: {item} {how, select, right {voldoet weer sinds {at}} outOfScope {valt er niet meer onder sinds {at}} withdrawn {geldt niet meer sinds {at}} other {is voorbij sinds {at}}}',
    en: '- {title}: {item} {how, select, right {is right again since {at}} outOfScope {is no longer meant since {at}} withdrawn {no longer counts since {at}} other {is over since {at}}}',
  },
  'monitoring.mail.link': { nl: 'Bevestig dat u ermee bezig bent (zonder aanmelden, 7 dagen geldig):\n{url}', en: 'Acknowledge that you are on it (without signing in, good for 7 days):\n{url}' },
  'monitoring.mail.all': { nl: 'Alle alarmen: {url}', en: 'All alarms: {url}' },
  'monitoring.mail.regards': { nl: 'Met vriendelijke groet,\n{organisation}', en: 'Kind regards,\n{organisation}' },
})
