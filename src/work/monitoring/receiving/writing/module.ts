/** What comes by HTTP with a key: remote-write and OpenTelemetry. Answered in their own words. */
import { Readable } from 'node:stream'
import type { Call, Context, Download, Shown } from '#platform/room.ts'
import { type Appended, append, type Incoming } from '#record/series/series.ts'
import { answerOf, gunzip, readOtlp, type Taken } from '../adapters/otlp.ts'
import { RefusedError } from '../adapters/refused.ts'
import { type Counts, readWrite1, readWrite2, unsnappy } from '../adapters/remotewrite.ts'
import type { Way } from '../contract.ts'
import { type Holder, holderFor, holderOf } from '../keys/module.ts'
import { keepStanding } from '../standing/module.ts'

type Asked = Context & { call: Call }
const header = ({ call }: { call: Pick<Call, 'headers'> }, name: string): string =>
  String(call.headers[name] ?? '')
    .trim()
    .toLowerCase()
function said(status: number, body: Buffer | string, type = 'text/plain; charset=utf-8', headers: Readonly<Record<string, string>> = {}): Download {
  const bytes = Buffer.from(body)
  return {
    stream: Readable.from(status === 204 ? [] : [bytes]),
    type,
    name: 'reply',
    inline: true,
    status,
    headers,
    ...(status !== 204 && { size: bytes.length }),
  }
}
const origin = ({ organisationId, keyId }: Holder) => ({ organisationId, name: `key/${keyId}` })
const refusedIn = ({ refused }: Appended): number => Object.values(refused).reduce((sum, count) => sum + count, 0)
const whyIn = ({ refused }: Appended): string =>
  Object.entries(refused)
    .map(([why, count]) => `${why} ${count}`)
    .join(', ')

/** Undefined: it is neither. Media types by their parts, whatever stands between them. */
function versionOf(type: string): 1 | 2 | undefined {
  const [media = '', ...parameters] = type.split(';').map((part) => part.trim())
  if (media !== 'application/x-protobuf') return undefined
  const proto = parameters
    .find((one) => one.startsWith('proto='))
    ?.slice('proto='.length)
    .replaceAll('"', '')
  if (proto === undefined || proto === 'prometheus.writerequest') return 1
  return proto === 'io.prometheus.write.v2.request' ? 2 : undefined
}

type Words = Pick<Context, 't'>
const asksKey = { 'www-authenticate': 'Basic realm="Spil"' }
const noWriter = ({ t }: Words): Download => said(401, t('monitoring.receiving.wrongKey'), undefined, asksKey)
/** Before the body, which may be large, is read. */
export const writes: Shown = async (asked) => ((await holderFor(asked.app, asked)) ? undefined : noWriter(asked))
export async function write(ctx: Asked): Promise<Download> {
  const holder = await holderOf(ctx)
  if (!holder) return noWriter(ctx)
  const version = versionOf(header(ctx, 'content-type'))
  const encoding = header(ctx, 'content-encoding')
  if (version === undefined || encoding !== 'snappy') return standing(ctx, holder, 'remoteWrite1', 'type', {}, 415)
  const written = (appended: Appended): Readonly<Record<string, string>> =>
    version === 1
      ? {}
      : {
          'x-prometheus-remote-write-samples-written': String(appended.accepted),
          'x-prometheus-remote-write-histograms-written': '0',
          'x-prometheus-remote-write-exemplars-written': '0',
        }
  try {
    const plain = unsnappy(ctx.call.bytes)
    let counts: Counts = { samples: 0, histograms: 0, exemplars: 0 }
    const appended = await append(ctx, origin(holder), (incoming: Incoming) => {
      counts = version === 1 ? readWrite1(plain, incoming) : readWrite2(plain, incoming)
    })
    // Sent again they would be refused again, so that is what the sender is told (as Prometheus does); what was taken is taken.
    if (refusedIn(appended) > 0)
      return said(400, `of ${counts.samples} samples some were not taken: ${whyIn(appended)}`, undefined, written(appended))
    return said(204, '', undefined, written(appended))
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    return standing(ctx, holder, version === 1 ? 'remoteWrite1' : 'remoteWrite2', error.why, error.given)
  }
}
async function standing(
  ctx: Asked,
  holder: Holder,
  via: Way,
  reason: string,
  given: Readonly<Record<string, string>>,
  status = 400,
): Promise<Download> {
  const { bytes, contentType, ip } = ctx.call
  await keepStanding(ctx, { organisationId: holder.organisationId, key: holder, via, address: ip, contentType, reason, given, bytes })
  return said(status, ctx.t(`monitoring.receiving.reason.${reason}`, given))
}

function mediaOf(asked: { call: Pick<Call, 'headers'> }) {
  const media = header(asked, 'content-type').split(';', 1)[0]?.trim() ?? ''
  const json = media === 'application/json'
  return { media, json, type: json ? 'application/json' : 'application/x-protobuf' }
}
function noTeller({ t, call }: Words & { call: Pick<Call, 'headers'> }): Download {
  const { json, type } = mediaOf({ call })
  return said(401, statusOf(16, t('monitoring.receiving.wrongKey'), json), type, asksKey)
}
/** As `writes`. */
export const tells: Shown = async (asked) => ((await holderFor(asked.app, asked)) ? undefined : noTeller({ t: asked.t, call: asked }))
export async function otlp(ctx: Asked): Promise<Download> {
  const { media, json, type } = mediaOf(ctx)
  const holder = await holderOf(ctx)
  if (!holder) return noTeller(ctx)
  const encoding = header(ctx, 'content-encoding')
  const refused = async (status: number, reason: string, given: Readonly<Record<string, string>> = {}) => {
    const { bytes, contentType, ip } = ctx.call
    await keepStanding(ctx, { organisationId: holder.organisationId, key: holder, via: 'otlp', address: ip, contentType, reason, given, bytes })
    return said(status, statusOf(3, ctx.t(`monitoring.receiving.reason.${reason}`, given), json), type)
  }
  if (!(json || media === 'application/x-protobuf') || !['', 'identity', 'gzip'].includes(encoding)) return refused(415, 'type')
  try {
    const plain = encoding === 'gzip' ? gunzip(ctx.call.bytes) : ctx.call.bytes
    let taken: Taken = { samples: 0, rejected: 0, messages: [] }
    const appended = await append(ctx, origin(holder), (incoming: Incoming) => {
      taken = readOtlp(plain, json, incoming)
    })
    const more = refusedIn(appended)
    const messages = more === 0 ? taken.messages : [...taken.messages, `not taken: ${whyIn(appended)}`]
    return said(200, answerOf({ rejected: taken.rejected + more, messages }, json), type)
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    return refused(400, error.why, error.given)
  }
}
/** google.rpc.Status: what OTLP answers when it takes nothing. */
function statusOf(code: number, message: string, json: boolean): Buffer {
  if (json) return Buffer.from(JSON.stringify({ code, message }))
  const text = Buffer.from(message).subarray(0, 127)
  return Buffer.concat([Buffer.from([0x08, code, 0x12, text.length]), text])
}
