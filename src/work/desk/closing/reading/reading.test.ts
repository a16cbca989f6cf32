/** What reporters really write when they are asked whether it works. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { effort } from '#test/effort.ts'
import { onlyThanks, readAnswer } from './rules.ts'

const yes = [
  'Ja',
  'ja!',
  'Ja hoor, werkt weer.',
  'Werkt weer, bedankt',
  'Het werkt.',
  'Hij doet het weer!',
  'De printer doet het weer, dank je wel',
  'Opgelost',
  'Opgelost, top!',
  'Het is opgelost. Bedankt voor de snelle hulp.',
  'Probleem verholpen.',
  'Het is gelukt, dank u',
  'Akkoord',
  'Prima, werkt',
  'Alles werkt weer naar behoren.',
  'Het inloggen lukt weer.',
  'Geen problemen meer, dank!',
  'Ik heb geen last meer.',
  'Het probleem is er niet meer.',
  'De foutmelding komt niet meer terug.',
  'Yes',
  'Yes, it works',
  'Yep, all good now',
  'It works again, thanks!',
  'Works fine.',
  'Solved, thank you',
  'Fixed!',
  'The issue is gone. Thanks.',
  'No more problems, thank you',
  'Working perfectly now',
  'Confirmed',
  'Beste Joost,\n\nHet werkt weer.\n\nMet vriendelijke groet,\nNoor Visser\nDocent Nederlands\nNiet op vrijdag aanwezig',
  'Werkt!\n\nVerzonden vanaf mijn iPhone',
  'Ja, het werkt\n\nOp ma 23 nov 2026 om 10:00 schreef Servicedesk:\n> Werkt het nog steeds niet? Antwoord dan op deze e-mail.',
  'Yes it works\n\n-- \nJohn Smith\nThis message does not constitute a binding contract',
]
const no = [
  'Nee',
  'Nee, helaas',
  'Nee, het werkt niet.',
  'Het werkt nog steeds niet',
  'werkt nog steeds niet',
  'Werkt niet.',
  'Werkt nog niet',
  'Het werkt bij mij nog niet.',
  'Hij doet het nog steeds niet',
  'niet opgelost',
  'Het is niet opgelost.',
  'Nog steeds kapot',
  'Nog altijd hetzelfde.',
  'Ik krijg dezelfde foutmelding.',
  'Zelfde probleem',
  'Ik kan nog steeds niet inloggen',
  'Helaas, geen verschil.',
  'Het lukt nog niet.',
  'De printer print nog steeds niet.',
  'Het gaat nog steeds mis.',
  'Het scherm blijft zwart',
  'Bedankt voor de moeite, maar het werkt nog niet.',
  'Het werkt niet goed',
  'Het werkt nog steeds niet. Kunnen jullie langskomen?',
  'Probleem is weer terug',
  'No',
  "It doesn't work",
  'It does not work',
  'Still not working',
  'still broken',
  'Not fixed',
  'Same problem as before the weekend',
  "I still can't log in",
  'I cannot sign in',
  'The problem persists.',
  'Unfortunately still the same',
  'No change.',
  'It isn’t working',
  'Hi,\n\nStill not working.\n\nKind regards,\nAnn',
  'Nee\n\nOn Mon, 23 Nov 2026 Service desk wrote:\n> Yes, it works',
  'Werkt niet\n\nVan: Servicedesk\nVerzonden: maandag\nAan: Noor\nOnderwerp: opgelost\n\nHet is opgelost, ja',
]
const unclear = [
  '',
  'Dank u',
  'Bedankt',
  'Oké',
  'Ik zal het morgen testen',
  'Nog niet getest',
  'Ik heb het nog niet kunnen testen',
  "I haven't tested it yet",
  'I will check tomorrow',
  'Nog geen tijd gehad',
  'Werkt het bij u?',
  'Werkt het nu?',
  'Ja, maar de kleur klopt niet',
  'Ja en nee',
  'Ja, maar alleen op de gang',
  'Het werkt soms',
  'Volgens mij werkt het',
  'It seems to work',
  'Yes, but only on one laptop',
  'It works, but the other screen is black',
  'Het werkte gisteren niet',
  'Eerst deed hij het niet, nu werkt hij',
  'Nee hoor, alles werkt',
  'Als het werkt laat ik het weten',
  'Het is mij niet duidelijk wat ik moet doen',
  'Wat hebben jullie gedaan?',
  'Kunt u mij bellen?',
  'Ik ben afwezig tot maandag. Ja, het werkt.',
  'Automatisch antwoord: ik ben met vakantie',
  'Out of office: yes, solved issues go to my colleague',
  'I am on annual leave until Monday',
  'Not sure',
  'Graag contact opnemen',
  'De muis moet ook nog vervangen worden',
  'Zonder die stekker werkt het',
  '> ja, het werkt',
  'Ik weet het niet\n\nOp ma 23 nov schreef Spil:\n> ja, het werkt',
  `Ja. ${'Nog een heel verhaal. '.repeat(40)}`,
]

describe('a yes or a no, in the words of people', () => {
  test('the table is long enough to mean something', () => {
    expect(yes.length + no.length + unclear.length).toBeGreaterThanOrEqual(110)
  })
  test.each(yes)('yes: %s', (text) => expect(readAnswer(text)).toBe('yes'))
  test.each(no)('no: %s', (text) => expect(readAnswer(text)).toBe('no'))
  test.each(unclear)('a person reads: %s', (text) => expect(readAnswer(text)).toBe('unclear'))
  test('in capitals, with spaces and curly quotes it is the same', () => {
    for (const [all, said] of [
      [yes, 'yes'],
      [no, 'no'],
    ] as const)
      for (const text of all.filter((one) => !one.includes('\n')))
        expect(readAnswer(`  ${text.toUpperCase().replaceAll("'", '’')} \n`), text).toBe(said)
  })
  test('a yes with a no beside it, in whatever order, is never taken for either', () => {
    const plain = (all: string[]) => all.filter((one) => !one.includes('\n'))
    fc.assert(
      fc.property(fc.constantFrom(...plain(yes)), fc.constantFrom(...plain(no)), fc.boolean(), (one, other, first) => {
        expect(readAnswer(first ? `${one}\n${other}` : `${other}\n${one}`)).toBe('unclear')
      }),
    )
  })
  test('whatever is written, it answers at once', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5000 }), (text) => {
        expect(['yes', 'no', 'unclear']).toContain(readAnswer(text))
      }),
    )
    const spent = effort()
    for (const piece of ['niet ', 'nog steeds ', 'is het nu weer nog ', 'a'.repeat(50)]) readAnswer(piece.repeat(5000))
    expect(spent()).toBeLessThan(1000)
  })
  test('a word of thanks opens nothing again', () => {
    expect(['Bedankt!', 'Dank u wel voor de snelle hulp', 'Thanks a lot', 'Top, bedankt'].map(onlyThanks)).toEqual([true, true, true, true])
    expect(['', 'Bedankt, maar het is weer stuk', 'Thanks, can you call me?', 'Het is weer mis'].map(onlyThanks)).toEqual([
      false,
      false,
      false,
      false,
    ])
  })
})
