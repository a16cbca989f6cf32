import { texts } from '#platform/i18n.ts'

export const splittingWords = texts({
  'split.wentTo': { nl: 'ook in {number}', en: 'also in {number}' },
  'split.title': { nl: 'Afsplitsen naar een nieuwe zaak', en: 'Split off into a new case' },
  'split.which': { nl: 'Welke berichten?', en: 'Which entries?' },
  'split.whichHelp': { nl: 'Ze blijven ook hier leesbaar, met hun nieuwe nummer erbij. Bestanden gaan mee.', en: 'They stay readable here too, with their new number. Files come along.' },
  'split.whichNeeded': { nl: 'Kies ten minste één bericht', en: 'Choose at least one entry' },
  'split.name': { nl: 'Titel van de nieuwe zaak', en: 'Title of the new case' },
  'split.nameNeeded': { nl: 'Geef de nieuwe zaak een titel', en: 'Give the new case a title' },
  'split.reporter': { nl: 'Melder van de nieuwe zaak', en: 'Reporter of the new case' },
  'split.do': { nl: 'Afsplitsen', en: 'Split off' },
  'split.done': { nl: '{number} is afgesplitst', en: '{number} was split off' },
  'split.none': { nl: 'Er is nog niets gezegd dat kan worden afgesplitst.', en: 'Nothing was said yet that can be split off.' },
  'split.from': { nl: 'Afgesplitst van', en: 'Split off' },
  'split.into': { nl: 'Hiervan is afgesplitst:', en: 'Split off from this:' },
  'split.undo': { nl: 'Ongedaan maken', en: 'Undo' },
  'split.undone': { nl: 'Afsplitsen ongedaan gemaakt; {number} is geannuleerd', en: 'Undid the split; {number} was cancelled' },
})
