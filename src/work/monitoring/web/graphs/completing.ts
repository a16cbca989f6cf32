/** What is offered while somebody types an expression. */
export const functions = [
  'avg',
  'count',
  'histogram_quantile',
  'increase',
  'max',
  'max_over_time',
  'min',
  'predict_linear',
  'rate',
  'sum',
  'topk',
] as const
const most = 12
/** The name that ends at the caret, outside of texts. */
export function wordAt(before: string): { word: string; from: number } | undefined {
  const quotes = before.replaceAll(/\\./g, '').match(/"/g)?.length ?? 0
  const word = /[A-Za-z_:][\w:]*$/.exec(before)?.[0] ?? ''
  return quotes % 2 === 1 || word.length < 2 || /\$$/.test(before.slice(0, before.length - word.length))
    ? undefined
    : { word, from: before.length - word.length }
}
/** What begins with the word first, then what has it somewhere. */
export const fittingNames = (names: readonly string[], word: string): string[] => {
  const low = word.toLowerCase()
  const places = names.flatMap((name) => {
    const at = name.toLowerCase().indexOf(low)
    return at < 0 || name === word ? [] : [{ name, at: Math.min(at, 1) }]
  })
  return places
    .sort((one, other) => one.at - other.at || one.name.localeCompare(other.name))
    .slice(0, most)
    .map(({ name }) => name)
}
