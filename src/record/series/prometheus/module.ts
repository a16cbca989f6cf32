import { Readable } from 'node:stream'
import { translate } from '#platform/i18n.ts'
import { Afterwards, type Call, type Context, type Download, roomFor } from '#platform/room.ts'
import { answering, longest, readingOf } from '../asking/asking.ts'
import type { Labels, Matcher } from '../contract.ts'
import { QueryError } from '../promql/contract.ts'
import { evaluate, evaluateAt, parse } from '../promql/promql.ts'
import { labelsOf } from '../series.ts'
import { prometheus } from './contract.ts'
import { kindOf, lengthOf, limitOf, matchersOf, momentOf, ParameterError, type Parameters, parametersOf, resultJson, truncated } from './rules.ts'
import { prometheusTexts } from './texts.ts'

type Asked = Context & { call: Call }
type Query = Readonly<Record<string, string | string[] | undefined>>

const day = 86_400_000
/** Names are looked for in so many series at most. */
const mostSeries = 50_000
/** Prometheus as whose word this API counts. */
const version = '2.42.0'

const json = (pieces: Iterable<string>, status = 200): Download => ({
  stream: Readable.from(pieces),
  type: 'application/json; charset=utf-8',
  name: 'answer.json',
  inline: true,
  status,
})
const answer = (data: unknown, more: object = {}): Download => json([JSON.stringify({ status: 'success', data, ...more })])

/** Reads what is asked and answers it; what is wrong with it is said as Prometheus says it. */
async function answered(ctx: Asked, query: Query, of: (own: Context, parameters: Parameters) => Promise<Download>): Promise<Afterwards<Download>> {
  const body = ctx.call.bytes.toString('utf8')
  return new Afterwards(() => answering(ctx, (own) => of(own, parametersOf(query, body))).catch(refused))
}
function refused(error: unknown): Download {
  if (!(error instanceof QueryError || error instanceof ParameterError)) throw error
  const { errorType, status } = kindOf(error)
  const code = error instanceof QueryError ? `series.promql.${error.code}` : `series.prometheus.${error.code}`
  const at = error instanceof QueryError ? error.at + 1 : 0
  return json([JSON.stringify({ status: 'error', errorType, error: translate(prometheusTexts, 'en', code, { at, given: error.given }) })], status)
}

const expressionOf = (parameters: Parameters) => parse(parameters.get('query')?.[0] ?? '')

const atMoment = (ctx: Asked, query: Query) =>
  answered(ctx, query, async (own, parameters) => {
    const at = momentOf(parameters, 'time', own.now.getTime())
    const limit = limitOf(parameters)
    return json(resultJson(await evaluateAt(expressionOf(parameters), at, readingOf(own, lengthOf(parameters, 'timeout', longest))), at, limit))
  })

const overSpan = (ctx: Asked, query: Query) =>
  answered(ctx, query, async (own, parameters) => {
    const from = momentOf(parameters, 'start')
    const to = momentOf(parameters, 'end')
    const step = lengthOf(parameters, 'step')
    if (to < from) throw new ParameterError('end', 'order')
    const limit = limitOf(parameters)
    return json(
      resultJson(
        await evaluate(expressionOf(parameters), { from, to, step, ...readingOf(own, lengthOf(parameters, 'timeout', longest)) }),
        to,
        limit,
      ),
    )
  })

async function found(ctx: Context, parameters: Parameters, matchers: readonly (readonly Matcher[])[]): Promise<{ all: Labels[]; cut: boolean }> {
  const to = momentOf(parameters, 'end', ctx.now.getTime())
  const from = momentOf(parameters, 'start', to - day)
  if (to < from) throw new ParameterError('end', 'order')
  const all = await labelsOf(ctx, matchers, { from, to, step: 0 }, mostSeries)
  return { all, cut: all.length >= mostSeries }
}
/** At most as many as asked, and then it says that there are more. */
function listed<T>(all: readonly T[], parameters: Parameters, cut: boolean): Download {
  const limit = limitOf(parameters)
  return answer(all.slice(0, limit), cut || all.length > limit ? { warnings: [truncated] } : {})
}

const seriesThat = (ctx: Asked, query: Query) =>
  answered(ctx, query, async (own, parameters) => {
    const matchers = matchersOf(parameters)
    if (matchers.length === 0) throw new ParameterError('match[]')
    const { all, cut } = await found(own, parameters, matchers)
    return listed(all, parameters, cut)
  })

/** `pick`: what of each series; each once, in order. */
const namesIn = (ctx: Asked, query: Query, pick: (labels: Labels) => readonly string[], needs: readonly Matcher[] = []) =>
  answered(ctx, query, async (own, parameters) => {
    const given = matchersOf(parameters)
    const { all, cut } = await found(
      own,
      parameters,
      (given.length > 0 ? given : [[]]).map((one) => [...one, ...needs]),
    )
    return listed([...new Set(all.flatMap(pick))].sort(), parameters, cut)
  })

export default roomFor<Record<never, never>>()({
  name: 'series.prometheus',
  contract: prometheus,
  texts: prometheusTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    query: ({ query }, ctx) => atMoment(ctx, query),
    queryByForm: ({ query }, ctx) => atMoment(ctx, query),
    queryRange: ({ query }, ctx) => overSpan(ctx, query),
    queryRangeByForm: ({ query }, ctx) => overSpan(ctx, query),
    series: ({ query }, ctx) => seriesThat(ctx, query),
    seriesByForm: ({ query }, ctx) => seriesThat(ctx, query),
    labels: ({ query }, ctx) => namesIn(ctx, query, Object.keys),
    labelsByForm: ({ query }, ctx) => namesIn(ctx, query, Object.keys),
    labelValues: ({ params: { name }, query }, ctx) => namesIn(ctx, query, (labels) => [labels[name] ?? []].flat(), [{ name, op: '!=', value: '' }]),
    async metadata() {
      return answer({})
    },
    async buildInfo() {
      return answer({ version, revision: '', branch: '', buildUser: '', buildDate: '', goVersion: '' })
    },
  },
})
