/** The house stays one house: floor plan, stairs, sizes, texts. Each rule is also shown to refuse a planted violation. */
import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { IntlMessageFormat } from 'intl-messageformat'
import { afterAll, describe, expect, test } from 'vitest'
import type { Texts } from '#platform/i18n.ts'
import { platformTexts } from '#platform/texts.ts'
import { rooms } from '#src/rooms.ts'

const root = join(import.meta.dirname, '..')
const run = promisify(execFile)

const plan = /^(README\.md|contract\.ts|texts\.ts|\d{4}_\w+\.sql|module\.ts|store\.ts|rules\.ts|jobs\.ts|reads\.ts|web\.tsx)$/

/** What the floor plan says of one path below a room: undefined when it has a place, else why not. */
function misplaced(path: string): string | undefined {
  const [storey, room = '', ...rest] = path.split('/')
  const inside = rest.slice(0, -1)
  const name = rest.at(-1) ?? room
  if (/^(index|utils?|helpers?|types|constants|misc|common)\.tsx?$/.test(name)) return 'a name that says nothing'
  if (inside.includes('web')) return /^[a-z][A-Za-z]*(\.test)?\.(tsx|ts|module\.css)$/.test(name) ? undefined : 'web files are named in camelCase'
  if (inside.at(-1) === 'adapters') return name.endsWith('.ts') ? undefined : 'an adapter is a .ts file'
  const place = inside.at(-1) ?? room
  if (plan.test(name) || name === `${place}.test.ts`) return undefined
  if (storey === 'record' && name === `${place}.ts`) return undefined
  return 'not in the floor plan'
}

const filesOf = (...patterns: string[]) => patterns.flatMap((pattern) => globSync(pattern, { cwd: root })).sort()

describe('floor plan', () => {
  test('every file of a room has a name that the floor plan knows', () => {
    const files = filesOf('src/record/**/*.*', 'src/work/**/*.*')
    expect(files.length).toBeGreaterThan(10)
    expect(files.map((file) => [file, misplaced(file.slice('src/'.length))]).filter(([, why]) => why)).toEqual([])
  })
  test.each(['work/desk/mail-helpers.ts', 'work/desk/utils.ts', 'work/desk/index.ts', 'record/people/services/mail.ts', 'work/desk/desk.ts'])(
    '%s is refused',
    (path) => {
      expect(misplaced(path)).toBeDefined()
    },
  )
  test('every room and wing has a README of at most 40 lines', async () => {
    for (const room of rooms) {
      const readme = await readFile(join(room.folder, 'README.md'), 'utf8')
      expect(readme.split('\n').length, room.name).toBeLessThanOrEqual(41)
    }
  })
  test('no source file is longer than 300 lines', async () => {
    const long: string[] = []
    for (const file of filesOf('src/**/*.{ts,tsx}', 'test/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.mjs')) {
      const lines = (await readFile(join(root, file), 'utf8')).split('\n').length - 1
      if (lines > 300) long.push(`${file}: ${lines}`)
    }
    expect(long).toEqual([])
  })
})

describe('stairs', () => {
  const planted: string[] = []
  afterAll(async () => {
    for (const folder of planted) await rm(join(root, folder), { recursive: true, force: true })
  })
  /** Writes the file, lints it with the project's own rules, and gives back what Biome says. */
  async function lint(path: string, source: string): Promise<string> {
    const file = join(root, path)
    await mkdir(dirname(file), { recursive: true })
    planted.push(path.includes('/zz') ? dirname(path) : path)
    await writeFile(file, source)
    try {
      const { stdout, stderr } = await run(join(root, 'node_modules/.bin/biome'), ['lint', '--reporter=github', path], { cwd: root })
      return stdout + stderr
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string }
      return stdout + stderr
    } finally {
      await rm(file)
    }
  }
  test.each([
    ['the platform imports a room', 'src/platform/zz/planted.ts', "import '#record/people/people.ts'\n", 'the platform knows no room'],
    ['a record room imports work', 'src/record/zz/rules.ts', "import '#work/desk/contract.ts'\n", 'Stairs go one way'],
    ['a record room imports the store of another', 'src/record/zz/rules.ts', "import '#record/people/store.ts'\n", 'Stairs go one way'],
    ['a work room imports the store of another', 'src/work/zz/rules.ts', "import '#work/desk/store.ts'\n", 'meets another one on the record'],
    ['a work room imports the store of the record', 'src/work/zz/rules.ts', "import '#record/cases/store.ts'\n", 'meets another one on the record'],
    ['the web imports a server file', 'src/work/zz/web.tsx', "import '#record/cases/store.ts'\n", 'never server files'],
    ['the web imports Node', 'src/work/zz/web.tsx', "import 'node:fs'\n", 'never server files'],
  ])('%s: refused', async (_what, path, source, said) => {
    expect(await lint(path, source)).toContain(said)
  })
  test('a work room may use contracts and reads of another: allowed', async () => {
    expect(await lint('src/work/zz/rules.ts', "import '#work/desk/contract.ts'\nimport '#record/cases/cases.ts'\n")).not.toContain(
      'noRestrictedImports',
    )
  })
  test('a cycle is refused', async () => {
    const other = join(root, 'src/work/zzz/store.ts')
    planted.push('src/work/zzz')
    await mkdir(dirname(other), { recursive: true })
    await writeFile(other, "import { a } from './rules.ts'\nexport const b = a\n")
    expect(await lint('src/work/zzz/rules.ts', "import { b } from './store.ts'\nexport const a = b\n")).toContain('noImportCycles')
  })
})

describe('texts', () => {
  const variables = (message: string): string[] => {
    const found = new Set<string>()
    const walk = (elements: readonly unknown[]) => {
      for (const one of elements as { type: number; value?: string; options?: Record<string, { value: unknown[] }> }[]) {
        if (one.type !== 0 && one.type !== 7 && one.value) found.add(one.value)
        for (const option of Object.values(one.options ?? {})) walk(option.value)
      }
    }
    walk(new IntlMessageFormat(message, 'nl-NL', undefined, { ignoreTag: true }).getAst())
    return [...found].sort()
  }
  const all: [string, Texts][] = [['platform', platformTexts], ...rooms.map((room) => [room.name, room.texts] as [string, Texts])]
  test.each(all)('%s: both languages are valid ICU messages with the same variables', (_name, texts) => {
    for (const [key, { nl, en }] of Object.entries(texts)) expect(variables(en), key).toEqual(variables(nl))
  })
  test('every failure that an endpoint declares has a text', () => {
    const known = Object.assign({}, ...all.map(([, texts]) => texts)) as Texts
    const missing = rooms.flatMap((room) =>
      Object.values(room.contract).flatMap((endpoint) => Object.keys(endpoint.fails ?? {}).filter((code) => !(code in known))),
    )
    expect(missing).toEqual([])
  })
  test('every letter has a name for who puts it in other words, and variables that anybody can type', () => {
    const texts = Object.assign({}, ...all.map(([, room]) => room)) as Texts
    const letters = Object.keys(texts).filter((key) => /^desk\.letter\.\w+$/.test(key))
    expect(letters.length).toBeGreaterThan(3)
    expect(letters.filter((key) => !(`${key}.about` in texts))).toEqual([])
    for (const key of letters) for (const words of Object.values(texts[key] ?? {})) expect(words.replace(/\{\w+\}/g, ''), key).not.toMatch(/[{}]/)
  })
  test('no key stands in two rooms', () => {
    const keys = all.flatMap(([, texts]) => Object.keys(texts))
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
  })
})

describe('contracts', () => {
  test('every permission that an endpoint asks is granted to some role', () => {
    const granted = new Set(rooms.flatMap((room) => Object.keys(room.grants)))
    const asked = rooms.flatMap((room) => Object.values(room.contract).map((endpoint) => endpoint.may))
    expect(asked.filter((may) => may !== 'anyone' && may !== 'signedIn' && !granted.has(may))).toEqual([])
  })
  test('no method and path is promised twice', () => {
    const doors = rooms.flatMap((room) =>
      Object.values(room.contract).map((endpoint) => `${endpoint.method} ${endpoint.path.replace(/\{\w+\}/g, '{}')}`),
    )
    expect(doors.filter((door, index) => doors.indexOf(door) !== index)).toEqual([])
  })
  test('every migration says whether it breaks an older program, and numbers do not repeat in a room', async () => {
    for (const file of filesOf('src/**/[0-9][0-9][0-9][0-9]_*.sql'))
      expect((await readFile(join(root, file), 'utf8')).split('\n', 1)[0], file).toMatch(/^-- breaking: (yes|no)$/)
    const numbers = filesOf('src/**/[0-9][0-9][0-9][0-9]_*.sql').map((file) => `${dirname(file)}/${basename(file).slice(0, 4)}`)
    expect(numbers.filter((one, index) => numbers.indexOf(one) !== index)).toEqual([])
  })
})
