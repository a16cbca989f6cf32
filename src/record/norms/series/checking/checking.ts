/** Whether a condition over series can count: what is wrong with it, in words. */
import { type Context, Problem } from '#platform/room.ts'
import { QueryError } from '#record/series/promql/contract.ts'
import { parse } from '#record/series/promql/promql.ts'
import type { SeriesCondition } from '../contract.ts'
import { wrongIn } from '../rules.ts'

interface Wrong {
  code: string
  from: number
  to: number
  detail: string
}
/** What is wrong with its query or its limits; empty when nothing is. Places are in its query. */
export function wrongInSeries(ctx: Context, condition: SeriesCondition): Wrong[] {
  const wrong = wrongIn(condition)
  if (wrong) return [{ code: wrong.code, from: 0, to: condition.query.length, detail: ctx.t(wrong.code) }]
  try {
    if (parse(condition.query).type === 'vector') return []
    return [{ code: 'norms.series.noVector', from: 0, to: condition.query.length, detail: ctx.t('norms.series.noVector') }]
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    const what = ctx.t(`series.promql.${error.code}`, { given: error.given, at: error.at })
    return [{ code: 'norms.series.query', from: error.at, to: condition.query.length, detail: ctx.t('norms.series.query', { what }) }]
  }
}
/** Throws 'norms.notRight' with the places. */
export function demandSeries(ctx: Context, condition: string, series: SeriesCondition): void {
  const both = condition.trim() === '' ? [] : [{ code: 'norms.series.both', from: 0, to: condition.length, detail: ctx.t('norms.series.both') }]
  const wrong = [...both, ...wrongInSeries(ctx, series)]
  if (wrong.length === 0) return
  const pointer = both.length > 0 ? '/rule/condition' : `/rule/series/${wrongIn(series)?.field ?? 'query'}`
  throw new Problem(
    'norms.notRight',
    400,
    { wrong },
    wrong.map(({ code, detail }) => ({ pointer, code, detail })),
  )
}
