/** Evaluates a tree: first everything it needs is read, then each part is worked out for all moments at once. */
import type { Found, Matcher, Span } from '../../contract.ts'
import {
  type Call,
  type Expression,
  type Matrix,
  type Points,
  QueryError,
  type Range,
  type Result,
  type Selector,
  type Subquery,
} from '../contract.ts'
import { isSet } from '../language/typing/rules.ts'
import { aggregate } from './aggregating/rules.ts'
import { Budget, usualBounds } from './budget/rules.ts'
import { absence, calculate, calculations, single } from './calls/rules.ts'
import { histogramQuantile } from './histograms/rules.ts'
import { ofScalars, ofSets, ofVectors, withScalar } from './joining/rules.ts'
import { calculated, type Grid, inOrder, isThere, type Line, type Value } from './lines/rules.ts'
import { joinLabels, replaceLabel } from './relabelling/rules.ts'
import { measured, paceOf, sampled, selectorsOf, unmarked, usualLookback } from './selecting/rules.ts'
import { measures, type Samples } from './windows/rules.ts'

/** How many moments one query may ask, as Prometheus has it. */
export const mostSteps = 11_000

export interface Reading {
  /** Every series that fits, with its samples of at least this span. Throws QueryError as soon as they are more than `budget` allows. */
  select(matchers: readonly Matcher[], span: Span, budget: Budget): Found[] | Promise<Found[]>
  /** When it must be ready, as performance.now() tells time, in ms; half a minute from now unless told. */
  deadline?: number
  /** How long after its last sample a series still counts, in ms; 5 minutes unless told. */
  lookback?: number
  /** A series ends where nothing came for longer than usual of it, not only after `lookback`: what is drawn shows where it was away. */
  gaps?: boolean
  mostSamples?: number
  mostSeries?: number
}
/** Moments in ms since 1970, both included; `step` in ms. */
export interface Asked extends Reading {
  from: number
  to: number
  step: number
}

class Evaluation {
  private readonly found: ReadonlyMap<Selector, readonly Found[]>
  private readonly lookback: (found: Found) => number
  private readonly budget: Budget

  constructor(found: ReadonlyMap<Selector, readonly Found[]>, lookback: (found: Found) => number, budget: Budget) {
    this.found = found
    this.lookback = lookback
    this.budget = budget
  }

  async of(node: Expression, grid: Grid): Promise<Value> {
    this.budget.take(0, grid.count)
    if (this.budget.look(grid.count * 10)) await this.budget.breathe()
    switch (node.kind) {
      case 'number':
        return { type: 'scalar', values: new Float64Array(grid.count).fill(node.value) }
      case 'string':
        return { type: 'string', value: node.value }
      case 'selector':
        return { type: 'vector', lines: await this.selected(node, grid) }
      case 'minus':
        return negative(await this.of(node.of, grid), node.at)
      case 'binary':
        return this.binary(node, grid)
      case 'aggregation': {
        const parameter = node.parameter ? await this.of(node.parameter, grid) : null
        const known = parameter?.type === 'scalar' ? parameter.values : parameter?.type === 'string' ? parameter.value : null
        return { type: 'vector', lines: await aggregate(node, await this.lines(node.of, grid), known, grid.count, this.budget) }
      }
      case 'call':
        return this.call(node, grid)
      default:
        throw new QueryError('type', node.at, `${node.type}, vector`)
    }
  }
  private async lines(node: Expression | undefined, grid: Grid): Promise<Line[]> {
    const value = node ? await this.of(node, grid) : undefined
    return value?.type === 'vector' ? value.lines : []
  }
  private async scalar(node: Expression, grid: Grid): Promise<Float64Array> {
    const value = await this.of(node, grid)
    return value.type === 'scalar' ? value.values : new Float64Array(grid.count).fill(Number.NaN)
  }

  private async selected(node: Selector, grid: Grid, when = false): Promise<Line[]> {
    const found = this.found.get(node) ?? []
    this.budget.take(found.length, found.length * grid.count)
    const lines: Line[] = []
    for (const series of found) {
      if (this.budget.look(series.at.length + grid.count)) await this.budget.breathe()
      const line = sampled(series, grid, node.offset, this.lookback(series), when)
      if (line) lines.push(line)
    }
    return lines
  }

  /** The samples of a range; of a subquery they are made first. */
  private async samples(node: Range | Subquery, grid: Grid): Promise<Samples[]> {
    if (node.kind === 'range') return (this.found.get(node.of) ?? []).map((one) => (one.rolled ? one : unmarked(one)))
    const { range, step, offset } = node
    // Its moments are multiples of its step, whatever is asked.
    const from = Math.ceil((grid.from - offset - range) / step) * step
    const to = grid.from + (grid.count - 1) * grid.step - offset
    const inner: Grid = { from, step, count: Math.max(0, Math.floor((to - from) / step) + 1) }
    return (await this.lines(node.of, inner)).map((line) => pointsOf(line, inner))
  }

  private async binary(node: Extract<Expression, { kind: 'binary' }>, grid: Grid): Promise<Value> {
    const left = await this.of(node.left, grid)
    const right = await this.of(node.right, grid)
    if (left.type === 'scalar' && right.type === 'scalar') return { type: 'scalar', values: ofScalars(node.op, left.values, right.values) }
    if (left.type === 'vector' && right.type === 'scalar') return { type: 'vector', lines: withScalar(node, left.lines, right.values, false) }
    if (left.type === 'scalar' && right.type === 'vector') return { type: 'vector', lines: withScalar(node, right.lines, left.values, true) }
    if (left.type !== 'vector' || right.type !== 'vector') throw new QueryError('type', node.at, node.op)
    return {
      type: 'vector',
      lines: isSet(node.op)
        ? ofSets(node, left.lines, right.lines, grid.count)
        : await ofVectors(node, left.lines, right.lines, grid.count, this.budget),
    }
  }

  private async call(node: Call, grid: Grid): Promise<Value> {
    const { name, args, at } = node
    const [first] = args
    const ranged = args.find((arg) => arg.kind === 'range' || arg.kind === 'subquery')
    if (ranged) return { type: 'vector', lines: await this.overRange(node, ranged, grid) }
    if (calculations.has(name)) {
      const lines = first ? await this.lines(first, grid) : [constant(secondsOf(grid))]
      const scalars: Float64Array[] = []
      for (const arg of args.slice(1)) scalars.push(await this.scalar(arg, grid))
      calculate(name, lines, scalars)
      return { type: 'vector', lines: calculated(lines, at) }
    }
    switch (name) {
      case 'time':
        return { type: 'scalar', values: secondsOf(grid) }
      case 'scalar':
        return { type: 'scalar', values: single(await this.lines(first, grid), grid.count) }
      case 'vector':
        return { type: 'vector', lines: first ? [constant(await this.scalar(first, grid))] : [] }
      case 'timestamp':
        return { type: 'vector', lines: calculated(await this.stamped(first, grid), at) }
      case 'absent':
        return { type: 'vector', lines: [absence(first, await this.lines(first, grid), grid.count)].filter(isThere) }
      case 'histogram_quantile':
        return { type: 'vector', lines: first ? histogramQuantile(await this.scalar(first, grid), await this.lines(args[1], grid)) : [] }
      case 'sort':
      case 'sort_desc':
        return { type: 'vector', lines: sorted(await this.lines(first, grid), name === 'sort' ? 1 : -1, grid) }
      default: {
        const words: string[] = []
        for (const arg of args.slice(1)) {
          const value = await this.of(arg, grid)
          if (value.type === 'string') words.push(value.value)
        }
        const lines = await this.lines(first, grid)
        return {
          type: 'vector',
          lines: await (name === 'label_join' ? joinLabels : replaceLabel)(lines, words, at, this.budget),
        }
      }
    }
  }

  private async stamped(node: Expression | undefined, grid: Grid): Promise<Line[]> {
    if (node?.kind === 'selector') return this.selected(node, grid, true)
    const lines = await this.lines(node, grid)
    return lines.map((line) => ({ ...line, values: secondsOf(grid) }))
  }

  private async overRange({ name, args, at }: Call, of: Range | Subquery, grid: Grid): Promise<Line[]> {
    const measure = measures.get(name === 'absent_over_time' ? 'present_over_time' : name)
    if (!measure) throw new QueryError('unknownFunction', at, name)
    const other = args.find((arg) => arg !== of)
    const parameter = other ? await this.scalar(other, grid) : null
    const all = await this.samples(of, grid)
    this.budget.take(all.length, all.length * grid.count)
    const offset = of.kind === 'range' ? of.of.offset : of.offset
    const lines: Line[] = []
    for (const one of all) {
      if (this.budget.look(one.at.length)) await this.budget.breathe()
      lines.push(await measured(one, grid, { range: of.range, offset }, measure, parameter, this.budget))
    }
    if (name === 'absent_over_time') return [absence(of, lines, grid.count)].filter(isThere)
    return name === 'last_over_time' ? lines.filter(isThere) : calculated(lines, at, true)
  }

  /** A range by itself, at one moment: the samples as they are. */
  async raw(node: Range | Subquery, grid: Grid): Promise<Points[]> {
    const all = await this.samples(node, grid)
    const end = grid.from - (node.kind === 'range' ? node.of.offset : node.offset)
    return all.flatMap(({ labels, itemId, at, value }) => {
      const from = at.findIndex((one) => one >= end - node.range)
      const to = at.findLastIndex((one) => one <= end) + 1
      return from < 0 || to <= from ? [] : [{ labels, itemId, at: at.slice(from, to), value: value.slice(from, to) }]
    })
  }
}

const secondsOf = ({ from, step, count }: Grid) => new Float64Array(count).map((_, moment) => (from + moment * step) / 1000)
const constant = (values: Float64Array): Line => ({ labels: {}, itemId: null, values, has: new Uint8Array(values.length).fill(1) })

function negative(value: Value, at: number): Value {
  if (value.type === 'scalar') return { type: 'scalar', values: value.values.map((one) => -one) }
  if (value.type !== 'vector') return value
  return {
    type: 'vector',
    lines: calculated(
      value.lines.map((line) => ({ ...line, values: line.values.map((one) => -one) })),
      at,
      true,
    ),
  }
}
/** By value, at one moment; what is no number comes last. */
function sorted(lines: readonly Line[], sign: 1 | -1, { count }: Grid): Line[] {
  if (count !== 1) return [...lines]
  const none = (value: number) => (Number.isNaN(value) ? 1 : 0)
  return [...lines].sort((a, b) => {
    const [one, other] = [a.values[0] as number, b.values[0] as number]
    return none(one) - none(other) || (none(one) === 1 ? 0 : (one - other) * sign || 0)
  })
}
function pointsOf({ labels, itemId, values, has }: Line, { from, step }: Grid): Points {
  let count = 0
  for (const one of has) count += one
  const points: Points = { labels, itemId, at: new Float64Array(count), value: new Float64Array(count) }
  for (let moment = 0, to = 0; moment < has.length; moment += 1) {
    if (has[moment] === 0) continue
    points.at[to] = from + moment * step
    points.value[to] = values[moment] as number
    to += 1
  }
  return points
}

/** Reads what every selector needs; the same is read once. */
async function begun(expression: Expression, grid: Grid, reading: Reading): Promise<Evaluation> {
  const { lookback = usualLookback, gaps = false, mostSamples = usualBounds.mostSamples, mostSeries = usualBounds.mostSeries } = reading
  const budget = new Budget({ mostSamples, mostSeries, deadline: reading.deadline ?? performance.now() + usualBounds.milliseconds })
  const found = new Map<Selector, readonly Found[]>()
  const read = new Map<string, readonly Found[]>()
  for (const need of selectorsOf(expression, lookback)) {
    const to = grid.from + (grid.count - 1) * grid.step - need.to
    const span: Span = { from: grid.from - need.from, to, step: need.coarse(grid.step) }
    const key = JSON.stringify([need.matchers, span])
    const series = read.get(key) ?? (await reading.select(need.matchers, span, budget))
    if (!read.has(key)) {
      let samples = 0
      for (const { at } of series) samples += at.length
      budget.take(series.length, samples)
      await budget.breathe()
    }
    read.set(key, series)
    found.set(need.selector, series)
  }
  return new Evaluation(found, (one) => (gaps ? Math.min(lookback, 2 * paceOf(one)) : lookback), budget)
}

/** What it is worth from `from` to `to`, every `step` ms: one series of points for each set of labels, in the order of labels. */
export async function evaluate(expression: Expression, asked: Asked): Promise<Matrix> {
  const { from, to, step } = asked
  if (expression.type !== 'scalar' && expression.type !== 'vector') throw new QueryError('notInRange', expression.at, expression.type)
  if (!(step > 0)) throw new QueryError('step', 0, String(step))
  const count = Math.floor((to - from) / step) + 1
  if (count > mostSteps) throw new QueryError('tooManySteps', 0, String(mostSteps))
  if (!(count > 0)) return { type: 'matrix', series: [] }
  const grid: Grid = { from, step, count }
  const value = await (await begun(expression, grid, asked)).of(expression, grid)
  const lines = value.type === 'vector' ? value.lines.filter(isThere) : value.type === 'scalar' ? [constant(value.values)] : []
  return { type: 'matrix', series: inOrder(lines).map((line) => pointsOf(line, grid)) }
}

/** What it is worth at one moment (ms since 1970). */
export async function evaluateAt(expression: Expression, at: number, reading: Reading): Promise<Result> {
  const grid: Grid = { from: at, step: 0, count: 1 }
  const evaluation = await begun(expression, grid, reading)
  if (expression.kind === 'range' || expression.kind === 'subquery')
    return { type: 'matrix', series: inOrder(await evaluation.raw(expression, grid)) }
  const value = await evaluation.of(expression, grid)
  if (value.type === 'scalar') return { type: 'scalar', value: value.values[0] ?? Number.NaN }
  if (value.type === 'string') return value
  return {
    type: 'vector',
    elements: value.lines.filter(isThere).map(({ labels, itemId, values }) => ({ labels, itemId, value: values[0] as number })),
  }
}
