/** A hint inside one process that events were committed, so that the sealer need not wait for its next look. Only a hint: nothing depends on it. */
import type { App } from '../room.ts'

const sealers = new WeakMap<App, () => void>()

export const onEmitted = (app: App, wake: () => void): void => {
  sealers.set(app, wake)
}
/** To be called after the commit of a transaction that emitted. */
export const emitted = (app: App): void => sealers.get(app)?.()
