/** A process that takes samples, killed over and over: each that was answered is there, once, and with its value. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { flush } from '#record/series/flushing/flushing.ts'
import { select } from '#record/series/series.ts'
import { spil } from './spil.ts'

test('killed seven times while it takes samples, writes chunks and shortens its journal', async () => {
  await using house = await spil()
  const { organisationId } = await house.administrator()
  const begin = Math.floor(house.app.now().getTime() / 1000) * 1000 - 7_200_000
  const program = join(import.meta.dirname, 'processes/sampling.ts')
  let safe = -1
  for (const more of [3, 90, 37, 141, 260, 1, 500]) {
    const given = [house.databaseUrl, house.app.config.data, organisationId, String(begin), String(safe + 1)]
    const child = spawn(process.execPath, [program, ...given], { stdio: ['ignore', 'pipe', 'inherit'] })
    const until = safe + more
    for await (const line of createInterface({ input: child.stdout })) {
      safe = Number(line)
      if (safe >= until) child.kill('SIGKILL')
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  const read = () =>
    house.app.asSystem((ctx) => select(ctx, [{ name: '__name__', op: '=', value: 'taken' }], { from: begin, to: begin + 7_200_000, step: 0 }))
  const before = await read()
  await flush(house.app)
  for (const found of [before, await read()]) {
    expect(found).toHaveLength(20)
    for (const { labels, at, value } of found) {
      // One more request may have been safe than was heard of.
      expect(at.length - (safe + 1)).toBeLessThanOrEqual(1)
      expect([...at].slice(0, safe + 1)).toEqual(Array.from({ length: safe + 1 }, (_, n) => begin + n * 1000))
      expect([...value].slice(0, safe + 1)).toEqual(Array.from({ length: safe + 1 }, (_, n) => n + Number(labels.host) / 100))
    }
  }
  expect(safe).toBeGreaterThan(1000)
}, 120_000)
