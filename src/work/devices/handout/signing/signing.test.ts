import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { jpeg, preparedLaptops, scribble } from '#test/handouts.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { devicesHandout } from '../contract.ts'
import { send } from '../jobs.ts'
import { receiptOf } from '../receipt/reads.ts'
import { readHandout } from '../store.ts'
import { signToken } from './adapters/link.ts'
import { devicesSigning, pathOf } from './contract.ts'
import { Signature } from './shapes/contract.ts'

let house: Spil
let engineer: Member
let noor: Member
beforeAll(async () => {
  house = await spil({ env: { SPIL_SMTP_URL: '' } })
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
  engineer = await house.member('engineer', { name: 'Ed Uitgever' })
  noor = await house.member('reporter', { name: 'Noor Visser' })
})
afterAll(() => house[Symbol.asyncDispose]())

const problem = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => '',
    (error) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
const outside = () => house.as(devicesSigning)
const desk = () => house.as(devicesSigning, engineer.token)
const give = async () => {
  const { organisationId } = engineer
  const [itemId = ''] = await preparedLaptops(house.app, organisationId, 1)
  const handouts = house.as(devicesHandout, engineer.token)
  const { id: photo } = await handouts.addPhoto({ query: { organisationId }, raw: jpeg })
  const made = await handouts.handOut({ body: { organisationId, receiverId: noor.id, items: [{ itemId, photoIds: [photo] }] } })
  return { ...made, itemId, photo, params: { id: made.id } }
}
const tokenOf = async (params: { id: string }) => (await desk().link({ params })).url.split('/sign/')[1] ?? ''
const shown = (params: { id: string }) => house.as(devicesHandout, engineer.token).handout({ params })
const declared = true as const

test('by the code on the screen: the page shows what is signed, the signature counts once', async () => {
  const made = await give()
  const token = await tokenOf(made.params)
  const asked = await outside().asked({ params: { token } })
  expect(asked).toMatchObject({
    number: made.number,
    receiver: noor.name,
    signing: 'unsigned',
    over: false,
    items: [{ serial: made.items[0]?.serial }],
  })
  expect(await outside().askedPhoto({ params: { token, id: made.photo } })).toEqual(jpeg)
  // Looking signs nothing, and a declaration that is not ticked neither.
  expect((await shown(made.params)).signing).toBe('unsigned')
  expect(await problem(outside().sign({ params: { token }, body: { signature: scribble, declared: false as true } }))).toBe('platform.invalid')
  const answers = await Promise.all([1, 2, 3, 4].map(() => problem(outside().sign({ params: { token }, body: { signature: scribble, declared } }))))
  expect(answers.sort()).toEqual(['', ...Array.from({ length: 3 }, () => 'devices.signing.alreadySigned')])
  expect(await shown(made.params)).toMatchObject({ signing: 'signed', signed: { how: 'qr', witness: engineer.name, signature: scribble } })
  expect(await problem(desk().signHere({ params: made.params, body: { signature: scribble, declared } }))).toBe('devices.signing.alreadySigned')
  expect(await problem(desk().link({ params: made.params }))).toBe('devices.signing.alreadySigned')
  expect(await problem(outside().decline({ params: { token }, body: { why: 'Toch niet' } }))).toBe('devices.signing.alreadySigned')
  expect((await house.happened()).filter((name) => name === 'devices.handoutSigned')).toHaveLength(1)
  // Not even somebody who writes in the database puts another name under it.
  const forged = house.app.pools.owner.query(`update handout set signature = '{"by":"name","name":"Iemand"}' where id = $1`, [made.id])
  await expect(forged).rejects.toThrow('is signed')
})

test('at the desk the engineer is witness; who cannot draw types a name', async () => {
  const made = await give()
  const signed = await desk().signHere({ params: made.params, body: { signature: { by: 'name', name: 'Noor Visser' }, declared } })
  expect(signed.signed).toMatchObject({ how: 'here', witness: engineer.name, signature: { by: 'name' } })
})

test('who made a link stands in the logbook, and who showed the code on the receipt', async () => {
  const made = await give()
  const token = await tokenOf(made.params)
  await house.as(devicesSigning, noor.token).link({ params: made.params })
  await desk().mailLink({ params: made.params })
  const { rows } = await house.app.pools.owner.query(
    `select actor, data from event where name = 'devices.signingLinkMade' and about = $1 order by id`,
    [`handout/${made.id}`],
  )
  const of = { handoutId: made.id }
  expect(rows.map(({ actor, data }) => [actor, data])).toEqual([
    [engineer.id, { ...of, how: 'qr' }],
    [noor.id, { ...of, how: 'portal' }],
    [engineer.id, { ...of, how: 'mail' }],
  ])
  await outside().sign({ params: { token }, body: { signature: scribble, declared } })
  const receipt = await house.app.asSystem(async (ctx) => receiptOf(ctx, (await readHandout(ctx.db, made.id)) ?? expect.fail('it is gone')))
  expect(receipt.signed?.line).toContain(`met de code die ${engineer.name} toonde`)
})

test('a link mail that is asked again at once is not sent twice, after five minutes it is', async () => {
  const made = await give()
  const sent = async () => {
    await house.settle()
    return (await house.app.pools.owner.query('select from outgoing_mail where about = $1', [`handout/${made.id}`])).rows.length
  }
  const ask = () => desk().mailLink({ params: made.params })
  await Promise.all([ask(), ask(), ask()])
  expect(await sent()).toBe(1)
  await ask()
  expect(await sent()).toBe(1)
  house.clock.set(new Date('2026-11-26T12:06:00Z'))
  await ask()
  expect(await sent()).toBe(2)
  // A link in the queue and the reason of who declines: one letter each, however often they are put there.
  await house.app.asSystem(async (ctx) => {
    for (let n = 0; n < 3; n++) await send(ctx, { handoutId: made.id, what: 'declined' })
  })
  expect(await sent()).toBe(3)
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
})

test('a link tells nothing of how it came back', async () => {
  const { organisationId } = engineer
  const itemIds = await preparedLaptops(house.app, organisationId, 2)
  const handouts = house.as(devicesHandout, engineer.token)
  const { id } = await handouts.handOut({ body: { organisationId, receiverId: noor.id, items: itemIds.map((itemId) => ({ itemId })) } })
  const token = await tokenOf({ id })
  await handouts.takeBack({ params: { id }, body: { items: [{ itemId: itemIds[0] ?? '', condition: 'Scherm gebarsten' }] } })
  const asked = await outside().asked({ params: { token } })
  expect(asked.items.map(({ back }) => back)).toEqual([null, null])
  expect(JSON.stringify(asked)).not.toContain('gebarsten')
})

test('by mail, in the language of the receiver, with a link that is kept sealed', async () => {
  const made = await give()
  await desk().mailLink({ params: made.params })
  await house.settle()
  const { rows } = await house.app.pools.owner.query<{ subject: string; content: unknown; sealed: string }>(
    'select subject, content, sealed from outgoing_mail where about = $1',
    [`handout/${made.id}`],
  )
  expect(rows).toMatchObject([{ subject: `Teken voor wat u hebt ontvangen (${made.number})`, content: null }])
  const token = /\/sign\/([\w.-]+)/.exec(house.app.secrets.open('mail', rows[0]?.sealed ?? ''))?.[1] ?? ''
  house.clock.set(new Date('2026-12-10T11:00:00Z'))
  expect((await outside().asked({ params: { token } })).number).toBe(made.number)
  house.clock.set(new Date('2026-12-10T13:00:00Z'))
  expect(await problem(outside().asked({ params: { token } }))).toBe('devices.signing.linkExpired')
  expect(await problem(outside().sign({ params: { token }, body: { signature: scribble, declared } }))).toBe('devices.signing.linkExpired')
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
  await outside().sign({ params: { token }, body: { signature: scribble, declared } })
  expect((await shown(made.params)).signed?.how).toBe('mail')
})

test('the receiver who is signed in asks the link themselves; another reporter does not get it', async () => {
  const made = await give()
  const mine = await house.as(devicesSigning, noor.token).link({ params: made.params })
  await outside().sign({ params: { token: mine.url.split('/sign/')[1] ?? '' }, body: { signature: scribble, declared } })
  expect((await shown(made.params)).signed?.how).toBe('portal')
  const other = await house.member('reporter')
  expect(await problem(house.as(devicesSigning, other.token).link({ params: made.params }))).toBe('platform.notFound')
})

test('a forged or borrowed link opens nothing', async () => {
  const [one, two] = [await give(), await give()]
  const token = await tokenOf(one.params)
  const [text = '', signature = ''] = token.split('.')
  const bytes = Buffer.from(text, 'base64url')
  const end = Buffer.from('ffffffff', 'hex')
  const forged = [
    `${text}.${'A'.repeat(22)}`,
    `${Buffer.concat([Buffer.from(two.id.replaceAll('-', ''), 'hex'), bytes.subarray(16)]).toString('base64url')}.${signature}`,
    `${Buffer.concat([bytes.subarray(0, 17), end, bytes.subarray(21)]).toString('base64url')}.${signature}`,
    // Shown by somebody else, or by nobody.
    `${Buffer.concat([bytes.subarray(0, 21), Buffer.from(noor.id.replaceAll('-', ''), 'hex')]).toString('base64url')}.${signature}`,
    `${bytes.subarray(0, 21).toString('base64url')}.${signature}`,
    token.slice(0, -1),
    `${text}.${house.app.secrets.sign('desk.approve', text)}`,
    'wrong',
  ]
  for (const wrong of forged) {
    expect(await problem(outside().asked({ params: { token: wrong } }))).toBe('devices.signing.linkWrong')
    expect(await problem(outside().sign({ params: { token: wrong }, body: { signature: scribble, declared } }))).toBe('devices.signing.linkWrong')
  }
  const nowhere = signToken(house.app, { handoutId: noor.id, how: 'qr', shownBy: engineer.id, until: new Date('2027-01-01') })
  expect(await problem(outside().asked({ params: { token: nowhere } }))).toBe('devices.signing.linkWrong')
  // A photo of another hand-out is not shown by this link.
  expect(await problem(outside().askedPhoto({ params: { token, id: two.photo } }))).toBe('platform.notFound')
  const reply = await house.server.inject({ method: 'GET', url: `/api/devices/sign/${token}` })
  expect(reply.headers['cache-control']).toContain('no-store')
})

test('who declines says why, once; the engineer is mailed, and signing later still counts', async () => {
  const made = await give()
  const token = await tokenOf(made.params)
  await outside().decline({ params: { token }, body: { why: 'Er zit geen lader bij' } })
  expect(await problem(outside().decline({ params: { token }, body: { why: 'Nog eens' } }))).toBe('devices.signing.alreadyDeclined')
  expect(await shown(made.params)).toMatchObject({ signing: 'declined', declined: { why: 'Er zit geen lader bij' } })
  await house.settle()
  const { rows } = await house.app.pools.owner.query(
    `select recipients->'to'->0->>'address' as to, content->>'text' as text from outgoing_mail where about = $1`,
    [`handout/${made.id}`],
  )
  expect(rows).toMatchObject([{ to: engineer.email, text: expect.stringContaining('Er zit geen lader bij') }])
  await outside().sign({ params: { token }, body: { signature: scribble, declared } })
  expect((await shown(made.params)).signing).toBe('signed')
})

test('what came back before it was signed for is not signed any more', async () => {
  const made = await give()
  const token = await tokenOf(made.params)
  await house.as(devicesHandout, engineer.token).takeBack({ params: made.params, body: { items: [{ itemId: made.itemId }] } })
  expect(await outside().asked({ params: { token } })).toMatchObject({ over: true })
  expect(await problem(outside().sign({ params: { token }, body: { signature: scribble, declared } }))).toBe('devices.signing.over')
})

test('hostile strokes are refused: outside the box, endless, empty, no whole numbers, a picture', () => {
  const hand = (strokes: unknown) => Signature.safeParse({ by: 'hand', strokes }).success
  const dots = (count: number) => Array.from({ length: count }, (_, n) => [n % 1000, n % 400])
  expect([hand([dots(5)]), hand([dots(5000)]), hand(Array.from({ length: 200 }, () => dots(25)))]).toEqual([true, true, true])
  const wrong = [[], [[]], [dots(4)], [dots(5001)], Array.from({ length: 201 }, () => dots(5)), [[...dots(5), [1001, 0]]], [[...dots(5), [0, 401]]]]
  for (const strokes of [...wrong, [[...dots(5), [-1, 0]]], [[...dots(5), [1.5, 2]]], [[...dots(5), ['1', 2]]], [[...dots(5), [1, 2, 3]]]])
    expect(hand(strokes), JSON.stringify(strokes).slice(0, 60)).toBe(false)
  expect(Signature.safeParse({ by: 'image', data: 'data:image/svg+xml,<svg onload=alert(1)>' }).success).toBe(false)
  expect(
    pathOf([
      [
        [1, 2],
        [3, 4],
      ],
      [[5, 6]],
    ]),
  ).toBe('M1 2L3 4M5 6L6 6')
})
