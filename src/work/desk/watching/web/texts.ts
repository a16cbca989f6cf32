import { texts } from '#platform/i18n.ts'

export const watchingWords = texts({
  'watch.title': { nl: 'Volgers', en: 'Watchers' },
  'watch.none': { nl: 'Niemand volgt deze zaak.', en: 'Nobody follows this case.' },
  'watch.follow': { nl: 'Volgen', en: 'Follow' },
  'watch.stop': { nl: 'Niet meer volgen', en: 'Stop following' },
  'watch.what': { nl: 'Waarvan ik hoor', en: 'What I hear of' },
  'watch.what.everything': { nl: 'Alles', en: 'Everything' },
  'watch.what.public': { nl: 'Berichten aan de melder en stappen', en: 'Messages to the reporter and moves' },
  'watch.what.moves': { nl: 'Alleen stappen', en: 'Moves only' },
  'watch.add': { nl: 'Collega of team laten volgen', en: 'Let a colleague or team follow' },
  'watch.choose': { nl: 'Kies een collega of team', en: 'Choose a colleague or team' },
  'watch.remove': { nl: '{name} niet meer laten volgen', en: 'Take {name} off' },
  'watch.team': { nl: 'Team', en: 'Team' },
})
