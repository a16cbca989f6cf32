import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { documents } from '#record/documents/contract.ts'
import { items } from '#record/items/contract.ts'
import { itemHistory } from '#record/items/history/contract.ts'
import { changeItem } from '#record/items/items.ts'
import { itemKinds } from '#record/items/kinds/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { handingOut, jpeg, preparedLaptops } from '#test/handouts.ts'
import type { Member, Spil } from '#test/spil.ts'
import { devicesHandout } from './contract.ts'
import { endHandoutOf, openHandoutsOf } from './reads.ts'
import { devicesHandoutSettings, usualHandout } from './settings/contract.ts'

let house: Spil
let lead: Member
let engineer: Member
let noor: Member
let organisationId: string
beforeAll(async () => {
  ;({ house, lead, engineer, noor, organisationId } = await handingOut())
})
afterAll(() => house[Symbol.asyncDispose]())

const by = (who: Member) => house.as(devicesHandout, who.token)
const laptops = (count: number) => preparedLaptops(house.app, organisationId, count)
const item = (id: string) => house.as(items, engineer.token).item({ params: { id } })
const give = (who: Member, itemIds: readonly string[], more: object = {}) =>
  by(who).handOut({ body: { organisationId, receiverId: noor.id, items: itemIds.map((itemId) => ({ itemId })), ...more } })
const problem = (call: Promise<unknown>): Promise<{ type: string; data?: unknown; title?: string }> =>
  call.then(
    () => ({ type: '' }),
    (error) => (error instanceof ProblemError ? error.problem : { type: String(error) }),
  )
const addPhoto = (who: Member, raw: Buffer<ArrayBuffer> = jpeg) => by(who).addPhoto({ query: { organisationId }, raw }, { contentType: 'image/heic' })
const mails = async () =>
  (
    await house.app.pools.owner.query<{ subject: string; to: string; text: string }>(
      `select subject, recipients->'to'->0->>'address' as to, content->>'text' as text from outgoing_mail where about like 'handout/%' order by created_at, id`,
    )
  ).rows

test('a hand-out brings devices to their receiver with all that the receipt holds, and back again', async () => {
  const [one = '', two = ''] = await laptops(2)
  const { id: photo } = await addPhoto(engineer)
  const made = await by(engineer).handOut({
    body: {
      ...{ organisationId, receiverId: noor.id, note: 'Voor thuis' },
      items: [
        { itemId: one, accessories: [{ name: 'Lader' }, { name: 'Muis', serial: 'M-77' }], condition: 'Kras op de deksel', photoIds: [photo] },
        { itemId: two },
      ],
    },
  })
  expect(made).toMatchObject({
    number: expect.stringMatching(/^U-\d+$/),
    receiver: noor.name,
    issuedBy: engineer.name,
    signing: 'unsigned',
    state: 'out',
  })
  expect(made.items[0]).toMatchObject({
    accessories: [
      { name: 'Lader', serial: null },
      { name: 'Muis', serial: 'M-77' },
    ],
    condition: 'Kras op de deksel',
  })
  expect(await item(one)).toMatchObject({ state: { key: 'inUse' }, users: [{ id: noor.id, name: noor.name }] })
  const history = await house.as(itemHistory, engineer.token).history({ params: { id: one } })
  expect(history.items[0]?.why).toBe(`Uitgegeven aan ${noor.name} (${made.number})`)
  expect((await by(noor).mine()).items).toMatchObject([{ number: made.number, items: 2, out: 2 }])
  expect(await by(noor).handout({ params: { id: made.number } })).toMatchObject({ id: made.id, mayWork: false })
  expect(await by(noor).photo({ params: { id: photo } })).toEqual(jpeg)

  // One of the two comes back, without its mouse.
  const back = await by(engineer).takeBack({
    params: { id: made.id },
    body: { items: [{ itemId: one, condition: 'Scherm gebarsten', missing: [1], note: 'Komt nog' }] },
  })
  expect(back).toMatchObject({ state: 'out' })
  expect(back.items[0]?.back).toMatchObject({
    how: 'returned',
    condition: 'Scherm gebarsten',
    missing: [{ name: 'Muis', serial: 'M-77' }],
    by: { name: engineer.name },
  })
  expect(await item(one)).toMatchObject({ state: { key: 'returned' }, users: [] })
  expect(await problem(by(engineer).takeBack({ params: { id: made.id }, body: { items: [{ itemId: one }, { itemId: two }] } }))).toMatchObject({
    type: 'devices.handout.alreadyBack',
  })
  expect(await item(two)).toMatchObject({ state: { key: 'inUse' } })
  await by(engineer).takeBack({ params: { id: made.id }, body: { items: [{ itemId: two }] } })
  expect((await by(engineer).handouts({ query: { show: 'returned' } })).items).toMatchObject([{ number: made.number, out: 0, missing: 1 }])
  await house.settle()
  const back1 = (await mails()).find(({ text }) => text?.includes('ontbreekt'))
  expect(back1).toMatchObject({ to: noor.email, subject: `Ingenomen: ${made.number}`, text: expect.stringContaining('Muis (M-77), Laptop 1') })
  expect((await house.happened()).filter((name) => name.startsWith('devices.'))).toEqual([
    'devices.handedOut',
    'devices.takenBack',
    'devices.takenBack',
  ])
})

test('a hand-out is all or nothing: one that is not prepared keeps all of them here, and is named', async () => {
  const [one = ''] = await laptops(1)
  const { id: raw } = await house.as(items, engineer.token).createItem({ body: { organisationId, kind: 'laptop', name: 'Kaal', state: 'stock' } })
  const refused = await problem(give(engineer, [one, raw]))
  expect(refused).toMatchObject({ type: 'devices.handout.notReady', data: { items: [{ itemId: raw, state: 'Op voorraad' }] } })
  expect(refused.title).toContain('Kaal (Op voorraad)')
  expect(await item(one)).toMatchObject({ state: { key: 'prepared' }, users: [] })
  const { rows } = await house.app.pools.owner.query('select from handout_item where item_id = any ($1)', [[one, raw]])
  expect(rows).toEqual([])
  const { items: found, unknown } = await by(engineer).candidates({ body: { organisationId, codes: [one, raw, 'nergens'] } })
  expect([found.map(({ why }) => why), unknown]).toEqual([[null, 'Niet klaargemaakt: Op voorraad'], ['nergens']])
})

test('a hand-out of thirty at once is one receipt', async () => {
  const trolley = await laptops(30)
  const made = await give(lead, trolley, { kind: 'loan', dueOn: '2026-12-01' })
  expect(made.items.map(({ itemId }) => itemId)).toEqual(trolley)
  expect((await by(lead).handouts({ query: { itemId: trolley[29] } })).items).toMatchObject([
    { number: made.number, items: 30, kind: 'loan', overdue: false },
  ])
  expect((await by(lead).handouts({ query: { search: 'wałęsa' } })).items.length).toBeGreaterThan(0)
})

test('a hand-out of one device by two in the same moment is one receipt, and the other hears of it', async () => {
  const others = await Promise.all([house.member('reporter', { name: 'Bo' }), house.member('reporter', { name: 'Cas' })])
  for (let round = 0; round < 12; round++) {
    // In different orders, so that they would hold each other up if they did not lock in one.
    const both = await laptops(2)
    const wishes = [both, [...both].reverse(), both].map((ids, n) => problem(give(n === 1 ? lead : engineer, ids, { receiverId: others[n % 2]?.id })))
    const answers = await Promise.all(wishes)
    expect(answers.filter(({ type }) => type === '')).toHaveLength(1)
    const [holder] = (await by(lead).handouts({ query: { itemId: both[0] } })).items
    for (const late of answers.filter(({ type }) => type !== ''))
      expect(late).toMatchObject({ type: 'devices.handout.alreadyOut', data: { number: holder?.number, receiver: holder?.receiver.name } })
    expect((await item(both[1] ?? '')).users).toEqual([holder?.receiver])
  }
})

test('a hand-out taken back by two in the same moment is taken back once', async () => {
  const [one = ''] = await laptops(1)
  const { id } = await give(engineer, [one])
  const back = () => problem(by(engineer).takeBack({ params: { id }, body: { items: [{ itemId: one }] } }))
  const answers = await Promise.all([back(), back(), back()])
  expect(answers.map(({ type }) => type).sort()).toEqual(['', 'devices.handout.alreadyBack', 'devices.handout.alreadyBack'])
})

test('a hand-out keeps the terms and instructions of its moment, whatever becomes of the documents', async () => {
  const pages = house.as(documents, lead.token)
  const write = async (title: string, text: string) => {
    const { id } = await pages.writePage({ body: { organisationId, title, text } })
    await pages.change({ params: { id }, body: { version: 1, read: { everybody: true, teamIds: [], roles: [], personIds: [] } } })
    await pages.publish({ params: { id, number: 1 }, body: { version: 2 } })
    return id
  }
  const termsId = await write('Gebruik van apparaten', 'Wees **zuinig**.')
  const instruction = await write('Zo begint u', 'Zet hem aan.')
  const settings = {
    ...usualHandout,
    termsId,
    instructions: [{ kind: 'laptop', documentIds: [instruction] }],
    accessories: [{ kind: 'laptop', names: ['Lader'] }],
  }
  const configure = house.as(devicesHandoutSettings, lead.token)
  expect(await configure.changeSettings({ body: { organisationId, version: 0, settings } })).toMatchObject({ version: 1 })
  expect(await problem(configure.changeSettings({ body: { organisationId, version: 0, settings } }))).toMatchObject({
    type: 'devices.handoutSettings.changed',
  })
  expect(
    await problem(configure.changeSettings({ body: { organisationId, version: 1, settings: { ...settings, termsId: noor.id } } })),
  ).toMatchObject({
    type: 'devices.handoutSettings.terms',
  })
  const [one = '', two = ''] = await laptops(2)
  expect((await by(engineer).candidates({ body: { organisationId, codes: [one] } })).items).toMatchObject([{ accessories: ['Lader'] }])
  const made = await give(engineer, [one])
  await pages.saveText({ params: { id: termsId }, body: { base: 1, text: 'Alles mag.' } })
  await pages.publish({ params: { id: termsId, number: 2 }, body: { version: (await pages.document({ params: { id: termsId } })).version } })
  expect((await by(noor).handout({ params: { id: made.id } })).terms).toMatchObject({
    version: 1,
    text: 'Wees **zuinig**.',
    html: expect.stringContaining('<strong>'),
  })
  expect(made.instructions).toEqual([{ documentId: instruction, version: 1, title: 'Zo begint u' }])
  expect((await give(engineer, [two])).terms).toMatchObject({ version: 2, text: 'Alles mag.' })
  // Withdrawn: nothing is handed out under terms that nobody can read.
  await pages.withdraw({ params: { id: termsId }, body: { version: (await pages.document({ params: { id: termsId } })).version } })
  const [three = ''] = await laptops(1)
  expect(await problem(give(engineer, [three]))).toMatchObject({ type: 'devices.handout.terms' })
  await configure.changeSettings({ body: { organisationId, version: 1, settings: usualHandout } })
})

test('a hand-out of what was lost ends, and it comes back when it is found', async () => {
  const [one = ''] = await laptops(1)
  const { id, number } = await give(engineer, [one])
  const actor = await house.app.asSystem(async (ctx) => {
    expect((await openHandoutsOf(ctx, noor.id)).map((open) => open.number)).toContain(number)
    expect(await endHandoutOf(ctx, one, 'lost')).toEqual({ handoutId: id, number })
    expect(await endHandoutOf(ctx, one, 'lost')).toBeUndefined()
    return (await openHandoutsOf(ctx, noor.id)).map((open) => open.number)
  })
  expect(actor).not.toContain(number)
  const { version } = await item(one)
  await house.as(items, engineer.token).changeItem({ params: { id: one }, body: { version, state: 'lost' } })
  expect((await by(engineer).handout({ params: { id } })).items[0]?.back).toMatchObject({ how: 'lost' })
  expect(await by(engineer).takeBack({ params: { id }, body: { items: [{ itemId: one }] } })).toMatchObject({ state: 'returned' })
  expect(await item(one)).toMatchObject({ state: { key: 'returned' }, users: [] })
})

test('the receipt of what was lost does not move a device that was found, prepared and used again', async () => {
  const [one = ''] = await laptops(1)
  const { id } = await give(engineer, [one])
  const change = async (body: object) =>
    house.app.asSystem(async (ctx) => changeItem(ctx, one, { version: (await item(one)).version, ...body }, 'proven'))
  await change({ state: 'lost' })
  await house.settle()
  expect((await by(engineer).handout({ params: { id } })).items[0]?.back).toMatchObject({ how: 'lost' })
  await change({ state: 'returned', userIds: [] })
  await change({ state: 'prepared' })
  await change({ state: 'inUse', userIds: [lead.id] })
  const back = await by(engineer).takeBack({ params: { id }, body: { items: [{ itemId: one, note: 'Gevonden' }] } })
  expect(back.items[0]?.back).toMatchObject({ how: 'returned', note: 'Gevonden' })
  expect(await item(one)).toMatchObject({ state: { key: 'inUse' }, users: [{ id: lead.id }] })
})

test('what cannot come back because its kind asks for more is named, and all of it stays out', async () => {
  const [one = '', two = ''] = await laptops(2)
  const { id } = await give(engineer, [one, two])
  await house.app.pools.owner.query(`update item set attributes = attributes - 'serial' where id = $1`, [two])
  const kindsHere = house.as(itemKinds, lead.token)
  const laptop = (await kindsHere.kinds({ params: { organisationId } })).items.find(({ key }) => key === 'laptop')
  if (!laptop) expect.fail('there are no laptops')
  const { names, plural, attributes, active, states } = laptop
  const stricter = states.map((state) => (state.key === 'returned' ? { ...state, required: ['serial'] } : state))
  const params = { organisationId, key: 'laptop' }
  await kindsHere.saveKind({ params, body: { version: 0, kind: { names, plural, attributes, active, states: stricter } } })
  const body = { items: [{ itemId: one }, { itemId: two }] }
  const refused = await problem(by(engineer).takeBack({ params: { id }, body }))
  expect(refused).toMatchObject({ type: 'devices.handout.notFilledIn', data: { itemId: two, fields: expect.stringContaining('serial') } })
  expect((await by(engineer).handout({ params: { id } })).items.map(({ back }) => back)).toEqual([null, null])
  await kindsHere.resetKind({ params })
})

test('nobody else sees or does anything: strangers, colleagues without a role, photos of others', async () => {
  const bea = await house.administrator()
  const wilg = await house.as(directory, bea.token).createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
  const stranger = await house.member(['engineer', 'lead'], { organisationId: wilg.id })
  const other = await house.member('reporter')
  const [one = '', two = ''] = await laptops(2)
  const { id } = await give(engineer, [one])
  for (const who of [stranger, other]) expect(await problem(by(who).handout({ params: { id } }))).toMatchObject({ type: 'platform.notFound' })
  expect((await by(stranger).handouts()).items).toEqual([])
  expect(await problem(by(stranger).takeBack({ params: { id }, body: { items: [{ itemId: one }] } }))).toMatchObject({ type: 'platform.notFound' })
  expect(await problem(give(stranger, [two]))).toMatchObject({ type: 'platform.notFound' })
  // Somebody of another organisation gets nothing, and their own organisation gives nothing of ours.
  expect(await problem(give(engineer, [two], { receiverId: stranger.id }))).toMatchObject({ type: 'devices.handout.receiver' })
  const theirs = by(stranger).handOut({ body: { organisationId: wilg.id, receiverId: stranger.id, items: [{ itemId: two }] } })
  expect(await problem(theirs)).toMatchObject({ type: 'devices.handout.noSuchDevice' })
  // A photo is of who took it, and belongs to one receipt.
  const { id: photo } = await addPhoto(lead)
  const photoIds = [photo]
  expect(await problem(by(engineer).photo({ params: { id: photo } }))).toMatchObject({ type: 'platform.notFound' })
  expect(await problem(give(engineer, [], { items: [{ itemId: two, photoIds }] }))).toMatchObject({ type: 'devices.handout.photo' })
  await give(lead, [], { items: [{ itemId: two, photoIds }] })
  const [three = ''] = await laptops(1)
  expect(await problem(give(lead, [], { items: [{ itemId: three, photoIds }] }))).toMatchObject({ type: 'devices.handout.photo' })
  expect(await problem(addPhoto(lead, Buffer.from('<svg onload=alert(1)>')))).toMatchObject({ type: 'devices.handout.noPhoto' })
})
test('nobody else changes what was handed out, not even the program itself', async () => {
  const { rows } = await house.app.pools.app.query(
    `select column_name from information_schema.column_privileges where grantee = 'spil_app' and privilege_type = 'UPDATE' and table_name = 'handout'`,
  )
  const writable = rows.map((row) => row.column_name)
  for (const column of ['receiver_id', 'terms', 'instructions', 'note', 'number', 'issued_at']) expect(writable).not.toContain(column)
})
