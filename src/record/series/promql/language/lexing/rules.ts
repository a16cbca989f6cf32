/** PromQL in words: names, numbers, durations, texts and signs, each with its place. */
import { QueryError } from '../../contract.ts'

export interface Token {
  kind: 'name' | 'number' | 'duration' | 'text' | 'sign' | 'end'
  /** As it stands in the query; of a text: what it means. */
  text: string
  /** Of a number, and of a duration in ms. */
  value: number
  at: number
  end: number
}

const blank = /(?:\s|#[^\n]*)+/y
const name = /[a-zA-Z_:][a-zA-Z0-9_:]*/y
const duration = /\d+(?:ms|[smhdwy])(?:\d+(?:ms|[smhdwy]))*(?![a-zA-Z0-9_.])/y
const number = /0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
const sign = /==|!=|=~|!~|<=|>=|[-+*/%^<>=(){}[\],:@]/y
const text = /"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'|`[^`]*`/y
const wordy = /[a-zA-Z0-9_.]/

const second = 1000
const units = [
  ['y', 365 * 86_400 * second],
  ['w', 7 * 86_400 * second],
  ['d', 86_400 * second],
  ['h', 3600 * second],
  ['m', 60 * second],
  ['s', second],
  ['ms', 1],
] as const
const inOrder = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/

/** '1h30m' in ms, units from large to small, each once; undefined when it is none. */
export function durationOf(given: string): number | undefined {
  const parts = given === '' ? null : inOrder.exec(given)
  if (!parts) return undefined
  const all = units.reduce((sum, [, size], at) => sum + Number(parts[at + 1] ?? 0) * size, 0)
  return all <= Number.MAX_SAFE_INTEGER / 1000 ? all : undefined
}

const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
}
const escaped = /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|.)/g

function meaning(quoted: string, at: number): string {
  const inside = quoted.slice(1, -1)
  if (quoted.startsWith('`')) return inside
  return inside.replace(escaped, (whole, code: string, where: number) => {
    const simple = escapes[code]
    if (simple !== undefined) return simple
    const point = code.length === 3 && /^[0-7]/.test(code) ? Number.parseInt(code, 8) : Number.parseInt(code.slice(1), 16)
    if (code.length === 1 || Number.isNaN(point) || point > 0x10ffff) throw new QueryError('text', at + 1 + where, whole)
    return String.fromCodePoint(point)
  })
}

/** What begins at `at`; blanks and comments are behind us. Between brackets a colon divides; elsewhere a name may begin with one. */
function tokenAt(query: string, at: number, bracketed: boolean): Token {
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(query)?.[0]
  }
  const token = (kind: Token['kind'], found: string, value = Number.NaN, meant = found): Token => ({
    kind,
    text: meant,
    value,
    at,
    end: at + found.length,
  })
  const digits = take(duration)
  if (digits !== undefined) {
    const value = durationOf(digits)
    if (value === undefined) throw new QueryError('duration', at, digits)
    return token('duration', digits, value)
  }
  const counted = take(number)
  if (counted !== undefined) {
    const next = query[at + counted.length] ?? ''
    if (wordy.test(next)) throw new QueryError('number', at, counted + next)
    return token('number', counted, Number(counted))
  }
  const named = bracketed ? undefined : take(name)
  if (named !== undefined) {
    const special = named.toLowerCase()
    if (special === 'inf') return token('number', named, Number.POSITIVE_INFINITY)
    return special === 'nan' ? token('number', named) : token('name', named)
  }
  const quoted = take(text)
  if (quoted !== undefined) return token('text', quoted, Number.NaN, meaning(quoted, at))
  const found = take(sign)
  if (found !== undefined) return token('sign', found)
  const wrong = query[at] ?? ''
  throw new QueryError('"\'`'.includes(wrong) ? 'text' : 'sign', at, query.slice(at, at + ('"\'`'.includes(wrong) ? 20 : 1)))
}

export function tokensOf(query: string): Token[] {
  const tokens: Token[] = []
  let bracketed = false
  for (let at = 0; ; ) {
    blank.lastIndex = at
    at += blank.exec(query)?.[0].length ?? 0
    if (at >= query.length) break
    const token = tokenAt(query, at, bracketed)
    if (token.kind === 'sign' && (token.text === '[' || token.text === ']')) bracketed = token.text === '['
    tokens.push(token)
    at = token.end
  }
  tokens.push({ kind: 'end', text: '', value: Number.NaN, at: query.length, end: query.length })
  return tokens
}
