import { texts } from '#platform/i18n.ts'

export const deskClosingTexts = texts({
  'desk.closing.changed': { nl: 'Iemand heeft dit intussen gewijzigd. Kijk wat er nu staat en probeer het opnieuw', en: 'Somebody changed this in the meantime. See what it is now and try again' },
  'desk.closing.tryThis': { nl: 'Wilt u dit proberen?', en: 'Please try this:' },
  'desk.closing.rateLink': { nl: 'Zeg hoe tevreden u bent met onze hulp', en: 'Tell us how satisfied you are with our help' },
  'desk.closing.backLink': { nl: 'Het probleem is terug', en: 'The problem is back' },
  'desk.closing.contradiction.text': {
    nl: 'De melder koos “{works}”, maar schreef iets anders:\n{text}\n\nDe zaak blijft te testen. Wij hebben het nog eens gevraagd.',
    en: 'The reporter chose “{works}” but wrote something else:\n{text}\n\nThe case stays to be tested. We asked once more.',
  },
  'desk.closing.contradiction.step': {
    nl: 'De melder koos “{works}”, maar volgens de melder werkt niet elke stap. De zaak blijft te testen. Wij hebben het nog eens gevraagd.',
    en: 'The reporter chose “{works}”, but says that not every step works. The case stays to be tested. We asked once more.',
  },
  'desk.closing.contradiction.answer': {
    nl: 'Eerst antwoordde de melder “{before}”, nu “{works}”. De zaak is weer te testen. Wij hebben het nog eens gevraagd.',
    en: 'First the reporter answered “{before}”, now “{works}”. The case is to be tested again. We asked once more.',
  },
  'desk.closing.contradiction.call': { nl: 'Dit is nu {times} keer gebeurd. Er gaat geen e-mail meer uit: bel de melder.', en: 'This has now happened {times} times. No more mail goes out: call the reporter.' },
  'desk.closing.byPolicy': { nl: 'Geen antwoord in {days, plural, one {# werkdag} other {# werkdagen}}. Gesloten volgens afspraak.', en: 'No answer in {days, plural, one {# working day} other {# working days}}. Closed by policy.' },
  'desk.letter.reminder': {
    nl: 'Wij denken dat uw melding {number} is opgelost, maar wij hebben nog niets van u gehoord.\n\nWat wij hebben gedaan:\n{done}\n\nWerkt het? Laat het ons weten. {until}',
    en: 'We think your report {number} is solved, but we have not heard from you yet.\n\nWhat we did:\n{done}\n\nDoes it work? Please let us know. {until}',
  },
  'desk.letter.reminder.about': { nl: 'Herinnering: wilt u het testen?', en: 'Reminder: please test it' },
  'desk.closing.closesAt': { nl: 'Horen wij niets, dan sluiten wij de melding op {date}. Daarna kunt u hem nog heropenen.', en: 'If we hear nothing, we close the report on {date}. You can still reopen it after that.' },
  'desk.letter.askedAgain': {
    nl: 'U gaf ons twee antwoorden over uw melding {number} die niet bij elkaar passen. Wij willen het graag goed doen. Daarom één vraag: werkt het nu, ja of nee?\n\nU kunt ook antwoorden op deze e-mail. Schrijf "ja, het werkt" of "nee, het werkt niet".',
    en: 'You gave us two answers about your report {number} that do not match. We want to get it right. So one question: does it work now, yes or no?\n\nYou can also reply to this email. Write "yes, it works" or "no, it does not work".',
  },
  'desk.letter.askedAgain.about': { nl: 'Werkt het nu, ja of nee?', en: 'Does it work now, yes or no?' },
  'desk.letter.confirmed': {
    nl: 'Dank u. Uw melding {number} is gesloten, omdat u zei dat het werkt. {back}{rate}',
    en: 'Thank you. Your report {number} is closed, because you said that it works. {back}{rate}',
  },
  'desk.letter.confirmed.about': { nl: 'Uw melding is gesloten', en: 'Your report is closed' },
  'desk.letter.ended': {
    nl: 'Uw melding {number} is gesloten. {back}{rate}',
    en: 'Your report {number} is closed. {back}{rate}',
  },
  'desk.letter.ended.about': { nl: 'Uw melding is afgesloten', en: 'Your report was closed' },
  'desk.letter.endedByPolicy': {
    nl: 'Wij hebben niets van u gehoord. Daarom is uw melding {number} gesloten. {back}{rate}',
    en: 'We have not heard from you. So your report {number} is closed. {back}{rate}',
  },
  'desk.letter.endedByPolicy.about': { nl: 'Uw melding is gesloten, omdat er geen antwoord kwam', en: 'Your report is closed, because no answer came' },
  'desk.closing.howSatisfied': { nl: 'Hoe tevreden bent u met onze hulp? Kies wat bij u past.', en: 'How satisfied are you with our help? Choose what fits.' },
  'desk.closing.backBy': {
    nl: 'Komt het probleem terug? Antwoord dan op deze e-mail, of kies “Het probleem is terug”. Dat kan tot en met {date}. Daarna maken wij er een nieuwe melding van.',
    en: 'Does the problem come back? Then reply to this email, or choose “The problem is back”. You can do so up to and including {date}. After that we make it a new report.',
  },
})
