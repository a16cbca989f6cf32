import { texts } from '#platform/i18n.ts'

export const conditionTexts = texts({
  'norms.condition.empty': { nl: 'Schrijf wat er moet gelden, bijvoorbeeld disk.encrypted == true', en: 'Write what must hold, for instance disk.encrypted == true' },
  'norms.condition.tooLong': { nl: 'Een voorwaarde heeft hoogstens 2000 tekens. Maak er meer verwachtingen van', en: 'A condition has at most 2000 characters. Make several expectations of it' },
  'norms.condition.tooBig': { nl: 'Deze voorwaarde is te groot of te diep. Maak er meer verwachtingen van', en: 'This condition is too large or too deep. Make several expectations of it' },
  'norms.condition.sign': { nl: 'Bij “{what}” loopt de voorwaarde vast. Gelijk is ==, en is &&, of is ||, niet is !', en: 'The condition gets stuck at “{what}”. Equal is ==, and is &&, or is ||, not is !' },
  'norms.condition.text': { nl: 'Deze tekst eindigt niet. Zet er een aanhalingsteken achter', en: 'This text does not end. Put a quotation mark after it' },
  'norms.condition.unfinished': { nl: 'Hier hoort nog iets, of iets anders', en: 'Something is missing here, or should be something else' },
  'norms.condition.function': { nl: '“{what}” kan hier niet. Kijk in de lijst welke functies er zijn en wat ze nodig hebben', en: '“{what}” cannot be used here. See the list for which functions there are and what they need' },
  'norms.condition.matches': { nl: 'Een reguliere expressie kan te lang duren. Gebruik startsWith, endsWith, contains of like("Windows*")', en: 'A regular expression can take too long. Use startsWith, endsWith, contains or like("Windows*")' },
  'norms.condition.has': { nl: 'Laat has() weg: een gegeven dat er niet is, maakt de uitkomst vanzelf onbekend', en: 'Leave has() out: a fact that is not there makes the outcome unknown by itself' },
  'norms.condition.types': { nl: 'In “{what}” worden verschillende soorten vergeleken, zoals een getal met een tekst', en: '“{what}” compares different kinds, such as a number with a text' },
  'norms.condition.nested': { nl: 'Een lijst binnen een lijst doorlopen kan niet. Maak er twee verwachtingen van', en: 'Going through a list within a list is not possible. Make two expectations of it' },
  'norms.condition.noBool': { nl: 'Dit is geen vraag waarop het antwoord ja of nee is. Vergelijk het met iets, bijvoorbeeld >= 8', en: 'This is no question that is answered by yes or no. Compare it with something, for instance >= 8' },
  'norms.condition.noFact': { nl: 'Deze voorwaarde kijkt naar geen enkel gegeven. Noem er een, zoals os.version', en: 'This condition looks at no fact at all. Name one, such as os.version' },
})
