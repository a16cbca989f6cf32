/** Functions that change what series are called. */
import { isRegex, regexOf } from '#platform/regex.ts'
import { QueryError } from '../../contract.ts'
import { isLabel } from '../../language/typing/rules.ts'
import { workOf } from '../../matching/rules.ts'
import type { Budget } from '../budget/rules.ts'
import { Gathering, type Line } from '../lines/rules.ts'

const reference = /\$(?:\$|(\w+)|\{(\w+)\})/g

const mostRemembered = 10_000
/** Writing a line anew takes about as long as looking at so many samples. */
const ofLine = 500

/** `label_replace`: where the whole of `source` fits, `target` becomes `template` with its groups filled in; empty: it has none. */
export async function replaceLabel(
  lines: readonly Line[],
  [target, template, source, pattern]: readonly string[],
  at: number,
  budget: Budget,
): Promise<Line[]> {
  if (target === undefined || !isLabel(target)) throw new QueryError('label', at, target)
  if (pattern === undefined || !isRegex(pattern)) throw new QueryError('regex', at, pattern)
  const replaced = replacing(pattern, template ?? '', at, budget)
  const known = new Map<string, string | null>()
  const gathering = new Gathering(at)
  for (const line of lines) {
    const given = line.labels[source ?? ''] ?? ''
    let value = known.get(given)
    if (value === undefined) {
      value = replaced(given)
      if (known.size < mostRemembered) known.set(given, value)
    }
    gathering.add(value === null ? line : labelled(line, target, value, at, budget))
    if (budget.look(ofLine)) await budget.breathe()
  }
  return gathering.lines
}
/** What `template` becomes for a value; null where that does not fit. */
function replacing(pattern: string, template: string, at: number, budget: Budget): (given: string) => string | null {
  const regex = regexOf(pattern)
  const names = regex.made.namedGroups()
  return (given) => {
    budget.matched(workOf(regex, given, at))
    const found = regex.made.matcher(given)
    if (!found.matches()) return null
    const groupOf = (name: string) => {
      const place = /^\d+$/.test(name) ? Number(name) : names[name]
      return place === undefined || place > regex.made.groupCount() ? '' : (found.group(place) ?? '')
    }
    return template.replace(reference, (_, bare?: string, braced?: string) => {
      const name = bare ?? braced
      return name === undefined ? '$' : groupOf(name)
    })
  }
}

/** `label_join`: the values of `sources` with `between` between them. */
export async function joinLabels(
  lines: readonly Line[],
  [target, between = '', ...sources]: readonly string[],
  at: number,
  budget: Budget,
): Promise<Line[]> {
  if (target === undefined || !isLabel(target)) throw new QueryError('label', at, target)
  const wrong = sources.find((name) => !isLabel(name))
  if (wrong !== undefined) throw new QueryError('label', at, wrong)
  const gathering = new Gathering(at)
  for (const line of lines) {
    gathering.add(labelled(line, target, sources.map((name) => line.labels[name] ?? '').join(between), at, budget))
    if (budget.look(ofLine + sources.length)) await budget.breathe()
  }
  return gathering.lines
}

/** Longer than this no value of a label becomes, however often it is put together. */
const mostCharacters = 4096

function labelled(line: Line, target: string, value: string, at: number, budget: Budget): Line {
  if (value.length > mostCharacters) throw new QueryError('labelTooLong', at, String(mostCharacters))
  budget.take(0, value.length >> 3)
  const { [target]: _, ...others } = line.labels
  return { ...line, labels: value === '' ? others : { ...others, [target]: value } }
}
