import * as z from 'zod'
import { pages } from '#platform/paging.ts'
import { type Context, on, Problem, roomFor } from '#platform/room.ts'
import { caseById, historyOf, mergeById, mergeCases, reportersMerged, undoMerge } from '#record/cases/cases.ts'
import { moved, numberOf } from '#record/cases/contract.ts'
import { merged, mergeUndone } from '#record/cases/merging/contract.ts'
import type { mergingTexts } from '#record/cases/merging/texts.ts'
import type { casesTexts } from '#record/cases/texts.ts'
import { personById } from '#record/people/people.ts'
import { type Letter, writeTo } from '../mail/letters/module.ts'
import { confirmLink } from '../portal/reads.ts'
import { caseToWork, worksIn } from '../who/reads.ts'
import { deskMerging } from './contract.ts'
import { deskMergingTexts } from './texts.ts'

type Wording = Pick<Letter, 'letter' | 'values' | 'buttons'>
async function write(ctx: Context, caseId: string, personId: string, wording: Wording): Promise<void> {
  const at = await caseById(ctx, caseId)
  const to = await personById(ctx, personId)
  if (at && to) await writeTo(ctx, { at, to, ...wording })
}

/** The merge, when the actor may see the case. */
async function mergeOf(ctx: Context, id: string) {
  const merge = await mergeById(ctx, id)
  if (!merge) throw new Problem('platform.notFound', 404)
  return merge
}

const eventsBy = pages(z.int())

export default roomFor<Record<never, never>>()({
  name: 'desk.merging',
  contract: deskMerging,
  texts: deskMergingTexts as typeof deskMergingTexts & typeof casesTexts & typeof mergingTexts,
  grants: {},
  folder: import.meta.dirname,
  on: [
    // Told about both cases; written once.
    on(merged, 'desk.merging.merged', async ({ data, about }, ctx) => {
      if (about !== `case/${data.intoId}`) return
      await write(ctx, data.intoId, data.reporterId, { letter: 'desk.letter.merged', values: { own: numberOf(data.number) } })
      if (data.intoReporterId !== data.reporterId)
        await write(ctx, data.intoId, data.intoReporterId, { letter: 'desk.letter.mergedOther', values: { other: numberOf(data.number) } })
    }),
    // Its own reporter is asked to test in another letter; the reporters of what was merged into it are asked too, each once and by a link of their own.
    on(moved, 'desk.merging.moved', async ({ data }, ctx) => {
      if (data.to !== 'solved' && data.to !== 'closed') return
      const at = await caseById(ctx, data.caseId)
      if (at?.id !== data.caseId) return
      const told = new Set([at.reporterId])
      for (const { number, reporterId } of await reportersMerged(ctx, at.id)) {
        if (told.has(reporterId)) continue
        told.add(reporterId)
        const solved = data.to === 'solved'
        await write(ctx, at.id, reporterId, {
          letter: solved ? 'desk.letter.mergedSolved' : 'desk.letter.mergedClosed',
          values: { own: numberOf(number), done: (at.done ?? '').slice(0, 20_000) },
          buttons: [{ text: solved ? 'desk.mail.confirmLink' : 'desk.closing.backLink', url: confirmLink(ctx, at, reporterId) }],
        })
      }
    }),
    on(mergeUndone, 'desk.merging.undone', async ({ data, about }, ctx) => {
      if (about === `case/${data.caseId}`) await write(ctx, data.caseId, data.reporterId, { letter: 'desk.letter.mergeUndone' })
    }),
  ],
  handlers: {
    async merge({ params, body }, ctx) {
      const row = await caseToWork(ctx, params.id)
      const merge = await mergeCases(ctx, { caseId: row.id, intoId: body.into, reason: body.reason })
      const into = await caseById(ctx, merge.intoId)
      return { mergeId: merge.id, number: numberOf(row.number), into: into ? numberOf(into.number) : '' }
    },
    async undoMerge({ params, body }, ctx) {
      const merge = await mergeOf(ctx, params.id)
      if (!worksIn(ctx, merge.organisationId)) throw new Problem('platform.notAllowed', 403)
      return { number: numberOf((await undoMerge(ctx, merge.id, body.takeBack)).number) }
    },
    async mergedHistory({ params, query }, ctx) {
      const merge = await mergeOf(ctx, params.id)
      if (!ctx.actor.scopes.inside.includes(merge.organisationId)) return ctx.fail('platform.notFound')
      const { limit, after } = query
      const found = await historyOf(ctx, merge.caseId, limit + 1, eventsBy.after(after)?.[0])
      const { rows, next } = eventsBy.of(found, limit, ({ id }) => [Number(id)])
      return { items: rows, next }
    },
  },
})
