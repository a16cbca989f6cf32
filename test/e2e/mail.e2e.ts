/** Mail at the desk, with a real mailbox and relay: in, seen as it looked, answered in its thread; what was not processed given a place; letters in other words. */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Dovecot, dovecot } from '#test/peers/dovecot.ts'
import { type Receiver, type Relay, receiver, relay } from '#test/peers/relay.ts'
import { deskMail } from '#work/desk/mail/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, photo, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
const jan = 'jan@ouders.example'
let spil: Program
let box: Dovecot
let post: Receiver
let onward: Relay
let bea: Somebody
let joost: Somebody
let number = ''

beforeAll(async () => {
  box = await dovecot()
  post = await receiver()
  onward = await relay(post.port)
  spil = await program({ env: { SPIL_SMTP_URL: onward.url, SPIL_OUTGOING_ALLOW: '127.0.0.0/8' } })
  bea = await theAdministrator(spil)
  joost = await engage(spil, bea, 'Joost Bakker', ['engineer'])
  const { host, port, user, password } = box
  await spil.as(deskMail, bea.session).addMailbox({
    body: { organisationId: bea.organisationId, name: 'Helpdesk', address: 'help@linde.example', host, port, user, password, secure: false },
  })
})
afterAll(async () => {
  await spil[Symbol.asyncDispose]()
  await onward.stop()
  await post.stop()
  await box.stop()
})

const story = (page: Page) => page.getByRole('list', { name: 'Verloop' })
async function mailTo(address: string, about: RegExp) {
  const { raw } = await post.next((mail) => mail.to.includes(address) && about.test(mail.raw))
  const { text = '', subject = '', messageId = '', inReplyTo, headers } = await PostalMime.parse(raw)
  return { text, subject, messageId, inReplyTo, references: headers.find(({ key }) => key === 'references')?.value ?? '' }
}
const letter = [
  `From: Jan Jansen <${jan}>`,
  'To: help@linde.example',
  'Cc: Kees Kers <kees@ouders.example>',
  'Subject: Foutmelding met plaatje',
  'Message-ID: <plaatje@ouders.example>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/related; boundary=deel',
  '',
  '--deel',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Dit <b>zie</b> ik: <img src="cid:scherm" alt="het scherm"></p><img src="https://volgen.example/pixel.gif?wie=joost" alt="">',
  '--deel',
  'Content-Type: image/png; name=scherm.png',
  'Content-ID: <scherm>',
  'Content-Transfer-Encoding: base64',
  '',
  photo.toString('base64'),
  '--deel--',
  '',
].join('\r\n')

test('a mail comes in; the engineer sees it as it looks, its picture at its place and none from elsewhere, and saves it as it came in', async () => {
  const page = await enter(browser, joost, spil)
  await page.goto('/desk')
  await box.deliver(letter)
  await page.getByRole('link', { name: 'Foutmelding met plaatje' }).click()
  await story(page).getByText('Dit zie ik:').waitFor()
  number = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await page.getByRole('button', { name: 'Toon zoals de e-mail eruitziet' }).click()
  const mail = page.frameLocator('iframe[title="Toon zoals de e-mail eruitziet"]')
  await expect
    .poll(() => mail.getByRole('img', { name: 'het scherm' }).evaluate((picture) => (picture as { naturalWidth?: number }).naturalWidth))
    .toBe(1)
  expect(await mail.getByRole('img').count()).toBe(1)
  await page.getByText('1 plaatje van buiten is tegengehouden').click()
  await page.getByText('https://volgen.example/pixel.gif?wie=joost').waitFor()
  expect(await axe(page)).toEqual([])
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Bericht opslaan zoals het binnenkwam' }).click()
  expect(await readFile(await (await download).path(), 'utf8')).toBe(letter)
})

test('pictures from elsewhere are shown once the engineer asks; what cannot be had says why', async () => {
  const elsewhere = createServer((_, reply) => reply.setHeader('content-type', 'image/png').end(photo)).listen(0, '127.0.0.1')
  await new Promise((resolve) => elsewhere.once('listening', resolve))
  const at = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/gang.png`
  const head = ['From: Mia <mia@ouders.example>', 'To: help@linde.example', 'Subject: Foto van de gang', 'Message-ID: <gang@ouders.example>']
  const html = `<p>De gang:</p><img src="${at}" alt="de gang"><img src="http://10.0.0.1/geheim.png" alt="">`
  const page = await enter(browser, joost, spil)
  await page.goto('/desk')
  await box.deliver([...head, 'Content-Type: text/html; charset=utf-8', '', html, ''].join('\r\n'))
  await page.getByRole('link', { name: 'Foto van de gang' }).click()
  await page.getByRole('button', { name: 'Toon zoals de e-mail eruitziet' }).click()
  await page.getByText('2 plaatjes van buiten zijn tegengehouden').waitFor()
  await page.getByRole('button', { name: 'Plaatjes tonen' }).click()
  const mail = page.frameLocator('iframe[title="Toon zoals de e-mail eruitziet"]')
  await mail.getByRole('img', { name: 'de gang' }).waitFor()
  await page.getByText('1 plaatje kon niet worden opgehaald').waitFor()
  await page.getByText('1 plaatje van buiten is tegengehouden').click()
  await page.getByText('http://10.0.0.1/geheim.png (dit adres ligt niet op het open internet)').waitFor()
  expect(await axe(page)).toEqual([])
  await page
    .getByRole('link', { name: /gang.png/ })
    .first()
    .waitFor()
  elsewhere.close()
})

test('an answer goes out in the thread, the reply comes back to it with its quote folded, and somebody in Cc takes part', async () => {
  const page = await enter(browser, joost, spil)
  await page.goto(`/desk/cases/${number}`)
  const received = await mailTo(jan, /Auto-Submitted: auto-replied/i)
  await page.getByRole('textbox', { name: 'Antwoord aan Jan Jansen' }).fill('Welke knop drukte u in?')
  await page.getByRole('button', { name: 'Versturen' }).click()
  const answer = await mailTo(jan, /Welke knop/)
  expect(answer.subject).toContain(`[${number}]`)
  expect(answer.references).toContain('<plaatje@ouders.example>')
  expect(answer.references).toContain(received.messageId)
  const reply = (from: string, id: string, text: string) => [
    ...[`From: ${from}`, `To: help@linde.example, ${jan}`, `Subject: Re: ${answer.subject}`, `Message-ID: <${id}@ouders.example>`],
    ...[
      `In-Reply-To: ${answer.messageId}`,
      'Content-Type: text/plain; charset=utf-8',
      '',
      text,
      '',
      'Op 3 nov schreef Lindecollege:',
      '> Welke knop drukte u in?',
    ],
  ]
  await box.deliver(reply(`Jan Jansen <${jan}>`, 'antwoord', 'De groene.').join('\r\n'))
  await story(page).getByText('De groene.').waitFor()
  const own = story(page).getByRole('listitem').filter({ hasText: 'De groene.' })
  expect(await own.getByText('> Welke knop drukte u in?').isVisible()).toBe(false)
  await own.locator('summary').click()
  await own.getByText('> Welke knop drukte u in?').waitFor()
  await box.deliver(reply('Kees Kers <kees@ouders.example>', 'kees', 'Bij mij ook.').join('\r\n'))
  await story(page).getByText('Bij mij ook.').waitFor()
  await page.getByRole('textbox', { name: 'Antwoord aan Jan Jansen' }).fill('Wij zoeken het uit.')
  await page.getByRole('button', { name: 'Versturen' }).click()
  await mailTo('kees@ouders.example', /Wij zoeken het uit/)
})

test('what was not processed is tried again, put on a case, opened as a case, or discarded with a reason', async () => {
  const page = await enter(browser, joost, spil)
  await page.goto('/desk/not-processed')
  await page.getByText('Alle e-mail is verwerkt').waitFor()
  for (const subject of ['Op de zaak', 'Als zaak', 'Weg ermee']) await box.deliver(`Subject: ${subject}\r\n\r\nZonder afzender: ${subject}\r\n`)
  const open = async (subject: string) => {
    await page.getByRole('row', { name: new RegExp(subject) }).click()
    const side = page.getByRole('dialog')
    await side.getByText(`Zonder afzender: ${subject}`).waitFor()
    return side
  }
  let side = await open('Op de zaak')
  expect(await axe(page)).toEqual([])
  await side.getByRole('button', { name: 'Opnieuw proberen' }).click()
  await side.getByText('Het lukt nog niet: Er staat geen afzender in het bericht').waitFor()
  await side.getByLabel(/Nummer van de zaak/).fill(number)
  await side.getByRole('button', { name: 'Op een zaak zetten' }).click()
  await page.getByText(`Het bericht staat nu op ${number}`).waitFor()
  side = await open('Als zaak')
  await side.getByRole('combobox', { name: /Voor wie/ }).fill('Jan J')
  await page.getByRole('option', { name: /Jan Jansen/ }).click()
  await side.getByRole('button', { name: 'Als zaak openen' }).click()
  await page.getByText(/Het bericht is zaak C-\d+ geworden/).waitFor()
  side = await open('Weg ermee')
  await side.getByLabel(/Waarom hoort dit nergens bij/).fill('Reclame')
  await side.getByRole('button', { name: 'Weggooien' }).click()
  await page.getByText('Alle e-mail is verwerkt').waitFor()
  await page.goto(`/desk/cases/${number}`)
  await story(page).getByText('message.eml').waitFor()
})

test('an administrator puts a letter in other words, sees it before it is kept, and mails an address again that gave mail back', async () => {
  const page = await enter(browser, bea, spil)
  await page.goto('/desk/settings?section=letters')
  const text = page.getByRole('textbox', { name: 'Tekst' })
  await text.fill('Fijn dat u mailt, {wie}.')
  await page.getByRole('button', { name: 'Brief opslaan' }).click()
  await page.getByText(/veld dat Spil hier niet kent: \{wie\}/).waitFor()
  await text.fill('Fijn dat u mailt. Uw nummer is ')
  await page.getByRole('button', { name: 'number invoegen' }).click()
  await page.getByRole('button', { name: 'Voorbeeld bekijken' }).click()
  await page.frameLocator('iframe[title="Voorbeeld"]').getByText('Fijn dat u mailt. Uw nummer is C-1042').waitFor()
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Brief opslaan' }).click()
  await page.getByText('Brief opgeslagen').waitFor()
  await box.deliver('From: Ria <ria@ouders.example>\r\nTo: help@linde.example\r\nSubject: Muis\r\nMessage-ID: <muis@ouders.example>\r\n\r\nStuk\r\n')
  const received = await mailTo('ria@ouders.example', /Muis/)
  expect(received.text).toMatch(/Fijn dat u mailt\. Uw nummer is C-\d+/)
  await box.deliver(
    [
      ...['Return-Path: <>', 'From: MAILER-DAEMON@mx.example', 'Subject: Undelivered', 'Message-ID: <terug@mx.example>'],
      ...['Content-Type: multipart/report; report-type=delivery-status; boundary=q', '', '--q', 'Content-Type: message/delivery-status', ''],
      ...['Reporting-MTA: dns; mx', '', 'Final-Recipient: rfc822; ria@ouders.example', 'Action: failed', 'Status: 5.1.1', '', '--q'],
      ...['Content-Type: text/rfc822-headers', '', `Message-ID: ${received.messageId}`, '', '--q--', ''],
    ].join('\r\n'),
  )
  await page.goto('/desk/settings?section=mail')
  await page.getByRole('button', { name: 'Weer mailen aan ria@ouders.example' }).click()
  await page.getByText('ria@ouders.example krijgt weer automatische e-mail').waitFor()
  expect(await axe(page)).toEqual([])
  await page.goto('/desk/settings?section=letters')
  await page.getByRole('button', { name: 'Terug naar de tekst van Spil' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Terug naar de tekst van Spil' }).click()
  await page.getByText('De tekst van Spil staat er weer').waitFor()
})
