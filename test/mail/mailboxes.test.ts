/** Two mailboxes, each with its own organisation, team and language. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { directory } from '#record/people/directory/contract.ts'
import { deskMail } from '#work/desk/mail/contract.ts'
import { fetchMail } from '#work/desk/mail/mailboxes/jobs.ts'
import { dovecot } from '../peers/dovecot.ts'
import { spil } from '../spil.ts'

test('a new case gets the organisation and team of its mailbox, and who is not known yet an answer in its language and from its address', async () => {
  await using house = await spil()
  await using ours = await dovecot()
  await using theirs = await dovecot()
  const bea = await house.administrator()
  const people = house.as(directory, bea.token)
  const { id: school } = await people.createOrganisation({ body: { name: 'Willow School', locale: 'en', timeZone: 'Europe/London' } })
  const { id: team } = await people.createTeam({ body: { organisationId: school, name: 'Willow desk', memberIds: [] } })
  const mails = house.as(deskMail, bea.token)
  const box = ({ host, port, user, password }: typeof ours) => ({ host, port, user, password, secure: false })
  await mails.addMailbox({ body: { ...box(ours), organisationId: bea.organisationId, name: 'Ons', address: 'help@linde.example', locale: 'nl' } })
  await mails.addMailbox({
    body: {
      ...box(theirs),
      organisationId: school,
      teamId: team,
      name: 'Hun',
      address: 'help@willow.example',
      locale: 'en',
      senderOrder: 'replyTo-from-sender',
    },
  })
  const fetching = await fetchMail.start(house.app)
  try {
    await ours.deliver('From: Jan <jan@elders.example>\r\nSubject: Ons\r\nMessage-ID: <1@x>\r\n\r\nHallo\r\n')
    await theirs.deliver('From: form@web.example\r\nReply-To: Joan <joan@elsewhere.example>\r\nSubject: Theirs\r\nMessage-ID: <2@x>\r\n\r\nHello\r\n')
    const cases = async () =>
      (await house.app.pools.owner.query('select id, title, organisation_id, team_id from "case" order by title')).rows as {
        id: string
        title: string
        organisation_id: string
        team_id: string | null
      }[]
    while ((await cases()).length < 2) await sleep(50)
    await house.settle()
    const all = await cases()
    expect(all).toMatchObject([
      { title: 'Ons', organisation_id: bea.organisationId, team_id: null },
      { title: 'Theirs', organisation_id: school, team_id: team },
    ])
    const { rows } = await house.app.pools.owner.query('select recipients, content from outgoing_mail order by created_at')
    const sent = (address: string) => rows.find((row) => row.recipients.to[0].address === address)?.content
    expect(sent('jan@elders.example')).toMatchObject({ from: { address: 'help@linde.example' }, text: expect.stringContaining('Beste Jan,') })
    expect(sent('joan@elsewhere.example')).toMatchObject({
      from: { name: 'Willow School', address: 'help@willow.example' },
      text: expect.stringContaining('Dear Joan,'),
    })
  } finally {
    await fetching.stop()
  }
})
