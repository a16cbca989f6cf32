/** What is chosen for variables, put into expressions. */

/** Inside a text of PromQL a quote ends it and a backslash begins something; in a regular expression more signs mean something. */
const plain = (value: string) => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
const literal = (value: string) => value.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&')
/** Whether what comes next stands in the regular expression of a label. */
const inPattern = (before: string) => /(=~|!~)\s*"(?:[^"\\]|\\.)*$/.test(before)

/**
 * `$name` and `${name}` become what is chosen. Several values are alternatives; nothing chosen is anything (`.*`), for `=~`. Other names stay as they
 * are, so that the answer says what is not known.
 */
export function substitute(expression: string, chosen: ReadonlyMap<string, readonly string[]>): string {
  return expression.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced: string | undefined, bare: string | undefined, at: number) => {
    const values = chosen.get(braced ?? bare ?? '')
    if (values === undefined) return whole
    if (!inPattern(expression.slice(0, at))) return values.map(plain).join('|')
    return values.length === 0 ? '.*' : values.map((value) => plain(literal(value))).join('|')
  })
}
