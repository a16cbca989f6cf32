import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'test/e2e/*.e2e.ts'],
    globalSetup: ['test/setup/database.ts'],
    pool: 'threads',
    // One environment for all files of a worker: they share no state but modules, and starting one costs seconds each.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What comes by itself (live feed, jobs) may take its time on a busy machine; a test that passes is not slower for it.
    expect: { poll: { timeout: 15_000 } },
    allowOnly: false,
    passWithNoTests: false,
  },
})
