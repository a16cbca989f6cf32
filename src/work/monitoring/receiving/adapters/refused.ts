/** Why what somebody sent was not understood: the one thing an adapter throws. */
export const reasons = ['empty', 'packing', 'tooLarge', 'broken', 'labels', 'line', 'eof', 'json', 'frame', 'request', 'tooMany'] as const
export type Reason = (typeof reasons)[number]
export class RefusedError extends Error {
  override name = 'RefusedError'
  readonly why: Reason
  readonly given: Readonly<Record<string, string>>
  constructor(why: Reason, given: Readonly<Record<string, string>> = {}) {
    super(`not understood: ${why}`)
    this.why = why
    this.given = given
  }
}
export const refuse = (why: Reason, given?: Readonly<Record<string, string>>): never => {
  throw new RefusedError(why, given)
}
