/** A complaint: to a lead, never to nor before the eyes of whom it is about, through every door there is. */
import { afterAll, expect, test } from 'vitest'
import { deskMail } from '#work/desk/mail/contract.ts'
import { deskNotices } from '#work/desk/notices/contract.ts'
import { deskSearch } from '#work/desk/search/contract.ts'
import { complaining, refused } from './complaining.ts'
import { openScreen } from './screen.ts'
import type { Member } from './spil.ts'

const { app, noor, karel, mira, work, complaints, portal, complain } = await complaining()
afterAll(() => app[Symbol.asyncDispose]())

test('nothing of it reaches whom it is about, though they lead and administrate: page, list, count, search by number and word, history, files, notices, live feed, who is here, mail, and the database itself', async () => {
  const url = `${await app.server.listen({ port: 0, host: '127.0.0.1' })}/api/live`
  const before = await work(karel).counts()
  await using screen = await openScreen(url, karel.token)
  await using handlers = await openScreen(url, mira.token)
  const made = await complain({ personId: karel.id }, 'Zwaluwstaart in de gang')
  const params = { id: made.id }
  expect(made.assignee?.name).toBe('Mira Post')
  const sent = { contentType: 'text/plain', headers: { 'x-file-name': 'zwaluw.txt' } }
  const file = await work(noor).attach({ params, raw: 'zwaluwstaart' }, sent)
  await portal(noor).answer({ params, body: { text: 'Er was een zwaluwstaart bij' } })
  const { version } = await complaints(mira).complaint({ params })
  await complaints(mira).acknowledge({ params, body: { version, text: 'Ontvangen, zwaluwstaart' } })
  await app.settle()

  for (const ref of [made.id, made.number]) {
    const at = { id: ref }
    const doors = [
      () => work(karel).case({ params: at }),
      () => work(karel).entries({ params: at, query: { before: '9999' } }),
      () => work(karel).history({ params: at }),
      () => work(karel).take({ params: at, body: { version: 1 } }),
      () => work(karel).addEntry({ params: at, body: { visibility: 'internal', text: 'Ik was het niet' } }),
      () => work(karel).attach({ params: at, raw: 'x' }, sent),
      () => work(karel).here({ params: at, body: { writing: false } }),
      () => work(karel).addPerson({ params: at, body: { personId: karel.id, role: 'named' } }),
      () => portal(karel).myCase({ params: at }),
      () => complaints(karel).complaint({ params: at }),
      () => complaints(karel).myComplaint({ params: at }),
      () => complaints(karel).changeAbout({ params: at, body: { version: 1, about: {} } }),
    ]
    for (const [n, door] of doors.entries()) expect(await refused(door()), `door ${n}`).toMatchObject({ status: 404 })
  }
  expect(await refused(work(karel).download({ params: { id: file.id } }))).toMatchObject({ status: 404 })
  expect(await refused(work(mira).addPerson({ params, body: { personId: karel.id, role: 'named' } }))).toMatchObject({ type: 'cases.keptFrom' })
  expect(await refused(work(mira).assign({ params, body: { version: 2, assigneeId: karel.id } }))).toMatchObject({ type: 'cases.keptFrom' })
  expect(await refused(work(mira).edit({ params, body: { version: 2, confidential: false } }))).toMatchObject({ type: 'cases.keptConfidential' })

  expect((await work(karel).cases({ query: { limit: 200 } })).items.map(({ id }) => id)).not.toContain(made.id)
  expect((await work(karel).cases({ query: { kind: ['complaint'], reporterId: noor.id, search: 'zwaluwstaart' } })).items).toEqual([])
  expect((await work(karel).counts()).open).toBe(before.open)
  for (const q of [made.number, 'zwaluwstaart', 'zwaluw']) {
    expect(JSON.stringify(await app.as(deskSearch, karel.token).search({ query: { q } }))).not.toContain(made.id)
    expect(JSON.stringify(await app.as(deskSearch, mira.token).search({ query: { q } }))).toContain(made.id)
  }
  const notices = await app.as(deskNotices, karel.token).notices()
  expect(JSON.stringify(notices)).not.toContain(made.id)
  expect(JSON.stringify(await app.as(deskMail, karel.token).outgoing({ query: { limit: 100 } }))).not.toContain('Zwaluwstaart')

  await expect.poll(() => handlers.messages.filter(({ data }) => data.about === `case/${made.id}`).length).toBeGreaterThan(3)
  expect(screen.messages.filter((message) => JSON.stringify(message).includes(made.id))).toEqual([])
  expect(await rowsOf(karel, made.id)).toEqual([])
  expect((await rowsOf(mira, made.id)).map(([table]) => table)).toEqual(expect.arrayContaining(['case', 'entry', 'attachment', 'complaint', 'event']))
  // Their mail: not to them, about them.
  const { rows } = await app.app.pools.owner.query<{ recipients: unknown }>(`select recipients from outgoing_mail where about = $1`, [
    `case/${made.id}`,
  ])
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain(karel.email)
})

test('Spil itself cannot put it into their hands', async () => {
  const made = await complain({ personId: karel.id })
  const asSystem = (statement: string) => app.app.pools.owner.query(statement, [karel.id, made.id])
  await expect(asSystem('update "case" set assignee_id = $1 where id = $2')).rejects.toMatchObject({ code: '23514' })
  await expect(
    asSystem(`insert into case_person (person_id, case_id, organisation_id, confidential, role, added_at)
        select $1, id, organisation_id, true, 'named', now() from "case" where id = $2`),
  ).rejects.toMatchObject({ code: '23514' })
})

test('a seat in an approval opens nothing of it', async () => {
  const made = await complain({ personId: karel.id })
  const { rows } = await app.app.pools.owner.query<{ id: string }>(
    `insert into approval (id, case_id, organisation_id, number, purpose, plan, subject, reason, asked_by, asked_at)
     select gen_random_uuid(), id, organisation_id, number, 'asked', '{}', '{}', 'x', reporter_id, now() from "case" where id = $1 returning id`,
    [made.id],
  )
  const seat = 'insert into approval_seat (approval_id, step, seat_id, person_id, added_at) values ($1, 0, $2, $2, now())'
  for (const { id } of [karel, mira]) await app.app.pools.owner.query(seat, [rows[0]?.id, id])
  expect(await rowsOf(karel, made.id)).toEqual([])
  expect((await rowsOf(mira, made.id)).map(([table]) => table)).toContain('approval')
})

/** How many rows about it this person sees in each table that names the case, straight from the database under its policies. */
async function rowsOf(who: Member, caseId: string): Promise<[string, number][]> {
  const { owner } = app.app.pools
  const { rows: columns } = await owner.query<{ table: string; column: string }>(
    `select c.relname as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and has_table_privilege('spil_app', c.oid, 'select')
       and (a.attname in ('case_id', 'other_id') or (c.relname = 'case' and a.attname = 'id') or a.attname = 'about')`,
  )
  const client = await owner.connect()
  try {
    const found = new Map<string, number>()
    const { id, organisationId } = who
    await client.query('begin')
    const settings = {
      person: id,
      system: 'off',
      ...Object.fromEntries(['member', 'read', 'inside', 'work', 'lead', 'admin'].map((one) => [`orgs_${one}`, `{${organisationId}}`])),
    }
    for (const [key, value] of Object.entries(settings)) await client.query('select set_config($1, $2, true)', [`spil.${key}`, value])
    await client.query('set local role spil_app')
    for (const { table, column } of columns) {
      const { rows } = await client.query<{ n: string }>(`select count(*) as n from "${table}" where ${column}::text = any ($1)`, [
        [caseId, `case/${caseId}`],
      ])
      if (Number(rows[0]?.n) > 0) found.set(table, (found.get(table) ?? 0) + Number(rows[0]?.n))
    }
    await client.query('rollback')
    return [...found]
  } finally {
    client.release()
  }
}
