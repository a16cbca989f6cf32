import { texts } from '#platform/i18n.ts'
import { seriesTexts } from '#record/norms/series/texts.ts'
import { normsTexts } from '#record/norms/texts.ts'
import { roomTexts } from '../../web/roomTexts.ts'
import { onCallTexts } from '../oncall/texts.ts'
import { alarmsTexts } from '../texts.ts'
import { windowsTexts } from '../windows/texts.ts'

export const alarmTexts = texts({
  ...normsTexts,
  ...seriesTexts,
  ...alarmsTexts,
  ...windowsTexts,
  ...onCallTexts,
  ...roomTexts,
  'alarms.summary': {
    nl: '{open, plural, =0 {Niets mis} one {# alarm} other {# alarmen}}{unacknowledged, plural, =0 {} other {, # niet bevestigd}}{quiet, plural, =0 {} other {, # niet te zien door een ander}}',
    en: '{open, plural, =0 {Nothing wrong} one {# alarm} other {# alarms}}{unacknowledged, plural, =0 {} other {, # not acknowledged}}{quiet, plural, =0 {} other {, # not known because of another}}',
  },
  'alarms.empty': { nl: 'Niets mis', en: 'Nothing wrong' },
  'alarms.emptyWhat': { nl: 'Alles wat wordt bewaakt is zoals het moet, of in onderhoud. Wat niet bekend is, staat bij de normen.', en: 'Everything that is monitored is as it must be, or in maintenance. What is not known stands with the norms.' },
  'alarms.filter.severity': { nl: 'ernst', en: 'severity' },
  'alarms.filter.seen': { nl: 'bevestigd', en: 'acknowledged' },
  'alarms.filter.no': { nl: 'nog niet', en: 'not yet' },
  'alarms.filter.yes': { nl: 'wel', en: 'yes' },
  'alarms.filter.quiet': { nl: 'stil', en: 'quiet' },
  'alarms.filter.quietYes': { nl: 'door een ander', en: 'because of another' },
  'alarms.select': { nl: 'Kies {name}', en: 'Choose {name}' },
  'alarms.acknowledge': { nl: 'Bevestigen', en: 'Acknowledge' },
  'alarms.acknowledgeMany': { nl: '{count, plural, one {# bevestigen} other {# bevestigen}}', en: '{count, plural, one {Acknowledge #} other {Acknowledge #}}' },
  'alarms.silence': { nl: 'Stil voor 4 uur', en: 'Quiet for 4 hours' },
  'alarms.unsilence': { nl: 'Niet meer stil', en: 'Quiet no longer' },
  'alarms.done': { nl: '{done, plural, one {# alarm bevestigd} other {# alarmen bevestigd}}{over, plural, =0 {} other {, # was al voorbij}}', en: '{done, plural, one {# alarm acknowledged} other {# alarms acknowledged}}{over, plural, =0 {} other {, # was over already}}' },
  'alarms.silenced': { nl: 'Daarover hoort niemand iets tot dan', en: 'Nobody hears about it until then' },
  'alarms.failed': { nl: 'Niet gelukt', en: 'That did not work' },
  'alarms.note': { nl: 'Wat u gaat doen (mag leeg)', en: 'What you are going to do (may be empty)' },
  'alarms.cancel': { nl: 'Terug', en: 'Back' },
  'alarms.by': { nl: '{name} is ermee bezig', en: '{name} is on it' },
  'alarms.quietUntil': { nl: 'stil tot', en: 'quiet until' },
  'alarms.level': { nl: 'stap {level} gewaarschuwd', en: 'step {level} told' },
  'alarms.flapping': { nl: 'wisselt steeds', en: 'keeps changing' },
  'alarms.recovering': { nl: 'weer goed, nog niet lang genoeg', en: 'right again, not for long enough yet' },
  'alarms.hides': { nl: 'verbergt {count, plural, one {# item} other {# items}}', en: 'hides {count, plural, one {# item} other {# items}}' },
  'alarms.hiddenMore': { nl: 'en meer', en: 'and more' },
  'alarms.hiddenOpen': { nl: '{open, plural, =0 {} one {(# alarm stond al open)} other {(# alarmen stonden al open)}}', en: '{open, plural, =0 {} one {(# alarm was open already)} other {(# alarms were open already)}}' },
  'alarms.more': { nl: 'Meer', en: 'More' },
  'alarms.link.lead': { nl: '{name}, u kreeg dit van {organisation}.', en: '{name}, you got this from {organisation}.' },
  'alarms.link.what': { nl: 'Bevestig dat u ermee bezig bent. Dan wordt niemand anders meer gewaarschuwd.', en: 'Acknowledge that you are on it. Then nobody else is told any more.' },
  'alarms.link.over': { nl: 'voorbij', en: 'over' },
  'alarms.link.none': { nl: 'Alles waarover deze mail ging is voorbij.', en: 'Everything this mail was about is over.' },
  'alarms.link.thanks': { nl: 'Bedankt', en: 'Thank you' },
  'alarms.link.thanksWhat': { nl: 'U staat erbij als degene die ermee bezig is.', en: 'You are named as who is on it.' },
})
