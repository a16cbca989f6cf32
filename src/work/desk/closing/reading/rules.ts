/** How somebody answers the question to test, in their own words. Pure; only what is certain counts, anything else a person reads. */
import { splitQuoted } from '../../mail/rules.ts'

export type Reading = 'yes' | 'no' | 'unclear'

/** From here on it is a signature, or what a telephone adds. */
const signature =
  /^\s*((met )?(vriendelijke|hartelijke|beste) groet(en)?|groet(en|jes)?|mvg|m\.v\.g\.|(kind|best|warm)?\s?regards|cheers|yours (sincerely|faithfully)|(verzonden|verstuurd) (vanaf|met|via)|sent (from|with) (my|outlook)|get outlook|download outlook|outlook voor|virusvrij|disclaimer)\b.{0,120}$/i
const greeting = /^\s*(beste|geachte|hallo|hoi|dag|goede?(morgen|middag|avond|ndag)|hi|hello|hey|dear)\b[^.!?]{0,60}$/i

/** What the sender typed to us: without quoted mail, signature and greeting. */
function said(whole: string): string {
  const lines = splitQuoted(whole.slice(0, 20_000)).text.split('\n')
  const typed = lines.filter((line) => !line.startsWith('>')).map((line) => line.slice(0, 1000))
  const end = typed.findIndex((line, at) => at > 0 && signature.test(line))
  const kept = typed.slice(0, end === -1 ? undefined : end)
  const first = kept.findIndex((line) => line.trim() !== '')
  if (first >= 0 && greeting.test(kept[first] ?? '')) kept.splice(first, 1)
  return kept.join('\n').toLowerCase().replaceAll('’', "'")
}

/** Somebody who is not there, or a machine. */
const away =
  /afwezig|niet aanwezig|met (vakantie|verlof)|op vakantie|buiten kantoor|automatisch(e)? (antwoord|bericht|reactie)|out of (the )?office|on (annual |sick |parental )?leave|on holiday|away from my|automatic(ally)? (reply|response|generated)|limited access to (my )?e-?mail/
/** It will be tested, or could not be. */
const later =
  /(niet|geen|nooit|not|n't|no|yet to)\b.{0,40}\b(getest|geprobeerd|gecontroleerd|gekeken|bekeken|toegekomen|testen|proberen|nakijken|tijd|kans|gelegenheid|test(ed)?|tried|try|check(ed)?|chance|time|looked)\b|\b(ga|zal|kan|wil|will|going to|i'll|shall)\b.{0,40}\b(testen|proberen|nakijken|kijken|uitproberen|test|try|check|look)\b|\b(morgen|straks|volgende week|maandag|tomorrow|next week|later)\b/

/** Said with a "not", and yet good news. */
const goodNews =
  /(geen|zonder) (enkele? )?(problemen|probleem|klachten|last|fout(en|melding|meldingen)?|storing(en)?)( er)? (meer|verder)|(het )?(probleem|euvel|fout(melding)?|storing|melding) (is (er )?|komt |doet zich |treedt )(nu )?niet (meer|langer)( (terug|voor|op))?|no (more|further) (problems?|issues?|errors?|complaints)|(problem|issue|error|it|that)('s| is)? (is )?(gone|no longer (there|an? (problem|issue)|happening))|not (a problem|an issue|broken) any ?more/g
const badNews =
  /\b(werkt|werken|lukt|doet het|doen het|gaat|is|zijn|start|print|opent|laadt|verbindt|kom|kan|kunnen)( (het|hij|zij|ze|er|dat|dit|ik|we|wij))?( (nu|weer|helaas|echt|dus|bij mij|hier|vandaag))?( (nog|ook))?( (steeds|altijd))? (niet|geen)\b( (opgelost|goed|meer|verholpen|in orde|open|op|inloggen|aanmelden|printen|afdrukken|contact|verbinding|geluid|beeld|verschil|verbetering))?|\bnog (steeds|altijd) (niet|geen|kapot|stuk|hetzelfde|dezelfde|een|mis|fout|defect|traag|zwart|last)\b|\bnog (niet|kapot|stuk|hetzelfde|dezelfde|een probleem|defect)\b|\bniet (opgelost|akkoord|goed|gelukt|verholpen|in orde)\b|\b(zelfde|dezelfde) (probleem|fout|foutmelding|melding|klacht)\b|\b(helemaal )?(geen|niets?) (verschil|verbetering|veranderd|verandering)\b|\b(probleem|fout|storing|foutmelding) (is|komt) (er )?(weer|nog|terug)( terug)?\b|\b(blijft|gaat weer) (mis|fout|hangen|vastlopen|zwart|stuk)\b|\bgaat (nog )?(steeds )?mis\b|\b(do(es)?|did|is|was|has|have|are|can|could|still)( ?not|n't) (yet |been |really |quite )?(work|help|open|print|start|connect|log|solve|fix|resolve|ok|right|any better)\w*|\bnot (yet )?(solved|fixed|resolved|working|ok|any better)\b|\bcannot (log|sign|open|print|connect|get)\b|\bstill (not|n't|isn't|doesn't|won't|can't|broken|the same|wrong|having|get|getting|see|seeing|down|failing|fails|happening|happens|crashes|an? (issue|problem|error))\b|\b(same|no) (problem|issue|error|change|difference|luck|improvement)\b|\b(problem|issue|error) (is back|came back|persists|remains|keeps)\b|(^|[\s,;])(nee|neen|no|nope|helaas|unfortunately)(?=$|[\s,;])/g
const yesWords =
  /(^|[^\p{L}'])(ja|jawel|yes|yep|yup|werkt|werken|doet het|doen het|doet hij het|opgelost|verholpen|gelukt|lukt|hersteld|akkoord|works|working|solved|fixed|resolved|repaired|in orde|klopt|prima|perfect|helemaal goed|weer goed|all good|good to go|confirmed|bevestig|✓)(?=$|[^\p{L}])/u
const doubt =
  /(^|[^\p{L}])(maar|behalve|alleen|echter|tenzij|soms|misschien|volgens mij|ik denk|lijkt|zou|bijna|deels|half|af en toe|but|however|except|only|sometimes|maybe|perhaps|i think|seems?|should|almost|partly|unless|if|als|mits)(?=$|[^\p{L}])/u
const negation = /(^|[^\p{L}])(niet|niets|geen|nooit|zonder|not|never|cannot|nothing|none)(?=$|[^\p{L}])|n't\b/u
/** It did, it did not: what was is not what is. */
const past = /(^|[^\p{L}])(werkte|deed|ging|gisteren|eerst|eerder|worked|did|yesterday|earlier|at first|until)(?=$|[^\p{L}])/u

type Part = 'yes' | 'no' | 'doubt' | 'hint' | 'nothing'
function partOf(sentence: string, asks: boolean): Part {
  if (sentence.trim() === '') return 'nothing'
  if (later.test(sentence)) return 'doubt'
  const good = sentence.replace(goodNews, ' ✓ ')
  const left = good.replace(badNews, ' ')
  const no = left !== good
  const yes = yesWords.test(left)
  if (asks) return yes || no ? 'doubt' : 'hint'
  if (no && yes) return 'doubt'
  if (no) return past.test(left) ? 'doubt' : 'no'
  const unsure = doubt.test(left) || negation.test(left) || past.test(left)
  if (yes) return unsure ? 'doubt' : 'yes'
  return unsure ? 'hint' : 'nothing'
}

/** What the reporter answers to "does it work?". */
export function readAnswer(whole: string): Reading {
  const text = said(whole).trim()
  // A long answer tells a story: a person reads it.
  if (text === '' || text.length > 600 || away.test(text)) return 'unclear'
  const parts = [...text.matchAll(/([^.!?\n;]*)([.!?\n;]|$)/g)].map(([, sentence = '', end]) => partOf(sentence.replace(/\s+/g, ' '), end === '?'))
  const has = (part: Part) => parts.includes(part)
  if (has('doubt') || (has('yes') && has('no'))) return 'unclear'
  if (has('no')) return 'no'
  return has('yes') && !has('hint') ? 'yes' : 'unclear'
}

const thanks =
  /^(ok(é|e|ay)?|top|fijn|super|mooi|prima|dank(jewel| je wel| u wel| u| je)?|hartelijk dank|bedankt|thanks?( you)?( very much| a lot)?|great|cheers|nice|voor|for|de|the|a|lot|wel|u|je|your|jullie|uw|snelle|quick|hulp|help|moeite|service|ik|heel|erg|veel|zeer|alvast|goed|gedaan|well|done|en|and|so|much)$/
/** Only a word of thanks: it opens nothing again. */
export function onlyThanks(whole: string): boolean {
  const words = said(whole)
    .split(/[^\p{L}']+/u)
    .filter((word) => word !== '')
  return words.length > 0 && words.length <= 20 && words.every((word) => thanks.test(word)) && !said(whole).includes('?')
}
