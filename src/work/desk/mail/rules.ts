/** Pure decisions about mail: our ids, the tag, what somebody meant, what is quoted, how often we may answer. Runs in the browser too. */

/** What we write in a Message-ID so that the answer finds its case, and nobody can guess it. */
export interface SignedId {
  /** Number of the case, without the letter. */
  number: string
  /** Id of the entry, or 'case' for the case as a whole. */
  entry: string
}

/** Lower case only: some servers do not keep capitals in addresses. */
const signedText = ({ number, entry }: SignedId): string => `c${number}.${entry}`

/** `<c1042.<entry>.<signature>@host>`; `sign` gives lower-case hex. */
export const messageIdOf = (id: SignedId, host: string, sign: (text: string) => string): string =>
  `<${signedText(id)}.${sign(signedText(id))}@${host}>`

const ours = /\bc(\d{1,12})\.([0-9a-f-]{32,36}|case)\.([0-9a-f]{32})@/i

/** The id in a Message-ID or in an address (helpdesk+c1042.case.<signature>@…) when the signature is right. */
export function readSigned(text: string, checks: (text: string, signature: string) => boolean): SignedId | undefined {
  const found = ours.exec(text.slice(0, 500))
  if (!found?.[1] || !found[2] || !found[3]) return undefined
  const id = { number: found[1], entry: found[2].toLowerCase() }
  return checks(signedText(id), found[3].toLowerCase()) ? id : undefined
}

/** The tag we put in subjects. */
export const tagOf = (number: string): string => `[${number}]`
const tag = /\[\s*C-(\d{1,12})\s*\]/i
/** The number in the tag of a subject: 'C-1042'. */
export const readTag = (subject: string): string | undefined => {
  const found = tag.exec(subject.slice(0, 1000))
  return found ? `C-${found[1]}` : undefined
}

const replyWord = /^\s*(re|antw|aw|sv|vs|odp|ref)(\[\d{1,3}\])?\s*:\s*/i
const forwardWord = /^\s*(fwd?|wg|doorgest(uurd)?|doorst|tr|rv|enc|i|pd)\s*:\s*/i
/** 'WG: printer' is a forward, 'Re: WG: printer' an answer: the first word decides. */
export const isForward = (subject: string): boolean => forwardWord.test(subject)

/** The subject as a title: without answer words and our tag, never empty. */
export function titleOf(subject: string, empty: string): string {
  let title = subject.slice(0, 1000).replace(tag, ' ')
  for (let count = 0; count < 20 && replyWord.test(title); count++) title = title.replace(replyWord, '')
  title = title.replace(/\s+/g, ' ').trim()
  return title === '' ? empty : title.slice(0, 200)
}

const quoteBegins = [
  /^\s*-{3,}\s*(original message|oorspronkelijk bericht|forwarded message|doorgestuurd bericht|ursprüngliche nachricht)\s*-{3,}\s*$/i,
  /^\s*_{20,}\s*$/,
  /^\s*(on|op|am|le)\s.{5,200}(wrote|schreef|schrieb|a écrit)\s*(.{0,100})?:\s*$/i,
  /^\s*(from|van|von|de)\s*:\s.{3,300}$/i,
]
const signatureBegins = /^--\s?$/

/**
 * What the sender typed, and what stands below or around it: quoted mail and signature. Nothing is cut: text + rest is the whole, and
 * an answer between quoted lines keeps its place (then all of it is text).
 */
export function splitQuoted(whole: string): { text: string; rest: string } {
  const lines = whole.split('\n')
  const at = lines.findIndex((line, index) => {
    if (signatureBegins.test(line.trimEnd()) || line.startsWith('>')) return true
    if (!quoteBegins.some((pattern) => pattern.test(line.slice(0, 600)))) return false
    // "From:" begins a quoted mail only when more of its headers follow.
    return (
      !/^\s*(from|van|von|de)\s*:/i.test(line) ||
      lines
        .slice(index + 1, index + 5)
        .some((next) => /^\s*(sent|verzonden|gesendet|to|aan|an|subject|onderwerp|betreff)\s*:/i.test(next.slice(0, 200)))
    )
  })
  if (at === -1) return { text: whole, rest: '' }
  const after = lines.slice(at)
  const answersBetween = after.some(
    (line, index) =>
      index > 0 &&
      line.trim() !== '' &&
      !line.startsWith('>') &&
      after.slice(index + 1).some((next) => next.startsWith('>')) &&
      after[index - 1]?.startsWith('>'),
  )
  const text = lines.slice(0, at).join('\n')
  if (answersBetween || text.trim() === '') return { text: whole, rest: '' }
  return { text: text.trimEnd(), rest: after.join('\n') }
}

/** How many automatic letters may go out, within so many minutes. */
export const limits = {
  /** To one address about one case. */
  case: [
    [10, 10],
    [600, 100],
  ],
  /** Receipts to one address: two machines that lose the thread open case after case. */
  receipts: [[10, 5]],
  /** To one address about all cases together. */
  address: [
    [10, 100],
    [600, 1000],
  ],
  /** About one case to all addresses together: a machine that writes from another address each time. */
  anybody: [
    [10, 300],
    [600, 1000],
  ],
} as const satisfies Record<string, readonly (readonly [minutes: number, most: number])[]>

interface Sent {
  caseId: string | null
  letter: string | null
  at: Date
}
export type Allowance = 'yes' | 'enoughOnCase' | 'enough'
/** Whether one more automatic letter may go out. `earlier`: what this address got, and what went out about this case, in the last 10 hours. */
export function mayAnswer(
  earlier: { toThem: readonly Sent[]; onCase: readonly Sent[] },
  caseId: string | null,
  letter: string | null,
  now: Date,
): Allowance {
  const full = (list: readonly Sent[], rule: readonly (readonly [number, number])[]) =>
    rule.some(([minutes, most]) => list.filter(({ at }) => now.getTime() - at.getTime() < minutes * 60_000).length >= most)
  const { toThem, onCase } = earlier
  const same = toThem.filter((one) => one.caseId === caseId)
  if (full(same, limits.case)) return 'enoughOnCase'
  const receipt = 'desk.letter.received'
  const receipts = letter === receipt ? toThem.filter((one) => one.letter === receipt) : []
  return full(receipts, limits.receipts) || full(toThem, limits.address) || full(onCase, limits.anybody) ? 'enough' : 'yes'
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? '')
const ourLink = /https?:\/\/[^\s<>"']{1,500}/g

export interface Button {
  text: string
  url: string
}
const filled = 'display:inline-block;padding:10px 16px;border-radius:6px;background:#0f6e6e;color:#ffffff;text-decoration:none;font-weight:600'

/** The HTML part of our own mail, from the same text: paragraphs, links that can be followed, and buttons. Nothing else, so that it reads the same everywhere. */
export function htmlOf(text: string, lang: string, buttons: readonly Button[] = []): string {
  const paragraphs = text.split(/\n{2,}/).map((one) => {
    const button = buttons.find(({ text: on, url }) => one === `${on}:\n${url}`)
    const inside = button
      ? `<a href="${escaped(button.url)}" style="${filled}">${escaped(button.text)}</a>`
      : escaped(one)
          .replaceAll('\n', '<br>')
          .replace(ourLink, (url) => `<a href="${url}">${url}</a>`)
    return `<p style="margin:0 0 1em">${inside}</p>`
  })
  return `<!doctype html><html lang="${lang}"><body style="font:16px/1.5 system-ui,sans-serif;max-width:40em">${paragraphs.join('\n')}</body></html>`
}
