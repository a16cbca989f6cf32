/** Back-ups without tools of others: files and tar, vendors, manifests, who may, and programs that do not end. */
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { norms } from '#record/norms/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { sourceIn, told, type Yard, yard } from '#test/peers/repositories.ts'
import { rowCounter } from './adapters/dump.ts'
import { ToolError, tool } from './adapters/tool.ts'
import { monitoringBackups } from './contract.ts'
import { dueParts, shareRead } from './looking/rules.ts'
import { ManifestError, manifestReader } from './manifest/rules.ts'
import { script } from './receiving/adapters/script.ts'
import { bytesIn } from './receiving/rules.ts'
import { copiesWrong, isBelow, keyOf, placeOf, verdictIn } from './rules.ts'

vi.setConfig({ testTimeout: 120_000 })
let at: Yard
beforeAll(async () => {
  at = await yard()
})
afterAll(() => at[Symbol.asyncDispose]())
const codes = ({ why }: { why: { code: string }[] }) => why.map(({ code }) => code)
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => '',
    (error) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
const post = (token: string, what: string, payload: string, type = 'text/plain') =>
  at.house.server.inject({ method: 'POST', url: `/api/monitoring/backups/${token}/${what}`, payload, headers: { 'content-type': type } })

test('plain files: a folder that is kept equal, and tar archives, beside the manifest that was sent', async () => {
  const place = await sourceIn(at.root, 'mirror')
  const { id, token } = await at.make({ kind: 'files', name: 'mirror', place })
  expect(await at.manifest(token, ['files', place])).toMatchObject({ code: 0 })
  expect(await at.testNow(id)).toMatchObject({ state: 'good', compared: 'sent', counts: { ok: 23, missing: 0, different: 0, extra: 0 } })
  await writeFile(join(place, 'docs', 'note 1.txt'), 'changed by itself')
  await rm(join(place, 'docs', 'note 2.txt'))
  await symlink('/etc/passwd', join(place, 'docs', 'note 2.txt'))
  const run = await at.testNow(id)
  expect(run).toMatchObject({ state: 'wrong', counts: { ok: 21, missing: 1, different: 1 } })
  expect(run.problems.sort()).toEqual(['− docs/note 2.txt', '≠ docs/note 1.txt'])

  const tars = join(at.root, 'tars')
  await mkdir(tars)
  const source = await sourceIn(at.root, 'tarred')
  const { id: tarId, token: tarToken } = await at.make({ kind: 'files', name: 'tars', place: tars })
  expect(await at.manifest(tarToken, ['files', source])).toMatchObject({ code: 0 })
  const file = join(tars, 'monday.tar.gz')
  expect(await told('tar', ['-czf', file, '-C', at.root, 'tarred'])).toMatchObject({ code: 0 })
  expect(await at.testNow(tarId)).toMatchObject({
    state: 'good',
    counts: { ok: 23, missing: 0, different: 0 },
    copy: { id: 'monday.tar.gz', files: 23 },
  })
  await truncate(file, 400_000)
  expect(codes(await at.lookNow(tarId))).toContain('truncated')
  expect(await at.testNow(tarId)).toMatchObject({ state: 'wrong' })
})

test('a manifest that leads elsewhere, or was cut off, is refused as a whole', async () => {
  const { token } = await at.make({ kind: 'files', name: 'm', place: at.root })
  const hash = 'a'.repeat(64)
  const manifest = (...lines: string[]) => ['# spil-manifest 1 now', ...lines, ''].join('\n')
  const good = manifest(`3 ${hash}  ./a`, `4 \\${hash}  ./b\\nc`, '# files 2 bytes 7')
  expect((await post(token, 'manifest', good)).json()).toMatchObject({ entries: 2 })
  for (const wrong of [
    manifest(`3 ${hash}  ./../etc/passwd`, '# files 1 bytes 3'),
    manifest(`3 ${hash}  /etc/passwd`, '# files 1 bytes 3'),
    manifest(`3 \\${hash}  ./a/../../b`, '# files 1 bytes 3'),
    manifest(`3 ${hash}  ./a`, `3 ${hash}  ./a`, '# files 2 bytes 6'),
    manifest(`3 ${hash}  ./a`),
    manifest(`3 ${hash}  ./a`, '# files 2 bytes 3'),
    'PK\u0003\u0004 nonsense',
  ]) {
    const reply = await post(token, 'manifest', wrong)
    expect([reply.statusCode, reply.json().type]).toEqual([422, 'monitoring.backups.manifest'])
  }
  expect((await post('spil-backup-guessed', 'manifest', good)).statusCode).toBe(404)
  // Whoever has no token is told so before any of it was read.
  const { port } = at.house.server.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  socket.write(
    'POST /api/monitoring/backups/guessed/manifest HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 120000000\r\n\r\n[',
  )
  const [answer] = (await once(socket, 'data')) as [Buffer]
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 404[\s\S]*connection: close/i)
  socket.destroy()
  const reader = manifestReader()
  expect(() => reader.line('# spil-manifest 2')).toThrow(ManifestError)
})

test('a script that goes round is told to wait, and what another back-up sends is taken', async () => {
  const [{ token }, other] = [await at.make({ kind: 'vendor', name: 'round' }), await at.make({ kind: 'vendor', name: 'quiet' })]
  const say = (to: string) => post(to, 'status', JSON.stringify({ state: 'success' }), 'application/json')
  const answers: number[] = []
  for (let time = 0; time < 121; time++) answers.push((await say(token)).statusCode)
  expect([answers.slice(0, 120).every((status) => status === 200), answers[120]]).toEqual([true, 429])
  const refused = (await say(token)).json()
  expect([refused.type, refused.data.retryAfter > 3000 && refused.data.retryAfter <= 3600]).toEqual(['monitoring.backups.tooOften', true])
  expect((await say(other.token)).statusCode).toBe(200)
  at.house.clock.set(new Date(Date.now() + 61 * 60_000))
  expect((await say(token)).statusCode).toBe(200)
  at.house.clock.set(undefined)
})

test('a vendor says how it went, by call or by mail; silence makes it old', async () => {
  const { id, token } = await at.make({ kind: 'vendor', name: 'cloud', successWords: 'success', failureWords: 'failed, warning' })
  await at.collect()
  expect(codes(await at.of.backup({ params: { id } }))).toEqual(['noCopies'])
  expect((await post(token, 'status', JSON.stringify({ state: 'success', bytes: 5_000_000, files: 12 }), 'application/json')).json()).toEqual({
    outcome: 'success',
  })
  await at.collect()
  expect(await at.of.backup({ params: { id } })).toMatchObject({ state: 'good', newest: { bytes: 5_000_000, files: 12 } })
  const mail = (subject: string, text: string) => post(token, 'mail', `From: a@b.example\r\nSubject: ${subject}\r\n\r\n${text}\r\n`, 'message/rfc822')
  expect((await mail('Job nightly: failed', 'success earlier this week')).json()).toEqual({ outcome: 'failure' })
  await at.collect()
  const failed = await at.of.backup({ params: { id } })
  expect([failed.state, failed.why[0]?.says]).toEqual(['wrong', expect.stringContaining('Job nightly: failed')])
  expect((await mail('Weekly letter', 'hello')).json()).toEqual({ outcome: 'notUnderstood' })
  await at.collect()
  expect((await at.of.backup({ params: { id } })).state).toBe('unknown')
  expect((await mail('Job nightly', 'Result: success, 4,8 MB written')).json()).toEqual({ outcome: 'success' })
  await at.collect()
  expect(await at.of.backup({ params: { id } })).toMatchObject({ state: 'good', newest: { bytes: 4_800_000 } })
  at.house.clock.set(new Date(Date.now() + 30 * 3_600_000))
  expect(codes(await at.of.backup({ params: { id } }))).toContain('old')
  at.house.clock.set(undefined)
  expect(await refusal(at.of.testNow({ params: { id } }))).toBe('monitoring.backups.vendor')
})

test('where it may be, and who may: a password does not move along, and what was wrong is said', async () => {
  const wish = { kind: 'restic', name: 'elsewhere' } as const
  expect(await refusal(at.make({ ...wish, place: '/etc' }))).toBe('monitoring.backups.outside')
  expect(await refusal(at.make({ ...wish, place: `${at.root}/../etc` }))).toBe('monitoring.backups.place')
  expect(await refusal(at.make({ ...wish, place: 'sftp:-oProxyCommand=x:/a' }))).toBe('monitoring.backups.place')
  const { id, itemId, token } = await at.make({ ...wish, place: `${at.root}/r`, password: 'secret' })
  const { organisationId } = at.bea
  expect(await refusal(at.of.addBackup({ body: { organisationId, itemId, ...wish, place: `${at.root}/s` } }))).toBe('monitoring.backups.name')
  const { version, name, ...shown } = await at.of.backup({ params: { id } })
  const body = { name, place: shown.place, version, testDays: 3 }
  expect(await refusal(at.of.changeBackup({ params: { id }, body: { ...body, place: `${at.root}/other` } }))).toBe(
    'monitoring.backups.passwordNeeded',
  )
  expect(await at.of.changeBackup({ params: { id }, body })).toMatchObject({ testDays: 3, version: 2, hasPassword: true })
  expect(await refusal(at.of.changeBackup({ params: { id }, body }))).toBe('monitoring.backups.changed')
  const renewed = await at.of.renewToken({ params: { id } })
  expect(renewed.token).not.toBe(token)
  expect((await post(token, 'manifest', 'x')).statusCode).toBe(404)
  const engineer = at.house.as(monitoringBackups, (await at.house.member('engineer')).token)
  expect((await engineer.backups({})).items.some((one) => one.id === id)).toBe(true)
  await engineer.lookNow({ params: { id } })
  const after = Buffer.from(`1 ${id}`).toString('base64url')
  expect(await refusal(at.of.runs({ params: { id }, query: { after } }))).toBe('platform.after')
  await at.of.removeBackup({ params: { id } })
  expect(await refusal(at.of.backup({ params: { id } }))).toBe('platform.notFound')
})

test('a lead of a customer has only that read which lies in the folder of that customer, and nothing that our key of SSH opens', async () => {
  const customer = await at.house.as(directory, at.bea.token).createOrganisation({
    body: { name: 'Gemeente Elzendaal', locale: 'nl', timeZone: 'Europe/Amsterdam', mailDomains: [] },
  })
  const lead = await at.house.member(['lead'], { organisationId: customer.id })
  const wish = { kind: 'files', name: 'theirs' } as const
  for (const place of [at.root, `${at.root}/school`, `${at.root}/${at.bea.organisationId}`])
    expect(await refusal(at.make({ ...wish, place }, lead))).toBe('monitoring.backups.outside')
  expect(await refusal(at.make({ ...wish, kind: 'restic', place: 'sftp:backup@nas.example:/a' }, lead))).toBe('monitoring.backups.outside')
  await at.make({ ...wish, place: `${at.root}/${customer.id}/files` }, lead)
})

test('what must hold of back-ups is taken over as a baseline with conditions that are right', async () => {
  const { baselineId } = await at.of.takeOver({ body: { organisationId: at.bea.organisationId } })
  const { items } = await at.house.as(norms, at.bea.token).expectations({ query: { baselineId } })
  expect(items.map(({ title, severity }) => [title, severity]).sort()).toEqual([
    ['Er is een goede en recente kopie', 'high'],
    ['Herstellen is in de laatste 7 dagen bewezen', 'high'],
  ])
})

test('a program that never ends, or never stops talking, is ended with its children', async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'spil-tool-'))
  const bounds = { scratch, signal: new AbortController().signal }
  const why = (call: Promise<unknown>) => call.catch((error) => (error instanceof ToolError ? error.why : String(error)))
  const marker = `${Math.floor(Math.random() * 1e6) + 1e6}`
  expect(await why(tool('sh', ['-c', `sleep ${marker} & sleep ${marker}`], { ...bounds, timeoutMs: 300 }))).toBe('tooSlow')
  expect((await told('pgrep', ['-f', `sleep ${marker}`])).code).toBe(1)
  expect(await why(tool('yes', [], { ...bounds, timeoutMs: 20_000, maxBytes: 100_000 }))).toBe('tooMuch')
  expect(await why(tool('sh', ['-c', 'head -c 3000000 /dev/zero'], { ...bounds, timeoutMs: 20_000, line: () => undefined }))).toBe('tooMuch')
  expect(await why(tool('no-such-program', [], { ...bounds, timeoutMs: 20_000 }))).toBe('toolMissing')
  const ending = new AbortController()
  setTimeout(() => ending.abort(), 100)
  expect(await why(tool('sleep', [marker], { ...bounds, signal: ending.signal, timeoutMs: 20_000 }))).toBe('stopped')
  await rm(scratch, { recursive: true })
})

test('rules: sizes, words, places and turns', () => {
  const now = new Date('2026-11-26T12:00:00Z')
  const points = (...bytes: number[]) => bytes.map((one, n) => ({ at: new Date(now.getTime() - n * 3_600_000), bytes: one, files: 1, flaw: null }))
  const wrong = (...bytes: number[]) => copiesWrong(points(...bytes), { mostAgeHours: 26, anomalyPercent: 50 }, now).map(({ code }) => code)
  expect(wrong(100, 100, 90, 110)).toEqual([])
  expect(wrong(3, 100, 90, 110)).toEqual(['shrunk'])
  expect(wrong(3, 100)).toEqual(['shrunk'])
  expect(wrong(40, 100, 90, 110)).toEqual(['anomaly'])
  expect(wrong(160, 100, 90, 110)).toEqual(['anomaly'])
  expect(wrong(160, 100)).toEqual([])
  expect(wrong(0, 0, 0)).toEqual(['emptyCopy'])
  expect(wrong()).toEqual(['noCopies'])
  expect(
    copiesWrong([{ at: new Date('2026-11-27T12:00:00Z'), bytes: 1, files: 1, flaw: null }], { mostAgeHours: 26, anomalyPercent: 50 }, now),
  ).toEqual([{ code: 'future' }])
  const words = { successWords: 'ok, success', failureWords: 'fail, error' }
  expect(['All OK', 'failure', '0 error lines, ok', 'token', ''].map((text) => verdictIn(text, words))).toEqual([
    'success',
    undefined,
    'failure',
    undefined,
    undefined,
  ])
  expect(['12,5 GB', '1024 MiB', 'wrote 17 bytes', 'none'].map(bytesIn)).toEqual([12_500_000_000, 1_073_741_824, 17, null])
  expect(keyOf('Wébserver (nightly)')).toBe('webserver_nightly')
  expect(placeOf('restic', 'sftp:bk@nas.linde.example:/srv/r')).toEqual({ at: 'remote', host: 'nas.linde.example' })
  expect(placeOf('borg', 'ssh://bk@10.1.2.3:22/srv/r')).toEqual({ at: 'remote', host: '10.1.2.3' })
  expect([placeOf('files', 'sftp:a@b:/c'), placeOf('restic', 's3:x'), placeOf('restic', '/a/../b'), placeOf('restic', 'a')]).toEqual(
    Array(4).fill(undefined),
  )
  expect([isBelow('/srv/b', ['/srv/b']), isBelow('/srv/bad', ['/srv/b']), isBelow('/srv/b/c', ['/srv/b']), isBelow('/a', [])]).toEqual([
    true,
    false,
    true,
    false,
  ])
  const parts = [1, 2, 3, 4].map((n) => ({ part: `${n}/4`, weight: 1, readAt: n < 3 ? now : null }))
  expect(dueParts(parts, 4).map(({ part }) => part)).toEqual(['3/4'])
  expect(dueParts([{ part: 'bad', weight: 9, readAt: now, bad: true }, ...parts], 13).map(({ part }) => part)).toEqual(['bad', '3/4'])
  expect([shareRead(parts, 4, now), shareRead([], 4, now)]).toEqual([0.5, null])
})

test('rows are counted the same in whatever pieces a dump comes', () => {
  const dump = Buffer.from(
    "CREATE TABLE `t` (\nINSERT INTO `t` VALUES (1,'a;(\\'b'),(2,'''x)'),\n(3,NULL);\nINSERT INTO `t` (`id`, `b`) VALUES (4,'INSERT INTO `u` VALUES (1)');\n-- INSERT INTO `u` VALUES (1);\n",
  )
  for (const size of [1, 2, 7, 1000]) {
    const counter = rowCounter('mariadb')
    for (let from = 0; from < dump.length; from += size) counter.take(dump.subarray(from, from + size))
    counter.end()
    expect([...counter.found.tables]).toEqual([['t', 4]])
  }
})

test('the script stands in the handbook as it is given out', async () => {
  const reply = await at.house.server.inject('/api/monitoring/backups/script')
  expect([reply.headers['content-type'], reply.body]).toEqual([expect.stringContaining('text/plain'), script])
  for (const locale of ['nl', 'en']) expect(await readFile(`docs/handbook/${locale}/backups.md`, 'utf8')).toContain(`\`\`\`sh\n${script}\`\`\``)
})
