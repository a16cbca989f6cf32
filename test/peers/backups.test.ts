/** Back-ups of real tools: a corrupted pack that `restic check` does not see, a silently empty copy, bit rot, and what hostile places do. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { verifyProof } from '#platform/events/proof.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { select } from '#record/series/series.ts'
import { monitoringBackupProof } from '#work/monitoring/backups/proof/contract.ts'
import { rot, sourceIn, told, type Yard, yard } from './repositories.ts'

// Real tools on a busy machine take their time.
vi.setConfig({ testTimeout: 180_000 })
let at: Yard
beforeAll(async () => {
  at = await yard()
})
afterAll(() => at[Symbol.asyncDispose]())

const codes = ({ why }: { why: { code: string }[] }) => why.map(({ code }) => code)
const later = (hours: number) => at.house.clock.set(new Date(at.house.clock.now().getTime() + hours * 3_600_000))
async function factsOf(itemId: string) {
  const { items } = await at.house.as(itemFacts, at.bea.token).facts({ params: { id: itemId }, query: { search: 'backup' } })
  return Object.fromEntries(items.map(({ key, value }) => [key, value]))
}
/** A repository of restic with one copy of `source`, looked at by Spil; the manifest was sent before. */
async function resticOf(name: string) {
  const [place, password] = [join(at.root, name), 'een stille spil']
  const source = await sourceIn(at.root, `${name}-source`)
  const restic = (...args: string[]) => told('restic', ['--no-cache', '-r', place, ...args], { RESTIC_PASSWORD: password })
  await restic('init')
  const made = await at.make({ kind: 'restic', name, place, password })
  const copy = async () => {
    expect(await at.manifest(made.token, ['files', source])).toMatchObject({ code: 0 })
    await restic('backup', source)
  }
  await copy()
  return { ...made, place, source, restic, copy }
}

test('restic: a copy is looked at, restored and compared with the manifest that was sent, with a proof that stands by itself', async () => {
  const { id, itemId, place } = await resticOf('web')
  const before = await at.of.backup({ params: { id } })
  expect([before.state, codes(before)]).toEqual(['unknown', ['notYet']])
  await at.collect()
  const looked = await at.of.backup({ params: { id } })
  expect(looked).toMatchObject({ state: 'good', why: [], newest: { files: 24 }, running: null, place, hasPassword: true })
  expect(looked.newest?.bytes).toBeGreaterThan(1_000_000)
  const run = await at.testNow(id)
  expect(run).toMatchObject({ state: 'good', whole: true, compared: 'sent', counts: { ok: 23, missing: 0, different: 0, extra: 0 }, problems: [] })
  await at.house.settle()
  const facts = await factsOf(itemId)
  expect(facts).toMatchObject({
    'backup.web.ok': true,
    'backup.web.age.hours': 0,
    'backup.web.restored.ok': true,
    'backup.ok': true,
    'backup.restored.ok': true,
  })
  expect(Date.parse(String(facts['backup.web.restored.at']))).toBeGreaterThan(Date.now() - 120_000)
  const span = { from: Date.now() - 3_600_000, to: Date.now() + 3_600_000, step: 0 }
  const found = await at.house.app.asSystem((ctx) => select(ctx, [{ name: 'backup', op: '=', value: 'web' }], span))
  const values = Object.fromEntries(found.map(({ labels, value }) => [labels.__name__, value.at(-1)]))
  expect(values).toMatchObject({ backup_ok: 1, backup_restore_ok: 1, backup_size_bytes: looked.newest?.bytes })
  expect(found.every((one) => one.itemId === itemId)).toBe(true)

  const proofs = at.house.as(monitoringBackupProof, at.bea.token)
  const folder = await mkdtemp(join(tmpdir(), 'spil-proof-'))
  const [pdf, proof] = [join(folder, 'test.pdf'), join(folder, 'proof.json')]
  const bytes = (await proofs.pdf({ params: { id: run.id } })) as Buffer
  await writeFile(pdf, bytes)
  await writeFile(proof, JSON.stringify(await proofs.proof({ params: { id: run.id } })))
  expect(await verifyProof(pdf, proof)).toMatchObject({ ok: true, sha256: (await at.last(id, 'test')).pdf })
  const words = (await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })).text
  for (const word of ['Hersteltest: web', place, '23 gelijk, 0 ontbreken', 'het manifest dat bij het maken is gestuurd'])
    expect(words).toContain(word)
  await writeFile(pdf, Buffer.concat([bytes, Buffer.from(' ')]))
  expect((await verifyProof(pdf, proof)).ok).toBe(false)
  await rm(folder, { recursive: true })
  expect(
    await readdir(join(at.house.app.config.data, 'scratch', 'backups')).then((all) =>
      Promise.all(all.map((one) => readdir(join(at.house.app.config.data, 'scratch', 'backups', one)))),
    ),
  ).toEqual([[]])
})

test('restic: bytes that flip in a pack are not seen by a plain check; the restore test and reading in turn both find them', async () => {
  const { id, itemId, place, restic } = await resticOf('pack')
  await rot(join(place, 'data'))
  expect(await restic('check')).toMatchObject({ code: 0 })
  const run = await at.testNow(id)
  expect(run.state).toBe('wrong')
  expect(run.counts?.ok).toBe(22)
  // It is there in part, or not at all.
  expect((run.counts?.different ?? 0) + (run.counts?.missing ?? 0)).toBe(1)
  expect(codes(run)).toContain('differs')
  expect(run.problems.join('\n')).toContain('big.bin')
  expect(await at.of.backup({ params: { id } })).toMatchObject({ state: 'wrong', testedOk: false, restoredAt: null })
  expect(await factsOf(itemId)).toMatchObject({ 'backup.pack.ok': false, 'backup.pack.restored.ok': false })

  // In the days that all is read in, one of the days finds it.
  const { id: readOnly } = await at.make({ kind: 'restic', name: 'read', place, password: 'een stille spil', readDays: 4, mostAgeHours: 1000 })
  const states: string[] = []
  for (let day = 1; day <= 4; day++) {
    await at.collect()
    states.push((await at.last(readOnly, 'read')).state)
    expect((await at.of.backup({ params: { id: readOnly } })).readShare).toBeCloseTo(day / 4)
    later(24.1)
  }
  // And it stays found: what could not be read is read again each day, beside what is next.
  expect(states.slice(states.indexOf('wrong'))).not.toContain('good')
  expect(states.at(-1)).toBe('wrong')
  at.house.clock.set(undefined)
})

test('restic: a silently empty copy, and a manifest that somebody replaced in it, are found', async () => {
  const { id, source, restic, token, copy } = await resticOf('empty')
  await at.collect()
  expect((await at.of.backup({ params: { id } })).state).toBe('good')
  // What was mounted there no longer is: the back-up itself succeeds.
  const bare = join(at.root, 'bare')
  await mkdir(bare)
  await restic('backup', bare)
  expect(codes(await at.lookNow(id))).toEqual(['emptyCopy'])
  expect(codes(await at.testNow(id))).toEqual(['emptyCopy'])
  // Nearly nothing is not fine either.
  await writeFile(join(bare, 'one.txt'), 'one')
  await restic('backup', bare)
  expect(codes(await at.lookNow(id))).toContain('shrunk')
  expect(codes(await at.testNow(id))).toEqual(['manifestReplaced', 'differs'])
  await copy()
  expect(await at.testNow(id)).toMatchObject({ state: 'good' })
  // A file is changed, and the manifest beside it made to fit; only the one that was sent still tells.
  expect(await at.manifest(token, ['files', source])).toMatchObject({ code: 0 })
  await writeFile(join(source, 'docs', 'note 3.txt'), 'forged')
  expect(await at.manifest('', ['files', source])).toMatchObject({ code: 0 })
  await restic('backup', source)
  const forged = await at.testNow(id)
  expect(codes(forged)).toEqual(['manifestReplaced', 'differs'])
  expect(forged).toMatchObject({ counts: { ok: 22, different: 1 }, problems: ['≠ docs/note 3.txt'] })
})

test('restic: of a copy that is larger than may be restored, a random choice; names are names, never patterns', async () => {
  const { id, place } = await resticOf('choice')
  const { id: small } = await at.make({ kind: 'restic', name: 'small', place, password: 'een stille spil', testMegabytes: 2 })
  // Of the two that are large only one fits, whichever comes first, and all that are small beside it.
  await writeFile(join(at.root, 'choice-source', 'more.bin'), Buffer.alloc(1_500_000, 7))
  await told('restic', ['--no-cache', '-r', place, 'backup', join(at.root, 'choice-source')], { RESTIC_PASSWORD: 'een stille spil' })
  const run = await at.testNow(small)
  // Without a manifest of its own, the one in the copy is believed, and it is said.
  expect(run).toMatchObject({ whole: false, compared: 'inCopy', counts: { missing: 0, different: 0 } })
  expect([22, 23]).toContain(run.counts?.ok)
  expect(run.counts?.bytes).toBeLessThan(2_000_000)
  expect((await at.testNow(id)).counts).toMatchObject({ extra: 1 })
})

test('borg: bytes that flip in a segment are found by the restore test and by reading in turn', async () => {
  const [place, password] = [join(at.root, 'borg'), 'een stille spil']
  const source = await sourceIn(at.root, 'borg-source')
  const borg = (...args: string[]) => told('borg', args, { BORG_PASSPHRASE: password, BORG_BASE_DIR: join(at.root, 'borg-home') }, source)
  expect((await borg('init', '-e', 'repokey', place)).code).toBe(0)
  const { id, token } = await at.make({ kind: 'borg', name: 'borg', place, password })
  expect(await at.manifest(token, ['files', source])).toMatchObject({ code: 0 })
  expect((await borg('create', `${place}::one`, '.')).code).toBe(0)
  await at.collect()
  expect(await at.of.backup({ params: { id } })).toMatchObject({ state: 'good', readShare: 1, newest: { id: 'one', files: 24 } })
  expect(await at.testNow(id)).toMatchObject({ state: 'good', compared: 'sent', counts: { ok: 23, missing: 0, different: 0 } })

  await rot(join(place, 'data'))
  expect((await borg('list', place)).code).toBe(0)
  const run = await at.testNow(id)
  expect([run.state, codes(run)]).toEqual(['wrong', ['differs']])
  // The others are restored all the same.
  expect(run.counts).toMatchObject({ ok: 22, missing: 0, different: 1 })
  expect(run.problems.join('\n')).toMatch(/big\.bin[\s\S]*integrity/i)
  later(25)
  await at.collect()
  expect(codes(await at.last(id, 'read'))).toEqual(['corrupt'])
  at.house.clock.set(undefined)
})

test('what cannot be looked at is unknown, with a reason that says what to do, and wrong when that lasts', async () => {
  const { place, id } = await resticOf('locked')
  const wrongPassword = await at.make({ kind: 'restic', name: 'password', place, password: 'a secret nobody knows' })
  const nothing = await at.make({ kind: 'restic', name: 'nothing', place: join(at.root, 'bare-nothing'), password: 'x' })
  await mkdir(join(at.root, 'no-repository'))
  const noRepository = await at.make({ kind: 'borg', name: 'none', place: join(at.root, 'no-repository') })
  const link = join(at.root, 'escape')
  await told('ln', ['-s', '/etc', link])
  const outside = await at.make({ kind: 'files', name: 'escape', place: link })
  await at.collect()
  await at.collect()
  const stands = async (of: { id: string }) => {
    const { state, why } = await at.of.backup({ params: { id: of.id } })
    return [state, ...new Set(codes({ why }))]
  }
  expect(await stands(wrongPassword)).toEqual(['unknown', 'wrongPassword'])
  expect(await stands(nothing)).toEqual(['unknown', 'missing'])
  expect(await stands(noRepository)).toEqual(['unknown', 'noRepository'])
  expect(await stands(outside)).toEqual(['unknown', 'outside'])
  const { rows } = await at.house.app.pools.owner.query(
    `select (select json_agg(r) from backup_run r)::text as runs, (select json_agg(b) from backup b)::text as backups`,
  )
  expect(JSON.stringify(rows)).not.toContain('a secret nobody knows')
  // A lock that somebody holds does not keep us from looking.
  await writeFile(join(place, 'locks', 'a'.repeat(64)), 'x')
  await at.lookNow(id)
  expect((await at.of.backup({ params: { id } })).state).toBe('good')
  later(27)
  expect(await stands(nothing)).toEqual(['wrong', 'missing', 'notSeen'])
  expect((await at.of.backup({ params: { id } })).why.map(({ code }) => code)).toContain('old')
  at.house.clock.set(undefined)
})
