/** A key that none of the others has, from what people called it: letters and digits, begins with a small letter. */
export function keyFor(label: string, taken: readonly string[]): string {
  const words = label
    .normalize('NFD')
    .replace(/[^A-Za-z0-9 ]/g, '')
    .trim()
    .split(/\s+/)
  const joined = words.map((word, at) => (at === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1))).join('')
  const key = (/^[a-z]/.test(joined) ? joined : `a${joined}`).slice(0, 36)
  for (let n = 2, one = key; ; one = `${key}${n++}`) if (!taken.includes(one)) return one
}
