/** Every refusal and failure as RFC 9457 problem+json, its code a text in the person's language. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type * as z from 'zod'
import type { ProblemShape } from '../contract.ts'
import { databaseAway } from '../database/pool.ts'
import { outdated } from '../database/prepared.ts'
import { tooLarge } from '../files.ts'
import { type Locale, localeOf, type Texts, translate } from '../i18n.ts'
import type { Log } from '../log.ts'
import { Problem } from '../room.ts'

/** One entry a wrong field: where it is (RFC 6901 in body, params or query), what is wrong, how to mend it. */
export function invalid(error: z.ZodError, part: string, texts: Texts, locale: Locale): Problem {
  const errors = error.issues.slice(0, 50).flatMap((issue) => {
    const code = codeOf(issue)
    const values = {
      ...('minimum' in issue ? { minimum: Number(issue.minimum) } : {}),
      ...('maximum' in issue ? { maximum: Number(issue.maximum) } : {}),
    }
    const fields = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
    return fields.map((path) => ({
      pointer: `/${[part, ...path.map((one) => String(one).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/')}`,
      code,
      detail: translate(texts, locale, code, values),
    }))
  })
  return new Problem('platform.invalid', 400, undefined, errors)
}

function codeOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type')
    return issue.input === undefined || issue.input === null || /received undefined/.test(issue.message)
      ? 'platform.field.required'
      : 'platform.field.wrongType'
  if (issue.code === 'too_small')
    return issue.origin === 'string' && Number(issue.minimum) <= 1
      ? 'platform.field.required'
      : issue.origin === 'string'
        ? 'platform.field.tooShort'
        : 'platform.field.tooSmall'
  if (issue.code === 'too_big') return issue.origin === 'string' ? 'platform.field.tooLong' : 'platform.field.tooBig'
  if (issue.code === 'invalid_value') return 'platform.field.notAChoice'
  if (issue.code === 'unrecognized_keys') return 'platform.field.unknown'
  if (issue.code === 'invalid_format') return issue.format === 'email' ? 'platform.field.email' : 'platform.field.format'
  return 'platform.field.invalid'
}

/** What Fastify and the database throw, as a declared problem; everything else is a 500 that says nothing. */
function problemOf(error: unknown, bound: number): Problem {
  if (error instanceof Problem) return error
  if (databaseAway(error)) return new Problem('platform.databaseAway', 503)
  const { code, statusCode } = error as { code?: string; statusCode?: number }
  // A conflict, a deadlock, or a table that an upgrade changed under a prepared statement: asked again it works.
  if (code === '40001' || code === '40P01' || outdated(error)) return new Problem('platform.busy', 503)
  // A number or a day that no column holds: the shape let it through, the database does not.
  if (code === '22003' || code === '22008') return new Problem('platform.invalid', 400)
  if (code === '42501') return new Problem('platform.notAllowed', 403)
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return tooLarge(bound)
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new Problem('platform.mediaType', 415)
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new Problem('platform.malformed', statusCode)
  return new Problem('platform.broken', 500)
}

export function problems(server: FastifyInstance, texts: Texts, log: Log): void {
  server.setErrorHandler((error: Error, request, reply) => {
    const problem = problemOf(error, request.routeOptions.bodyLimit)
    if (problem.status === 500) log.error({ at: 'request failed', id: request.id, route: request.routeOptions.url, error: error.stack })
    return send(problem, texts, request, reply)
  })
}

export function send(problem: Problem, texts: Texts, request: FastifyRequest, reply: FastifyReply) {
  const locale = request.actor?.locale ?? localeOf(null, request.headers['accept-language'])
  const values = typeof problem.data === 'object' && problem.data !== null ? (problem.data as Record<string, string>) : {}
  const body: ProblemShape = {
    type: problem.code,
    title: translate(texts, locale, problem.code, values),
    status: problem.status,
    instance: request.id,
    ...(problem.errors && { errors: problem.errors }),
    ...(problem.data !== undefined && { data: problem.data }),
  }
  if (problem.status === 503) reply.header('retry-after', '2')
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(body))
}
