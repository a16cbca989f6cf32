/** What stands in each column of a file, as the screen shows it to who says what it is. */
import type { Kinds } from '../../kinds/kinds.ts'
import type { Column } from '../contract.ts'
import type { Cell, Sheet } from '../reading/adapters/reader.ts'
import { cut, monthComesFirst, textOf } from '../values/rules.ts'
import { kindCalled, stateCalled } from './rules.ts'

export { headersKey, proposed } from './rules.ts'

const mostValues = 60
const longest = 80
const short = (cell: Cell) => cut(textOf(cell), longest)

export function columnsOf({ columns, rows }: Pick<Sheet, 'columns' | 'rows'>, kinds: Kinds): Column[] {
  return columns.map((name, at) => {
    const counts = new Map<string, number>()
    const samples = new Set<string>()
    let filled = 0
    let few = true
    for (const row of rows) {
      const cell = row[at] ?? null
      if (cell === null) continue
      filled++
      if (samples.size < 3) samples.add(short(cell))
      const text = textOf(cell)
      few &&= text.length <= longest && (counts.has(text) || counts.size < mostValues)
      if (few) counts.set(text, (counts.get(text) ?? 0) + 1)
    }
    const values = [...counts].map(([value, count]) => ({
      ...{ value, count, kind: kindCalled(value, kinds) ?? null },
      state: [...kinds.values()].map((kind) => stateCalled(value, kind)).find(Boolean) ?? null,
    }))
    return { name, filled, samples: [...samples], values: few ? values : null }
  })
}

/** In no column a day can be read day first, and in one it must be month first. */
export function monthFirstIn({ columns, rows }: Pick<Sheet, 'columns' | 'rows'>): boolean {
  const some = rows.slice(0, 2000)
  return columns.some((_, at) => monthComesFirst(some.map((row) => row[at] ?? null)))
}
