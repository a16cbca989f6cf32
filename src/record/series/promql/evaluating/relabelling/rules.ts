/** Functions that change what series are called. */
import { QueryError } from '../../contract.ts'
import { isLabel } from '../../language/typing/rules.ts'
import { isRegex, regexOf } from '../../matching/rules.ts'
import type { Budget } from '../budget/rules.ts'
import { Gathering, type Line } from '../lines/rules.ts'

const reference = /\$(?:\$|(\w+)|\{(\w+)\})/g

/** `label_replace`: where the whole of `source` fits, `target` becomes `template` with its groups filled in; empty: it has none. */
export function replaceLabel(lines: readonly Line[], [target, template, source, pattern]: readonly string[], at: number, budget: Budget): Line[] {
  if (target === undefined || !isLabel(target)) throw new QueryError('label', at, target)
  if (pattern === undefined || !isRegex(pattern)) throw new QueryError('regex', at, pattern)
  const regex = regexOf(pattern)
  const names = regex.namedGroups()
  const gathering = new Gathering(at)
  for (const line of lines) {
    const found = regex.matcher(line.labels[source ?? ''] ?? '')
    if (!found.matches()) {
      gathering.add(line)
      continue
    }
    const groupOf = (name: string) => {
      const place = /^\d+$/.test(name) ? Number(name) : names[name]
      return place === undefined || place > regex.groupCount() ? '' : (found.group(place) ?? '')
    }
    const value = (template ?? '').replace(reference, (_, bare?: string, braced?: string) => {
      const name = bare ?? braced
      return name === undefined ? '$' : groupOf(name)
    })
    gathering.add(labelled(line, target, value, at, budget))
  }
  return gathering.lines
}

/** `label_join`: the values of `sources` with `between` between them. */
export function joinLabels(lines: readonly Line[], [target, between = '', ...sources]: readonly string[], at: number, budget: Budget): Line[] {
  if (target === undefined || !isLabel(target)) throw new QueryError('label', at, target)
  const wrong = sources.find((name) => !isLabel(name))
  if (wrong !== undefined) throw new QueryError('label', at, wrong)
  const gathering = new Gathering(at)
  for (const line of lines) gathering.add(labelled(line, target, sources.map((name) => line.labels[name] ?? '').join(between), at, budget))
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
