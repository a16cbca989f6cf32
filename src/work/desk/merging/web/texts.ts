import { texts } from '#platform/i18n.ts'

export const mergingWords = texts({
  'merge.title': { nl: 'Samenvoegen met een andere zaak', en: 'Merge into another case' },
  'merge.into': { nl: 'Nummer van de andere zaak', en: 'Number of the other case' },
  'merge.find': { nl: 'Zoeken', en: 'Find' },
  'merge.reason': { nl: 'Waarom', en: 'Why' },
  'merge.consequence': {
    nl: '{from} wordt samengevoegd met {into} “{title}” van {reporter}. Alles van beide zaken staat daarna bij {into}; beide melders krijgen bericht en zien alles wat niet intern is. U kunt dit later ongedaan maken.',
    en: '{from} is merged into {into} “{title}” of {reporter}. Everything of both cases then stands with {into}; both reporters are told and see all that is not internal. You can undo this later.',
  },
  'merge.do': { nl: 'Samenvoegen', en: 'Merge' },
  'merge.done': { nl: '{from} is samengevoegd met {into}', en: '{from} was merged into {into}' },
  'merge.notice': { nl: '{number} “{title}” van {reporter} is hiermee samengevoegd.', en: '{number} “{title}” of {reporter} was merged into this one.' },
  'merge.undo': { nl: 'Ongedaan maken', en: 'Undo' },
  'merge.undoTitle': { nl: 'Samenvoegen ongedaan maken?', en: 'Undo the merge?' },
  'merge.undoWhat': { nl: '{number} wordt weer een eigen zaak, precies zoals hij was. Wat sindsdien op deze zaak is gezegd blijft hier.', en: '{number} becomes a case of its own again, exactly as it was. What was said on this case since then stays here.' },
  'merge.takeBack': { nl: 'Wat {reporter} sindsdien schreef gaat mee terug', en: 'What {reporter} wrote since then goes back along' },
  'merge.undone': { nl: '{number} is weer een eigen zaak', en: '{number} is a case of its own again' },
  'merge.led': { nl: '{from} is samengevoegd met {into}', en: '{from} was merged into {into}' },
})
