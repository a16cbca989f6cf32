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
    allowOnly: false,
    passWithNoTests: false,
  },
})
