/** What lines of a graph are called: as somebody wrote it, or what tells them apart. */
import type { Line } from '#record/series/graphing/contract.ts'

/** `{{device}} in` -> `eth0 in`; what a line does not have is left out. */
export const filledIn = (legend: string, { labels, item }: Pick<Line, 'labels' | 'item'>): string =>
  legend
    .replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => labels[name] ?? (name === 'name' || name === 'item' ? (item?.name ?? '') : ''))
    .replaceAll(/\s+/g, ' ')
    .trim()

/** Of each line what the others do not have; of one alone its item or what is measured. */
function apart(lines: readonly Line[]): string[] {
  const names = [...new Set(lines.flatMap(({ labels }) => Object.keys(labels)))].filter((name) => name !== '__name__')
  const differs = (of: (line: Line) => string | undefined) => new Set(lines.map(of)).size > 1
  const telling = names.filter((name) => differs(({ labels }) => labels[name]))
  const metric = differs(({ labels }) => labels.__name__)
  const items = differs(({ item }) => item?.id)
  return lines.map(({ labels, item }) =>
    [
      ...(metric || (telling.length === 0 && !items) ? [labels.__name__ ?? ''] : []),
      ...(items || (lines.length === 1 && item) ? [item?.name ?? ''] : []),
      ...telling.filter((name) => !items || !['item', 'instance', 'host'].includes(name)).map((name) => labels[name] ?? ''),
    ]
      .filter((part) => part !== '')
      .join(' '),
  )
}

/** Whether a legend says by itself which item a line is of. */
const namesItem = /\{\{\s*(?:name|item|instance|host)\s*\}\}/
/** Of lines of several items each says which, unless the legend does. */
function written(lines: readonly Line[], legend: string): string[] {
  const several = new Set(lines.map(({ item }) => item?.id)).size > 1 && !namesItem.test(legend)
  return lines.map((line) => [filledIn(legend, line), several ? (line.item?.name ?? '') : ''].filter((part) => part !== '').join(' · '))
}
/** Names of all lines of one query; `otherwise` where nothing tells. Two of the same name get a number. */
export function namesOf(lines: readonly Line[], legend: string, otherwise: string): string[] {
  const own = legend === '' ? apart(lines) : written(lines, legend)
  const seen = new Map<string, number>()
  return own.map((name) => {
    const shown = name || otherwise
    const count = (seen.get(shown) ?? 0) + 1
    seen.set(shown, count)
    return count === 1 ? shown : `${shown} (${count})`
  })
}
