/** Pictures from elsewhere in a mail: from a real server here, which the configuration allows, and from where it does not. */
import { rename, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { type PostOffice, postOffice } from '#test/mail/letters.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '../../contract.ts'
import { deskMail } from '../contract.ts'

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')
const served: Readonly<Record<string, { type: string; body: Buffer }>> = {
  '/logo.png?voor=jan': { type: 'text/html', body: png },
  '/foto.jpg': { type: 'image/jpeg', body: Buffer.from('<html><script>alert(1)</script>') },
  '/kunst.svg': { type: 'image/svg+xml', body: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>') },
  '/groot.png': { type: 'image/png', body: Buffer.concat([png, Buffer.alloc(3_000_000)]) },
}
const asked: string[] = []
let server: Server
let at = ''
let house: Spil
let post: PostOffice
let engineer: Member
beforeAll(async () => {
  server = createServer((request, reply) => {
    const url = request.url ?? ''
    asked.push(url)
    const found = served[url]
    if (found) reply.setHeader('content-type', found.type).end(found.body)
    else reply.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  house = await spil({ env: { SPIL_OUTGOING_ALLOW: '127.0.0.0/8, 10.99.0.0/16' } })
  engineer = await house.member('engineer', { name: 'Els Beuk' })
  post = postOffice(house, engineer.token)
})
afterAll(async () => {
  await house[Symbol.asyncDispose]()
  server.closeAllConnections()
  server.close()
})

let count = 0
/** A mail with these pictures; gives the case it opened. */
async function mailed(...sources: readonly string[]) {
  const images = sources.map((source, n) => `<img src="${source}" alt="plaatje ${n}">`).join('')
  const head = [`From: Jan <jan${++count}@linde.example>`, `Subject: Plaatjes ${count}`, `Message-ID: <plaatjes${count}@linde.example>`]
  const done = await post.mails.submit({ raw: [...head, 'Content-Type: text/html; charset=utf-8', '', `<p>Zie</p>${images}`, ''].join('\r\n') })
  if (!done.case) throw new Error('no case')
  return done.case
}
const bodyOf = (id: string, who = engineer) => house.as(deskMail, who.token).body({ params: { id } })
const show = (id: string, who = engineer) => house.as(deskMail, who.token).showPictures({ params: { id } })
const refused = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ProblemError)) throw error ?? new Error('it was not refused')
  return error.problem.type
}

test('on request they are fetched once, kept with the case and shown from here; by themselves never', async () => {
  const { id } = await mailed(`${at}/logo.png?voor=jan`)
  await house.settle()
  expect(await bodyOf(id)).toMatchObject({ blockedImages: 1, pictures: { mayFetch: true, busy: 0, failed: [] } })
  expect(asked).toEqual([])
  expect(await Promise.all([show(id), show(id)]).then((both) => both.map((one) => one.asked).sort())).toEqual([0, 1])
  expect((await bodyOf(id)).pictures.busy).toBe(1)
  await house.settle()
  const body = await bodyOf(id)
  expect(body).toMatchObject({ blocked: [], blockedImages: 0, pictures: { busy: 0, failed: [] } })
  // By its own bytes, not by what its server calls it.
  expect(body.html).toContain(`<img src="data:image/png;base64,${png.toString('base64')}"`)
  expect(body.html).not.toContain('127.0.0.1')
  const { attachments } = await post.pageOf(id)
  expect(attachments).toMatchObject([{ name: 'logo.png', type: 'image/png', inline: true, size: png.length }])
  expect(await show(id)).toEqual({ asked: 0 })
  await house.settle()
  expect(asked).toEqual(['/logo.png?voor=jan'])
  const history = await house.as(desk, engineer.token, { 'accept-language': 'nl' }).history({ params: { id } })
  expect(history.items).toContainEqual(
    expect.objectContaining({ text: 'Plaatjes van buiten in een e-mail laten ophalen', by: expect.objectContaining({ name: 'Els Beuk' }) }),
  )
})

test('what is no picture, too large, gone, or not on the open internet is refused with why; asking again tries again', async () => {
  const sources = ['/foto.jpg', '/kunst.svg', '/groot.png', '/weg.png'].map((path) => `${at}${path}`)
  const elsewhere = ['http://10.0.0.1/intern.png', 'http://169.254.169.254/latest/meta-data', 'https://nobody.invalid/a.png', '//10.0.0.2/b.png']
  const { id } = await mailed(...sources, ...elsewhere)
  expect(await show(id)).toEqual({ asked: 8 })
  await house.settle()
  const { html, blockedImages, pictures } = await bodyOf(id)
  expect(html).not.toContain('<img')
  expect(blockedImages).toBe(8)
  expect(Object.fromEntries(pictures.failed.map(({ address, why }) => [address.replace(at, ''), why]))).toEqual({
    '/foto.jpg': 'notPicture',
    '/kunst.svg': 'notPicture',
    '/groot.png': 'tooLarge',
    '/weg.png': 'status',
    'http://10.0.0.1/intern.png': 'address',
    'http://169.254.169.254/latest/meta-data': 'address',
    'https://nobody.invalid/a.png': 'unknownHost',
    '//10.0.0.2/b.png': 'address',
  })
  expect((await post.pageOf(id)).attachments).toEqual([])
  expect(await show(id)).toEqual({ asked: 8 })
  await house.settle()
  expect((await bodyOf(id)).pictures.failed).toHaveLength(8)
})

test('what goes wrong here is said, and can be asked for again', async () => {
  const { id } = await mailed(`${at}/logo.png?voor=jan`)
  const files = join(house.app.config.data, 'files')
  await show(id)
  // Nothing can be kept: the folder is a file.
  await rename(files, `${files}-away`)
  await writeFile(files, '')
  try {
    await house.settle()
  } finally {
    await rm(files)
    await rename(`${files}-away`, files)
  }
  const failed = [{ address: `${at}/logo.png?voor=jan`, why: 'broken' }]
  expect((await bodyOf(id)).pictures).toEqual({ mayFetch: true, busy: 0, failed })
  expect(await show(id)).toEqual({ asked: 1 })
  expect((await bodyOf(id)).pictures).toMatchObject({ busy: 1, failed: [] })
  await house.settle()
  expect(await bodyOf(id)).toMatchObject({ blockedImages: 0, pictures: { busy: 0, failed: [] } })
}, 60_000)

test('when whoever was to fetch it never comes to an end, it can be asked for again', async () => {
  const { id } = await mailed(`${at}/logo.png?voor=jan`)
  await show(id)
  expect(await show(id)).toEqual({ asked: 0 })
  await house.app.pools.owner.query(`update mail_picture set asked_at = asked_at - interval '6 minutes' where hash is null`)
  expect((await bodyOf(id)).pictures).toEqual({ mayFetch: true, busy: 0, failed: [{ address: `${at}/logo.png?voor=jan`, why: 'broken' }] })
  expect(await show(id)).toEqual({ asked: 1 })
  expect((await bodyOf(id)).pictures).toMatchObject({ busy: 1, failed: [] })
})

test('only who works on it may ask', async () => {
  const { id } = await mailed(`${at}/logo.png`)
  const reporter = await house.member('reporter')
  expect(await refused(show(id, reporter))).toBe('platform.notAllowed')
  const auditor = await house.member('auditor')
  expect(await refused(show(id, auditor))).toBe('platform.notAllowed')
  expect((await bodyOf(id, auditor)).pictures.mayFetch).toBe(false)
})
