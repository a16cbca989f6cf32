/** What an answer to the question to test comes to, and the templates that every organisation begins with. Pure. */
import type { Locale } from '#platform/i18n.ts'
import type { Kind, State } from '../contract.ts'
import type { Template, Why } from './contract.ts'

type Said = 'yes' | 'no' | 'unclear'
export interface Judging {
  state: State
  /** The button; null when there was none. */
  works: boolean | null
  /** What the words say, read by itself. */
  heard: Said
  /** At least one of the steps that was asked for does not work. */
  stepFails: boolean
  /** What was said last in this round about the same question, since it was last asked; null when nothing certain was. */
  before: 'yes' | 'no' | null
}
export type Judged =
  | { said: Said; does: 'confirm' | 'reject' | 'reopen' | 'message' | 'over' }
  /** What was said contradicts itself, or what was said before. `from`: which of the two. */
  | { said: Said; does: 'askAgain'; why: Why }

/** Careful: only what is certain moves a case; what contradicts itself is asked once more. */
export function judge({ state, works, heard, stepFails, before }: Judging): Judged {
  const said: Said = works === null ? (stepFails ? 'no' : heard) : works ? 'yes' : 'no'
  const open = state === 'solved' || state === 'closed' || state === 'reopened'
  if (said === 'unclear') return { said, does: 'message' }
  if (works === true && stepFails && open && state === 'solved') return { said, does: 'askAgain', why: 'step' }
  if (works !== null && heard !== 'unclear' && (heard === 'yes') !== works && state === 'solved') return { said, does: 'askAgain', why: 'text' }
  if (before !== null && before !== said && open) return { said, does: 'askAgain', why: 'answer' }
  if (state === 'solved') return { said, does: said === 'yes' ? 'confirm' : 'reject' }
  if (state === 'closed') return { said, does: said === 'no' ? 'reopen' : 'over' }
  // Work goes on already, or it was withdrawn.
  return { said, does: works === null ? 'message' : 'over' }
}

type Shipped = readonly [id: string, kind: Kind | null, nl: readonly string[], en: readonly string[]]
/** Name first; then per step what, what is expected, and the question to the reporter ('' when staff does it alone). */
const all: readonly Shipped[] = [
  [
    'incident',
    'incident',
    [
      'Storing verholpen',
      'Dezelfde handeling als de melder deed',
      'De fout komt niet meer terug',
      'Doe nog eens wat u deed toen het misging. Gaat het nu goed?',
      'Afmelden, opnieuw starten en nog eens proberen',
      'Ook na een herstart gaat het goed',
      '',
    ],
    [
      'Incident repaired',
      'The same thing the reporter did',
      'The fault does not come back',
      'Do once more what you did when it went wrong. Does it go well now?',
      'Sign out, restart and try again',
      'It also goes well after a restart',
      '',
    ],
  ],
  [
    'access',
    'accessRequest',
    [
      'Toegang gegeven',
      'Aanmelden met het account van de aanvrager',
      'Het aanmelden lukt',
      'Meld u aan. Lukt dat?',
      'Openen wat is aangevraagd',
      'De aanvrager kan erin, en ziet niet meer dan is aangevraagd',
      'Open wat u hebt aangevraagd. Kunt u erin?',
    ],
    [
      'Access given',
      'Sign in with the account of who asked',
      'Signing in works',
      'Sign in. Does that work?',
      'Open what was asked for',
      'They can get in, and see no more than was asked for',
      'Open what you asked for. Can you get in?',
    ],
  ],
  [
    'service',
    'serviceRequest',
    [
      'Aanvraag geleverd',
      'Is geleverd wat is gevraagd',
      'Alles van de aanvraag is er',
      'Hebt u alles gekregen wat u had aangevraagd?',
      'Het geleverde gebruiken',
      'Het doet wat het moet doen',
      'Probeer het. Doet het wat u verwacht?',
    ],
    [
      'Request delivered',
      'Was delivered what was asked',
      'All that was asked for is there',
      'Did you get everything you asked for?',
      'Use what was delivered',
      'It does what it should',
      'Try it. Does it do what you expect?',
    ],
  ],
  [
    'change',
    'change',
    [
      'Wijziging nagekeken',
      'De wijziging zelf',
      'Het nieuwe gedrag is er',
      '',
      'Wat er vóór de wijziging werkte',
      'Dat werkt nog steeds',
      '',
      'De weg terug',
      'Terugdraaien kan volgens het plan',
      '',
    ],
    [
      'Change checked',
      'The change itself',
      'The new behaviour is there',
      '',
      'What worked before the change',
      'It still works',
      '',
      'The way back',
      'It can be undone as planned',
      '',
    ],
  ],
]
const templateOf = ([id, kind, nl, en]: Shipped, locale: Locale): Template => {
  const [name = '', ...rest] = locale === 'nl' ? nl : en
  const steps = Array.from({ length: rest.length / 3 }, (_, at) => rest.slice(at * 3, at * 3 + 3))
  return {
    id,
    name,
    kind,
    serviceId: null,
    version: 0,
    steps: steps.map(([what = '', expected = '', question]) => ({ what, expected, question: question || null })),
  }
}
export const shipped: Readonly<Record<Locale, readonly Template[]>> = {
  nl: all.map((one) => templateOf(one, 'nl')),
  en: all.map((one) => templateOf(one, 'en')),
}
