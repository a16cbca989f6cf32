/** PromQL for other rooms: `parse` a query, then `evaluate` it over a span or `evaluateAt` a moment; `selectorsOf` says which samples it needs. */
export type { Budget } from './evaluating/budget/rules.ts'
export { evaluate, evaluateAt } from './evaluating/rules.ts'
export { selectorsOf } from './evaluating/selecting/rules.ts'
export { parse } from './language/rules.ts'
export { fitting } from './matching/rules.ts'
