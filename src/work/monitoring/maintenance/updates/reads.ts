/** What a check of the kind script may ask: what a host printed of its updates, in facts. */
export { factsOfScript } from './adapters/script.ts'
