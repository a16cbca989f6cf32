/** A condition as a sentence, built from its tree, in the language of who reads it. Pure. */
import type { ASTNode } from '@marcbachmann/cel-js'
import type { Translate } from '#platform/i18n.ts'
import { factOf, throughLists } from '../language/rules.ts'
import type { readingTexts } from './texts.ts'

type Reads = Translate<keyof typeof readingTexts>
const none: ReadonlySet<string> = new Set()
/** What binds less stands in brackets inside what binds more. */
const binds: Readonly<Record<string, number>> = { '?:': 0, '||': 1, '&&': 2, '!_': 3, '==': 4, '!=': 4, '<': 4, '<=': 4, '>': 4, '>=': 4, in: 4 }
const sums: Readonly<Record<string, number>> = { '+': 5, '-': 5, '*': 6, '/': 6, '%': 6 }
const bindingOf = (node: ASTNode): number => binds[node.op] ?? sums[node.op] ?? (node.op === 'rcall' && throughLists.has(node.args[0]) ? 0 : 9)

/** The sentence, without a capital or a full stop. */
export function reading(t: Reads, node: ASTNode): string {
  return read(t, node, none, true)
}

/** Inside something that binds more: in brackets. */
function within(t: Reads, node: ASTNode, bound: ReadonlySet<string>, least: number, asked = false): string {
  const said = read(t, node, bound, asked)
  return bindingOf(node) < least ? `(${said})` : said
}

/** `asked`: whether it is so, and not what it is: a fact by itself must be yes. */
function read(t: Reads, node: ASTNode, bound: ReadonlySet<string>, asked = false): string {
  const key = factOf(node, bound)
  if (key !== undefined) return asked ? t('norms.read.==', { a: key, b: t('norms.read.true') }) : key
  if (node.op === 'id') return node.args
  if (node.op === 'value') return literal(t, node.args)
  if (node.op === 'list') return choices(t, node.args, bound)
  if (node.op === '-_') return t('norms.read.minus', { a: within(t, node.args, bound, 7) })
  if (node.op === '!_') return negated(t, node.args, bound)
  if (node.op === '?:') {
    const [a, b, c] = node.args.map((one, at) => within(t, one, bound, 1, at === 0 || asked))
    return t('norms.read.if', { a, b, c })
  }
  if (node.op === 'call') return called(t, node.args[0], node.args[1], bound)
  if (node.op === 'rcall') return called(t, node.args[0], [node.args[1], ...node.args[2]], bound)
  if (node.op === '[]' || node.op === '[?]') return t('norms.read.place', { a: read(t, node.args[0], bound), b: read(t, node.args[1], bound) })
  if (node.op === '.' || node.op === '.?') return t('norms.read.part', { a: read(t, node.args[0], bound), b: node.args[1] })
  if (node.op === 'map') return node.args.map(([name, value]) => `${read(t, name, bound)}: ${read(t, value, bound)}`).join(', ')
  const least = bindingOf(node)
  const [a, b] = node.args
  const joins = node.op === '&&' || node.op === '||'
  // What is equal in binding reads from left to right; only the right-hand side needs its brackets.
  return t(`norms.read.${node.op}`, { a: within(t, a, bound, least, joins), b: within(t, b, bound, joins ? least : least + 1, joins) })
}

function literal(t: Reads, value: unknown): string {
  if (typeof value === 'boolean') return t(`norms.read.${value}`)
  if (value === null) return t('norms.read.null')
  return typeof value === 'string' ? `“${value}”` : String(value)
}

function choices(t: Reads, all: readonly ASTNode[], bound: ReadonlySet<string>): string {
  const said = all.map((one) => read(t, one, bound))
  const last = said.pop()
  if (last === undefined) return t('norms.read.nothing')
  return said.length === 0 ? last : t('norms.read.or', { a: said.join(', '), b: last })
}

function negated(t: Reads, node: ASTNode, bound: ReadonlySet<string>): string {
  const key = factOf(node, bound)
  if (key !== undefined) return t('norms.read.==', { a: key, b: t('norms.read.false') })
  if (node.op === 'in') return t('norms.read.notIn', { a: within(t, node.args[0], bound, 5), b: read(t, node.args[1], bound) })
  return t('norms.read.not', { a: within(t, node, bound, 3, true) })
}

const known: ReadonlySet<string> = new Set([
  ...(['contains', 'startsWith', 'endsWith', 'like', 'lowerAscii', 'upperAscii', 'trim', 'size', 'versionAtLeast', 'daysSince'] as const),
  ...(['exists', 'all', 'exists_one', 'filter', 'map', 'int', 'double', 'string'] as const),
])
function called(t: Reads, name: string, given: readonly ASTNode[], bound: ReadonlySet<string>): string {
  const [of, each, ...rest] = given
  if (throughLists.has(name) && of && each?.op === 'id') {
    const names = new Set([...bound, each.args])
    const c = rest.map((one) => read(t, one, names, name !== 'map')).join(', ')
    return t(`norms.read.${name}` as 'norms.read.all', { a: within(t, of, bound, 5), b: each.args, c })
  }
  const said = given.map((one) => within(t, one, bound, 5))
  if (known.has(name)) return t(`norms.read.${name}` as 'norms.read.size', { a: said[0] ?? '', b: said.slice(1).join(', ') })
  return t('norms.read.other', { name, a: said.join(', ') || t('norms.read.nothing') })
}
