/** What a problem must say before it counts as a known error, and which words a suggestion is looked for with. */

export interface Details {
  causeKnown: boolean
  cause: string | null
  knownError: boolean
  knownAs: string | null
  workaround: string | null
  forReporters: boolean
}
const said = (text: string | null) => text !== null && text.trim() !== ''

/** Undefined, or the code of what is missing. */
export function missing(one: Details): 'desk.problems.causeNeeded' | 'desk.problems.workaroundNeeded' | 'desk.problems.knownAsNeeded' | undefined {
  if (one.causeKnown && !said(one.cause)) return 'desk.problems.causeNeeded'
  if (one.knownError && !said(one.workaround)) return 'desk.problems.workaroundNeeded'
  if (one.forReporters && !(one.knownError && said(one.knownAs))) return 'desk.problems.knownAsNeeded'
  return undefined
}

/** Pieces of a text of at most eight words, for who folds words eight at a time; the first forty words tell what it is about. */
export const piecesOf = (text: string): string[] => {
  const words = text.slice(0, 1000).split(/\s+/).slice(0, 40)
  return Array.from({ length: Math.ceil(words.length / 8) }, (_, at) => words.slice(at * 8, at * 8 + 8).join(' '))
}
