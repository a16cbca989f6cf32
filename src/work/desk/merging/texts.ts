import { texts } from '#platform/i18n.ts'

export const deskMergingTexts = texts({
  'desk.letter.merged': {
    nl: 'Uw melding {own} gaat over hetzelfde als een andere melding. We handelen ze samen af onder nummer {number}. U hoeft niets te doen: alles wat u schreef is bewaard, en een antwoord op een oude mail komt ook goed aan.',
    en: 'Your report {own} is about the same thing as another report. We handle them together under number {number}. You do not have to do anything: all that you wrote is kept, and an answer to an earlier mail arrives as well.',
  },
  'desk.letter.merged.about': { nl: 'Uw melding is samengevoegd met een andere', en: 'Your report was merged into another one' },
  'desk.letter.mergedOther': { nl: 'Iemand anders meldde hetzelfde als u. We handelen die melding ({other}) samen met de uwe af, onder uw nummer {number}.', en: 'Somebody else reported the same thing. We handle that report ({other}) together with yours, under your number {number}.' },
  'desk.letter.mergedOther.about': { nl: 'Een andere melding is met de uwe samengevoegd', en: 'Another report was merged into yours' },
  'desk.letter.mergedSolved': {
    nl: 'Wat u meldde onder {own} is opgelost. Dit hebben we gedaan: {done} Wilt u laten weten of het werkt? Dat kan met de link hieronder, of door te antwoorden op deze mail.',
    en: 'What you reported under {own} is solved. This is what we did: {done} Will you let us know whether it works? Use the link below, or answer this mail.',
  },
  'desk.letter.mergedSolved.about': { nl: 'Wat u meldde, samengevoegd met een andere melding, is opgelost', en: 'What you reported, merged into another report, is solved' },
  'desk.letter.mergedClosed': { nl: 'Uw melding {own}, die we samen met {number} afhandelden, is gesloten.', en: 'Your report {own}, which we handled together with {number}, is closed.' },
  'desk.letter.mergedClosed.about': { nl: 'Uw melding, samengevoegd met een andere, is gesloten', en: 'Your report, merged into another one, is closed' },
  'desk.letter.mergeUndone': { nl: 'Uw melding heeft weer haar eigen nummer, {number}. We hadden haar samengevoegd met een andere melding, maar ze gaat over iets anders.', en: 'Your report has its own number again, {number}. We had merged it into another report, but it is about something else.' },
  'desk.letter.mergeUndone.about': { nl: 'Uw melding heeft weer een eigen nummer', en: 'Your report has its own number again' },
})
