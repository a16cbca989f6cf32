/** Pure decisions about a case: what follows from impact and urgency, who may move it where, what a number or a file is. */
import type { EveryMove, Mover, State, WaitingFor } from './contract.ts'

type Need = 'done' | 'tested' | 'reason' | 'for' | 'until' | 'text'
interface Rule {
  from: readonly State[]
  /** null: the state stays. */
  to: State | null
  by: readonly Mover[]
  needs: readonly Need[]
}
const staff = ['engineer', 'lead'] as const
/** The whole state machine. `take` of a waiting case changes who works on it, not that it waits. */
export const machine: Readonly<Record<EveryMove, Rule>> = {
  take: { from: ['new', 'inProgress', 'reopened', 'waiting'], to: 'inProgress', by: staff, needs: [] },
  wait: { from: ['new', 'inProgress', 'reopened', 'waiting'], to: 'waiting', by: staff, needs: ['for'] },
  resume: { from: ['waiting'], to: 'inProgress', by: ['reporter', ...staff, 'system'], needs: [] },
  solve: { from: ['new', 'inProgress', 'reopened', 'waiting'], to: 'solved', by: staff, needs: ['done', 'tested'] },
  confirm: { from: ['solved'], to: 'closed', by: ['reporter', ...staff], needs: [] },
  // Spil itself, when what was to be tested is observed not to hold.
  reject: { from: ['solved'], to: 'reopened', by: ['reporter', ...staff, 'system'], needs: ['text'] },
  // The reporter's answers contradict each other: it stays, or becomes again, to be tested.
  askAgain: { from: ['closed', 'reopened'], to: 'solved', by: ['reporter', 'system'], needs: [] },
  close: { from: ['solved'], to: 'closed', by: [...staff, 'system'], needs: ['reason'] },
  reopen: { from: ['closed', 'cancelled'], to: 'reopened', by: ['reporter', ...staff, 'system'], needs: ['reason'] },
  cancel: { from: ['new', 'inProgress', 'reopened', 'waiting'], to: 'cancelled', by: ['reporter', ...staff], needs: ['reason'] },
}

export interface Given {
  done?: string | undefined
  tested?: string | undefined
  reason?: string | undefined
  for?: WaitingFor | undefined
  until?: string | undefined
  text?: string | undefined
}
export interface Moving {
  state: State
  closedAt: string | null
  waitingFor: WaitingFor | null
}
const missing: Readonly<Record<Need, string>> = {
  done: 'cases.doneNeeded',
  tested: 'cases.testedNeeded',
  reason: 'cases.reasonNeeded',
  text: 'cases.reasonNeeded',
  for: 'cases.forNeeded',
  until: 'cases.untilNeeded',
}
export const neededFor = (move: EveryMove): readonly Need[] => machine[move].needs

/** Whether this mover may make this move now, whatever they fill in: undefined, or the code of the refusal. */
export function refusal(one: Moving, move: EveryMove, by: Mover): 'cases.notFrom' | 'cases.notYou' | undefined {
  const rule = machine[move]
  if (!rule.by.includes(by)) return 'cases.notYou'
  if (!rule.from.includes(one.state)) return 'cases.notFrom'
  if (by !== 'reporter') return undefined
  // With an answer the reporter ends the waiting for that answer, no other.
  if (move === 'resume' && one.waitingFor !== 'reporter') return 'cases.notYou'
  return move === 'reopen' && one.state === 'cancelled' ? 'cases.notYou' : undefined
}

/** Where the move leads, or why not. */
export function decide(one: Moving, move: EveryMove, by: Mover, given: Given, now: Date): { to: State } | { refused: string } {
  const refused = refusal(one, move, by)
  if (refused) return { refused }
  for (const need of machine[move].needs) if (!given[need]?.trim()) return { refused: missing[need] }
  if (move === 'wait') {
    if (given.for === 'moment' && given.until === undefined) return { refused: 'cases.untilNeeded' }
    if (given.until !== undefined && Date.parse(given.until) <= now.getTime()) return { refused: 'cases.untilPast' }
  }
  if (move === 'take' && one.state === 'waiting') return { to: 'waiting' }
  return { to: machine[move].to ?? one.state }
}

/** HTTP status of a refusal. */
export const statusOf = (code: string): number => (code === 'cases.notYou' ? 403 : code === 'cases.notFrom' || code === 'cases.tooLate' ? 409 : 400)

const magic: readonly [type: string, at: number, bytes: string][] = [
  ['image/png', 0, '89504e470d0a1a0a'],
  ['image/jpeg', 0, 'ffd8ff'],
  ['image/gif', 0, '47494638'],
  ['image/webp', 8, '57454250'],
  ['application/pdf', 0, '255044462d'],
]
const mayRun = /html|svg|xml|script|multipart|x-shockwave/i

/**
 * The type of a file by its first bytes, not by what the sender says. Only what we recognise ourselves and cannot run is shown in the page
 * (pictures, PDF, plain text); everything else is offered as a download.
 */
export function typeOf(head: Buffer, claimed: string): { type: string; inline: boolean } {
  const known = magic.find(([, at, bytes]) => head.subarray(at, at + bytes.length / 2).toString('hex') === bytes)
  if (known && (known[0] !== 'image/webp' || head.subarray(0, 4).toString('latin1') === 'RIFF')) return { type: known[0], inline: true }
  const plain = claimed.toLowerCase().split(';', 1)[0]?.trim() ?? ''
  if (plain === 'text/plain' && isText(head)) return { type: 'text/plain; charset=utf-8', inline: true }
  if (!/^[a-z]+\/[\w.+-]{1,100}$/.test(plain) || mayRun.test(plain) || /^(image|text)\//.test(plain))
    return { type: 'application/octet-stream', inline: false }
  return { type: plain, inline: false }
}

/** UTF-8 without control characters; the end may be cut in the middle of a character. */
function isText(head: Buffer): boolean {
  const text = new TextDecoder('utf-8').decode(head, { stream: true })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  return !/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text)
}

/** A file name to show and to offer: without path, control and direction characters. */
export function safeName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const clean = last
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"|?*]/gu, '')
    .trim()
    .replace(/^\.+/, '')
  return clean === '' ? 'file' : clean.slice(-200)
}

/** Lower case without accents, character for character, so that places in it are places in the original. */
export const fold = (text: string): string =>
  [...text.slice(0, 100_000)]
    .map((char) => char.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().slice(0, char.length).padEnd(char.length))
    .join('')

/** The words of a query: folded, without signs, at most eight. */
export const wordsOf = (query: string): string[] =>
  fold(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .slice(0, 8)
    .map((word) => word.slice(0, 40))

/** 'C-1042', 'c1042', 'C-001042', '#1042', '1042': the beginning of a number of a case; undefined for anything else. */
export const numberIn = (query: string): string | undefined => /^\s*(?:c\s*-?\s*|#\s*)?0*(\d{1,9})\s*$/i.exec(query)?.[1]

/** A piece of the text around the first of the words, what matched between \u2068 and \u2069. */
export function snippet(text: string, words: readonly string[], length = 160): string {
  const folded = fold(text)
  const hits = words
    .map((word) => ({ word, at: beginsAt(folded, word) }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => one.at - other.at)
  const from = Math.max(0, Math.min((hits[0]?.at ?? 0) - 40, text.length - length))
  const to = Math.min(text.length, from + length)
  let cut = ''
  let at = from
  for (const { word, at: begin } of hits) {
    if (begin < at || begin + word.length > to) continue
    cut += `${text.slice(at, begin)}\u2068${text.slice(begin, begin + word.length)}\u2069`
    at = begin + word.length
  }
  cut += text.slice(at, to)
  return `${from > 0 ? '…' : ''}${cut.replace(/\s+/g, ' ').trim()}${to < text.length ? '…' : ''}`
}

/** Where a word of the text begins with this; also with its first letters, because a stem matched ('computers' finds 'computer'). */
function beginsAt(folded: string, word: string): number {
  for (const part of word.length > 5 ? [word, word.slice(0, -2)] : [word]) {
    for (let at = folded.indexOf(part); at >= 0; at = folded.indexOf(part, at + 1))
      if (at === 0 || !/[\p{L}\p{N}]/u.test(folded[at - 1] ?? '')) return at
  }
  return -1
}

/** PostgreSQL keeps no NUL, and in jsonb no half of a surrogate pair (an emoji that was cut). */
export const clean = (text: string) => text.replaceAll('\u0000', '').toWellFormed()
