/** What a template would bring, in words. */
import type { Context } from '#platform/room.ts'
import { type AskedCheck, usualFor } from './rules.ts'

export const broughtBy = (ctx: Pick<Context, 't'>, checks: readonly AskedCheck[]): string[] =>
  usualFor(checks).map(({ title: { text, given } }) => ctx.t(`monitoring.usual.${text}`, given))
