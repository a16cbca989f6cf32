/** From the text of a query to its tree, or why it is none. Own code; the grammar is that of Prometheus 2.42 without what README.md names. */
import { isRegex } from '#platform/regex.ts'
import type { Matcher } from '../../contract.ts'
import { type Aggregator, aggregators, type Expression, type Matching, type Operator, QueryError, type Selector } from '../contract.ts'
import { fitsNothing } from '../matching/rules.ts'
import { type Token, tokensOf } from './lexing/rules.ts'
import { checkAggregation, isLabel, isSet, typeOfBinary, typeOfCall } from './typing/rules.ts'

export const mostCharacters = 8192
const mostDeep = 50
const mostLong = 1000
/** What a subquery without a step of its own has between its moments, in ms. */
const usualStep = 60_000

const strengths: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  ...{ '==': 3, '!=': 3, '<': 3, '<=': 3, '>': 3, '>=': 3 },
  ...{ '+': 4, '-': 4, '*': 5, '/': 5, '%': 5, '^': 7 },
}
const power = 7

class Reader {
  private readonly tokens: readonly Token[]
  private place = 0
  private deep = 0

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }
  private get next(): Token {
    return this.tokens[Math.min(this.place, this.tokens.length - 1)] as Token
  }
  private get afterNext(): Token {
    return this.tokens[Math.min(this.place + 1, this.tokens.length - 1)] as Token
  }
  take(): Token {
    const { next } = this
    this.place += 1
    return next
  }
  private is(sign: string): boolean {
    return this.next.kind === 'sign' && this.next.text === sign
  }
  private isWord(...words: string[]): boolean {
    return this.next.kind === 'name' && words.includes(this.next.text.toLowerCase())
  }
  /** Takes it when it is there. */
  private took(sign: string): boolean {
    const there = this.is(sign)
    if (there) this.place += 1
    return there
  }
  private must(sign: string): Token {
    return this.is(sign) ? this.take() : this.unexpected()
  }
  get ended(): boolean {
    return this.next.kind === 'end'
  }
  unexpected(): never {
    throw new QueryError('unexpected', this.next.at, this.next.kind === 'text' ? `"${this.next.text.slice(0, 40)}"` : this.next.text)
  }

  /** Everything that binds at least so strongly. */
  expression(least = 1): Expression {
    this.deep += 1
    if (this.deep > mostDeep) throw new QueryError('tooDeep', this.next.at, String(mostDeep))
    let left = this.unary()
    let height = 0
    for (;;) {
      const op = this.operator()
      const strength = op === undefined ? 0 : (strengths[op] ?? 0)
      if (op === undefined || strength < least) break
      // A long chain is a deep tree as well: each operator stands on the one before.
      height += 1
      if (height > mostLong) throw new QueryError('tooDeep', this.next.at, String(mostLong))
      left = this.binary(op, left, strength)
    }
    this.deep -= 1
    return left
  }

  private operator(): Operator | undefined {
    const { kind, text } = this.next
    if (kind === 'name') return this.isWord('and', 'or', 'unless') ? (text.toLowerCase() as Operator) : undefined
    return kind === 'sign' && text in strengths ? (text as Operator) : undefined
  }

  private binary(op: Operator, left: Expression, strength: number): Expression {
    const { at } = this.take()
    const bool = this.isWord('bool') && this.take() !== undefined
    const matched = this.isWord('on', 'ignoring') ? this.next.at : null
    const matching = this.matching(op)
    const right = this.expression(op === '^' ? strength : strength + 1)
    const type = typeOfBinary(op, left, right, bool, matched, at)
    return { kind: 'binary', type, at, op, left, right, bool, matching }
  }

  private matching(op: Operator): Matching {
    if (!this.isWord('on', 'ignoring')) return { on: false, labels: [], many: 'none', include: [] }
    const on = this.take().text.toLowerCase() === 'on'
    const labels = this.labels()
    if (!this.isWord('group_left', 'group_right')) return { on, labels, many: 'none', include: [] }
    const group = this.take()
    if (isSet(op)) throw new QueryError('grouping', group.at, op)
    const include = this.is('(') ? this.labels() : []
    const twice = on ? include.find((one) => labels.includes(one)) : undefined
    if (twice !== undefined) throw new QueryError('labelTwice', group.at, twice)
    return { on, labels, many: group.text.toLowerCase() === 'group_left' ? 'left' : 'right', include }
  }

  private labels(): string[] {
    this.must('(')
    const found: string[] = []
    while (!this.is(')')) {
      const { kind, text, at } = this.take()
      if (kind !== 'name' || !isLabel(text)) throw new QueryError('label', at, text)
      found.push(text)
      if (!this.took(',') && !this.is(')')) this.unexpected()
    }
    this.must(')')
    return found
  }

  private unary(): Expression {
    if (!this.is('-') && !this.is('+')) return this.behind(this.primary())
    const { text, at } = this.take()
    const of = this.expression(power)
    if (of.type !== 'scalar' && of.type !== 'vector') throw new QueryError('minusOf', of.at, of.type)
    if (text === '+') return of
    return of.kind === 'number' ? { ...of, at, value: -of.value } : { kind: 'minus', type: of.type, at, of }
  }

  private primary(): Expression {
    const { kind, text, value, at } = this.next
    if (kind === 'number') {
      this.take()
      return { kind: 'number', type: 'scalar', at, value }
    }
    if (kind === 'text') {
      this.take()
      return { kind: 'string', type: 'string', at, value: text }
    }
    if (this.is('{')) return this.selector(undefined, at)
    if (this.took('(')) {
      const inside = this.expression()
      this.must(')')
      return inside
    }
    if (kind !== 'name') return this.unexpected()
    const after = this.afterNext
    const modified = after.kind === 'name' && /^(by|without)$/i.test(after.text)
    if (aggregators.includes(text.toLowerCase() as Aggregator) && (modified || (after.kind === 'sign' && after.text === '(')))
      return this.aggregation()
    this.take()
    if (!this.is('(')) return this.selector(text, at)
    const args = this.arguments()
    return { kind: 'call', type: typeOfCall(text, args, at), at, name: text, args }
  }

  private arguments(): Expression[] {
    this.must('(')
    const args: Expression[] = []
    while (!this.is(')')) {
      args.push(this.expression())
      if (!this.took(',')) break
      if (this.is(')')) this.unexpected()
    }
    this.must(')')
    return args
  }

  private aggregation(): Expression {
    const { text, at } = this.take()
    const op = text.toLowerCase() as Aggregator
    const before = this.grouping()
    const args = this.arguments()
    const { by, labels } = before ?? this.grouping() ?? { by: true, labels: [] }
    return { kind: 'aggregation', type: 'vector', at, op, ...checkAggregation(op, args, at), by, labels }
  }
  private grouping(): { by: boolean; labels: string[] } | undefined {
    if (!this.isWord('by', 'without')) return undefined
    const by = this.take().text.toLowerCase() === 'by'
    return { by, labels: this.labels() }
  }

  private selector(named: string | undefined, at: number): Expression {
    const matchers: Matcher[] = named === undefined ? [] : [{ name: '__name__', op: '=', value: named }]
    if (this.took('{')) {
      while (!this.is('}')) {
        const matcher = this.matcher()
        if (named !== undefined && matcher.name === '__name__') throw new QueryError('nameTwice', at, named)
        matchers.push(matcher)
        if (!this.took(',') && !this.is('}')) this.unexpected()
      }
      this.must('}')
    }
    if (matchers.every(fitsNothing)) throw new QueryError('noMatcher', at)
    const of: Selector = { kind: 'selector', type: 'vector', at, matchers, offset: 0 }
    if (!this.is('[')) return of
    const range = this.range()
    return range.step === null ? { kind: 'range', type: 'matrix', at, of, range: range.range } : subquery(of, range, at)
  }
  private matcher(): Matcher {
    const label = this.take()
    if (label.kind !== 'name' || !isLabel(label.text)) throw new QueryError('label', label.at, label.text)
    const op = this.take()
    if (op.kind !== 'sign' || !['=', '!=', '=~', '!~'].includes(op.text)) throw new QueryError('unexpected', op.at, op.text)
    const value = this.take()
    if (value.kind !== 'text') throw new QueryError('unexpected', value.at, value.text)
    if (op.text.endsWith('~') && !isRegex(value.text)) throw new QueryError('regex', value.at, value.text.slice(0, 100))
    return { name: label.text, op: op.text as Matcher['op'], value: value.text }
  }

  /** `[5m]` or `[1h:5m]`. */
  private range(): { range: number; step: number | null } {
    this.must('[')
    const range = this.duration()
    const step = this.took(':') ? (this.is(']') ? usualStep : this.duration()) : null
    this.must(']')
    return { range, step }
  }
  private duration(): number {
    const { kind, value, at, text } = this.take()
    if (kind !== 'duration' || value === 0) throw new QueryError('duration', at, text)
    return value
  }
  /** What stands behind something: its range as a subquery, and `offset`. */
  private behind(first: Expression): Expression {
    let of = first
    let moved = false
    for (;;) {
      const { at } = this.next
      if (this.is('@')) throw new QueryError('atModifier', at, '@')
      if (this.is('[')) {
        const range = this.range()
        if (range.step === null) throw new QueryError('rangeOf', at, of.type)
        of = subquery(of, range, of.at)
        moved = false
      } else if (this.isWord('offset')) {
        this.take()
        const offset = this.offset()
        const moving = of.kind === 'range' ? of.of : of
        if (moved || (moving.kind !== 'selector' && moving.kind !== 'subquery')) throw new QueryError('offset', at, of.type)
        moving.offset = offset
        moved = true
      } else return of
    }
  }
  private offset(): number {
    const sign = this.took('-') ? -1 : 1
    if (sign === 1) this.took('+')
    const { kind, value, at, text } = this.take()
    if (kind !== 'duration' && !(kind === 'number' && value === 0)) throw new QueryError('duration', at, text)
    return sign * value
  }
}

function subquery(of: Expression, { range, step }: { range: number; step: number | null }, at: number): Expression {
  if (of.type !== 'vector') throw new QueryError('subqueryOf', at, of.type)
  return { kind: 'subquery', type: 'matrix', at, of, range, step: step ?? usualStep, offset: 0 }
}

/** The tree of a query; a QueryError says what is wrong with it, and where. */
export function parse(query: string): Expression {
  if (query.length > mostCharacters) throw new QueryError('tooLong', mostCharacters, String(mostCharacters))
  const reader = new Reader(tokensOf(query))
  if (reader.ended) throw new QueryError('empty', 0)
  const expression = reader.expression()
  if (!reader.ended) reader.unexpected()
  return expression
}
