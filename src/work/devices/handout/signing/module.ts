import { type Context, Problem, roomFor } from '#platform/room.ts'
import { personById } from '#record/people/people.ts'
import { numberOfHandout } from '../contract.ts'
import { send } from '../jobs.ts'
import { readPhoto } from '../photos/store.ts'
import { findHandout, frozenOf, handoutShown, mayWork, signingOf, workOn } from '../reads.ts'
import { makeReceipt } from '../receipt/jobs.ts'
import * as store from '../store.ts'
import { readSignToken, type SignLink, signToken } from './adapters/link.ts'
import { devicesSigning, handoutDeclined, handoutSigned, type Signature, signingLinkMade } from './contract.ts'
import { devicesSigningTexts } from './texts.ts'

const codeMinutes = 60
const mailMinutes = 5

type Links = Context & { fail(code: 'devices.signing.linkWrong' | 'devices.signing.linkExpired'): never }
/** What the link is for. It answers without sign-in, so it tells no more than the receipt does. */
async function linked(ctx: Links, token: string): Promise<{ row: store.HandoutRow; link: SignLink }> {
  const link = readSignToken(ctx.app, token, ctx.now)
  if (link === 'wrong') return ctx.fail('devices.signing.linkWrong')
  if (link === 'expired') return ctx.fail('devices.signing.linkExpired')
  const row = await store.readHandout(ctx.db as store.Db, link.handoutId)
  return row ? { row, link } : ctx.fail('devices.signing.linkWrong')
}
const allBack = async (ctx: Context, { id }: store.HandoutRow) => (await store.itemsOf(ctx.db as store.Db, [id])).every(({ ended }) => ended !== null)
async function refuseOver(ctx: Context, row: store.HandoutRow): Promise<void> {
  if (row.signedAt !== null) throw new Problem('devices.signing.alreadySigned', 409)
  if (await allBack(ctx, row)) throw new Problem('devices.signing.over', 409)
}
const told = ({ id, organisationId, receiverId, issuedBy }: store.HandoutRow) => ({
  about: `handout/${id}`,
  organisationId,
  people: [...new Set([receiverId, ...(issuedBy ? [issuedBy] : [])])],
})
const ofRow = ({ id, number, receiverId }: store.HandoutRow) => ({ handoutId: id, number, receiverId })

/** The signature is written, once; its receipt is made from what stands in the same transaction. */
async function sign(
  ctx: Context,
  row: store.HandoutRow,
  { how, shownBy }: Omit<SignLink, 'handoutId'>,
  signature: Signature,
): Promise<store.HandoutRow> {
  await refuseOver(ctx, row)
  const witness = shownBy === null ? undefined : await personById(ctx, shownBy)
  if (!(await store.sign(ctx.db as store.Db, row.id, { at: ctx.now, how, signature, witness: witness ?? null })))
    throw new Problem('devices.signing.alreadySigned', 409)
  await ctx.emit(handoutSigned, { ...told(row), data: { ...ofRow(row), how } })
  await ctx.enqueue(makeReceipt, { handoutId: row.id }, { key: `receipt ${row.id}` })
  return findHandout(ctx, row.id)
}
const said = (row: store.HandoutRow) => ({ number: numberOfHandout(row.number), signing: signingOf(row) })

export default roomFor<store.HandoutTables>()({
  name: 'devices.signing',
  contract: devicesSigning,
  texts: devicesSigningTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async link({ params }, ctx) {
      const row = await findHandout(ctx, params.id)
      const own = row.receiverId === ctx.actor.personId
      if (!own && !mayWork(ctx, row.organisationId)) return ctx.fail('platform.notFound')
      await refuseOver(ctx, row)
      const until = new Date(ctx.now.getTime() + codeMinutes * 60_000)
      const how = own ? 'portal' : 'qr'
      const token = signToken(ctx.app, { handoutId: row.id, how, shownBy: own ? null : ctx.actor.personId, until })
      await ctx.emit(signingLinkMade, { ...told(row), data: { handoutId: row.id, how } })
      return { url: `${ctx.app.config.url}/sign/${token}`, expiresAt: until.toISOString() }
    },
    async mailLink({ params }, ctx) {
      const row = await workOn(ctx, params.id)
      await refuseOver(ctx, row)
      if (!(await personById(ctx, row.receiverId))?.email) return ctx.fail('devices.signing.noAddress')
      // Asked again at once, as by a second click, is the same mail.
      if (!(await store.linkMailed(ctx.db, row.id, ctx.now, new Date(ctx.now.getTime() - mailMinutes * 60_000)))) return undefined
      await ctx.emit(signingLinkMade, { ...told(row), data: { handoutId: row.id, how: 'mail' } })
      await send(ctx, { handoutId: row.id, what: 'sign' })
      return undefined
    },
    async signHere({ params, body }, ctx) {
      return handoutShown(ctx, await sign(ctx, await workOn(ctx, params.id), { how: 'here', shownBy: ctx.actor.personId }, body.signature))
    },
    async asked({ params }, ctx) {
      const { row } = await linked(ctx, params.token)
      const frozen = await frozenOf(ctx, row)
      // How it came back, and to whom, is not what is signed for.
      const items = frozen.items.map((item) => ({ ...item, back: null }))
      return { ...frozen, items, locale: row.locale, signing: signingOf(row), over: row.signedAt === null && (await allBack(ctx, row)) }
    },
    async askedPhoto({ params }, ctx) {
      const { row } = await linked(ctx, params.token)
      const photo = await readPhoto(ctx.db, params.id)
      // Those of the return are not what is signed for.
      if (photo?.handoutId !== row.id || photo.moment !== 'out') return ctx.fail('platform.notFound')
      return { ...(await ctx.app.files.read(photo.hash)), type: photo.type, name: photo.id, inline: true }
    },
    async sign({ params, body }, ctx) {
      const { row, link } = await linked(ctx, params.token)
      return said(await sign(ctx, row, link, body.signature))
    },
    async decline({ params, body }, ctx) {
      const { row } = await linked(ctx, params.token)
      await refuseOver(ctx, row)
      if (!(await store.decline(ctx.db, row.id, body.why, ctx.now))) return ctx.fail('devices.signing.alreadyDeclined')
      await ctx.emit(handoutDeclined, { ...told(row), data: ofRow(row) })
      await send(ctx, { handoutId: row.id, what: 'declined' })
      return said(await findHandout(ctx, row.id))
    },
  },
})
