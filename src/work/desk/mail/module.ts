import { Id } from '#platform/contract.ts'
import { picturesElsewhere, safeHtml } from '#platform/html.ts'
import { sendAgain, stuckMail } from '#platform/mail/mail.ts'
import { Moment, momentOf, pages } from '#platform/paging.ts'
import { type Context, roomFor } from '#platform/room.ts'
import { caseById, caseByNumber, familyOf, toldOf } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import { ownOrganisation, rolesOf } from '#record/people/people.ts'
import { deskMail, deskMailGrants, mailReceived } from './contract.ts'
import type { Read, Wish } from './intake/coming/module.ts'
import { keep, keepParts, outcomeOf, processLeftBehind, processMail, read, settle } from './intake/jobs.ts'
import { asSpil } from './letters/module.ts'
import { fetchMail } from './mailboxes/jobs.ts'
import { add, change, items, remove } from './mailboxes/module.ts'
import { subscriptions } from './notices/module.ts'
import { picturesAsked } from './pictures/contract.ts'
import { fetchPictures, mostTogether } from './pictures/jobs.ts'
import { askFor, type Db as PictureDb, type PictureRow, picturesFor, whyNot } from './pictures/store.ts'
import { bodiesOf, bodyOf, type Db, discard, type Incoming, listNotProcessed, type MailTables, readIncoming } from './store.ts'
import { deskMailTexts } from './texts.ts'

/** Reads and places again what stands on the list. The actor has seen the row under their own policies before. */
async function again(ctx: Context, row: Incoming, wish: Wish) {
  // Only its beginning was kept: that is put beside the words, never taken for the whole.
  const message: Read = row.reason === 'tooLarge' ? { reason: 'tooLarge', detail: null } : await read(ctx.app, row.hash)
  const parts = await keepParts(ctx.app, message)
  return asSpil(ctx, async (spil) => outcomeOf(spil, await settle(spil, row.id, message, parts, wish)))
}

/** Headers name people and servers: for who works on it. */
const mayHaveOriginal = (ctx: Context, organisationId: string) => ctx.actor.permissions.get('desk.mail')?.includes(organisationId) ?? false

const iso = (at: Date | string) => new Date(at).toISOString()
const listed = (row: Incoming | undefined): row is Incoming => row?.state === 'notProcessed'

const mailBy = pages(Moment, Id)

export default roomFor<MailTables>()({
  name: 'desk.mail',
  contract: deskMail,
  texts: deskMailTexts,
  grants: deskMailGrants,
  handlers: {
    async submit(_input, ctx) {
      const stored = ctx.call.stored
      if (!stored) throw new Error('the message was not stored')
      const mine = ctx.actor.permissions.get('desk.mail') ?? []
      return asSpil(ctx, async (spil) => {
        const own = await ownOrganisation(spil)
        const organisationId = mine.includes(own.id) ? own.id : (mine[0] ?? own.id)
        const { row } = await keep(spil, { stored, mailboxId: null, via: 'api', organisationId })
        const message = await read(ctx.app, row.hash)
        const placed = await settle(spil, row.id, message, await keepParts(ctx.app, message))
        const outcome = await outcomeOf(spil, placed)
        // What became of it elsewhere is not for who hands it in.
        return mine.includes(placed.organisationId) ? outcome : { ...outcome, case: null, entry: null }
      })
    },
    async notProcessed({ query }, ctx) {
      const found = await listNotProcessed(ctx.db, mailBy.after(query.after), query.limit + 1)
      const { rows, next } = mailBy.of(found, query.limit, ({ receivedAt, id }) => [momentOf(receivedAt), id])
      return {
        items: rows.map(({ id, sender, subject, size, receivedAt, reason, detail, attempts, organisationId }) => ({
          ...{ id, sender, subject, size, detail, attempts, organisationId },
          receivedAt: iso(receivedAt),
          reason: `desk.mail.reason.${reason}`,
        })),
        next,
      }
    },
    async raw({ params }, ctx) {
      const row = await readIncoming(ctx.db, params.id)
      if (!row) return ctx.fail('desk.mail.notFound')
      const { stream, size } = await ctx.app.files.read(row.hash)
      return { stream, size, type: 'message/rfc822', name: `${row.id}.eml` }
    },
    async retry({ params }, ctx) {
      const row = await readIncoming(ctx.db, params.id)
      if (!listed(row)) return ctx.fail('desk.mail.notFound')
      return again(ctx, row, {})
    },
    async assign({ params, body }, ctx) {
      const row = await readIncoming(ctx.db, params.id)
      if (!listed(row)) return ctx.fail('desk.mail.notFound')
      const at = await caseByNumber(ctx, body.case.toUpperCase())
      if (!at || !ctx.actor.permissions.get('desk.mail')?.includes(at.organisationId)) return ctx.fail('desk.mail.noSuchCase')
      return again(ctx, row, { caseId: at.id })
    },
    async openCase({ params, body }, ctx) {
      const row = await readIncoming(ctx.db, params.id)
      if (!listed(row)) return ctx.fail('desk.mail.notFound')
      const { reporterId } = body
      const belongs = async (id: string) => (await rolesOf(ctx, id)).some((one) => one.organisationId === row.organisationId)
      if (reporterId !== undefined && !(await belongs(reporterId))) return ctx.fail('desk.mail.noSuchPerson')
      return again(ctx, row, { open: { reporterId, by: ctx.actor.personId } })
    },
    async discard({ params, body }, ctx) {
      if (!listed(await readIncoming(ctx.db, params.id))) return ctx.fail('desk.mail.notFound')
      const row = await asSpil(ctx, (spil) => discard(spil.db as Db, params.id, ctx.actor.personId, body.reason, ctx.now))
      if (!row) return ctx.fail('desk.mail.notFound')
      await ctx.emit(mailReceived, {
        about: `mail/${row.id}`,
        organisationId: row.organisationId,
        data: { mailId: row.id, hash: row.hash, disposition: 'discarded', reason: row.reason },
      })
      return { id: row.id }
    },
    async body({ params }, ctx) {
      const row = await bodyOf(ctx.db, params.id)
      if (!row) return ctx.fail('desk.mail.notFound')
      const at = await caseById(ctx, row.caseId)
      const asked = await picturesFor(ctx.db as unknown as PictureDb, row.entryId)
      const pictures = picturesShown(ctx, asked, at !== undefined && mayHaveOriginal(ctx, at.organisationId))
      if (row.html === null) return { html: null, blocked: [], blockedImages: 0, pictures }
      const inside = (row.images as Picture[]).map(({ contentId, ...one }) => ({ ...one, source: contentId }))
      const fetched = asked.flatMap(({ url, hash, type }) => (hash !== null && type !== null ? [{ source: url, hash, type }] : []))
      const here = new Map([...(await dataOf(ctx, inside)), ...(await dataOf(ctx, fetched))])
      return { ...safeHtml(row.html, (source) => here.get(source)), pictures }
    },
    async showPictures({ params }, ctx) {
      const row = await bodyOf(ctx.db, params.id)
      const at = row && (await caseById(ctx, row.caseId))
      if (!row || !at || !mayHaveOriginal(ctx, at.organisationId)) return ctx.fail('desk.mail.notFound')
      const urls = picturesElsewhere(row.html ?? '').filter((url) => url.length <= 2000)
      const ask = { entryId: row.entryId, askedBy: ctx.actor.personId ?? '', askedAt: ctx.now }
      const asked = await askFor(ctx.db as unknown as PictureDb, ask, urls.slice(0, 50))
      if (asked > 0) {
        await ctx.enqueue(fetchPictures, { entryId: row.entryId })
        const data = { caseId: at.id, number: at.number, entryId: row.entryId, count: asked }
        await ctx.emit(picturesAsked, { ...(await toldOf(ctx, at, true)), data })
      }
      return { asked }
    },
    async original({ params }, ctx) {
      const row = await bodyOf(ctx.db, params.id)
      const at = row && (await caseById(ctx, row.caseId))
      if (!row || !at || !mayHaveOriginal(ctx, at.organisationId)) return ctx.fail('desk.mail.notFound')
      const mail = await asSpil(ctx, (spil) => readIncoming(spil.db as Db, row.mailId))
      if (!mail) return ctx.fail('desk.mail.notFound')
      const { stream, size } = await ctx.app.files.read(mail.hash)
      return { stream, size, type: 'message/rfc822', name: `${numberOf(at.number)}-${mail.id.slice(0, 8)}.eml` }
    },
    async messages({ params }, ctx) {
      const at = await caseById(ctx, params.id)
      if (!at) return ctx.fail('desk.mail.notFound')
      const original = mayHaveOriginal(ctx, at.organisationId)
      return { items: (await bodiesOf(ctx.db, await familyOf(ctx, at.id))).map(({ entryId, html }) => ({ entryId, html, original })) }
    },
    async outgoing({ query }, ctx) {
      return stuckMail(ctx, query)
    },
    async sendAgain({ params }, ctx) {
      if (!(await sendAgain(ctx, params.id))) return ctx.fail('desk.mail.notFound')
      return { id: params.id }
    },
    mailboxes: async (_input, ctx) => ({ items: await items(ctx) }),
    async addMailbox({ body }, ctx) {
      return (await add(ctx, body)) ?? ctx.fail('desk.mail.mailboxExists')
    },
    async changeMailbox({ params, body }, ctx) {
      const changed = await change(ctx, params.id, body)
      if (changed === 'gone') return ctx.fail('desk.mail.notFound')
      if (changed === 'changed') return ctx.fail('desk.mail.changedMeanwhile')
      return changed
    },
    async removeMailbox({ params }, ctx) {
      if (!(await remove(ctx, params.id))) return ctx.fail('desk.mail.notFound')
    },
  },
  on: subscriptions as never,
  jobs: [processMail, processLeftBehind, fetchPictures],
  services: [fetchMail],
  folder: import.meta.dirname,
})

interface Picture {
  contentId: string
  hash: string
  type: string
}
/** Pictures as data in the page, by where the HTML looks for them, so that they need no address of their own; at most 5 MB together. */
async function dataOf(ctx: Context, pictures: readonly { source: string; hash: string; type: string }[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  let left = mostTogether
  for (const { source, hash, type } of pictures) {
    const { stream, size } = await ctx.app.files.read(hash)
    left -= size
    if (left < 0) {
      stream.destroy()
      break
    }
    const chunks: Buffer[] = []
    for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk)
    found.set(source, `data:${type};base64,${Buffer.concat(chunks).toString('base64')}`)
  }
  return found
}
function picturesShown({ now }: Context, asked: readonly PictureRow[], mayFetch: boolean) {
  const failed = asked.flatMap((row) => {
    const why = whyNot(row, now)
    return why === null ? [] : [{ address: row.url.slice(0, 500), why }]
  })
  return { mayFetch, busy: asked.filter(({ hash }) => hash === null).length - failed.length, failed }
}
