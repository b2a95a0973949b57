import { defineConfig, mergeConfig } from 'vitest/config'
import type { ProjectConfig } from 'vitest/node'

// Apart from the build's own configuration, which has to work without the test runner installed.
import build from './vite.config'

const WITH_DOM: ProjectConfig = {
  environment: 'jsdom',
  environmentOptions: { jsdom: { url: 'http://pydash.test/' } },
  setupFiles: ['src/testing/setup.ts', 'src/testing/setup-dom.ts'],
}

export default mergeConfig(
  build,
  defineConfig({
    test: {
      // Times on pages are in the zone of the browser; tests have one that is not UTC and has summer time.
      env: { TZ: 'Europe/Amsterdam' },
      // Other tests run beside these.
      testTimeout: 60_000,
      // By itself Vitest would leave one of two cores alone.
      maxWorkers: 2,
      restoreMocks: true,
      unstubGlobals: true,
      // Rules are not applied; but palette.test.ts reads the colours.
      css: { include: /tokens\.css/, modules: { classNameStrategy: 'non-scoped' } },
      projects: [
        {
          // Without a DOM, which takes longer to make than most of these tests take to run.
          extends: true,
          test: {
            name: 'logic',
            sequence: { groupOrder: 2 },
            include: ['src/**/*.test.ts'],
            exclude: ['src/**/*.dom.test.ts', 'src/**/*.mocked.test.ts'],
            setupFiles: ['src/testing/setup.ts'],
            isolate: false,
          },
        },
        {
          // One DOM and one copy of the modules for all files of a worker: to make them anew for each took longer
          // than the tests. setup.ts and setup-dom.ts put back what tests leave behind.
          extends: true,
          test: {
            name: 'pages',
            sequence: { groupOrder: 0 },
            include: ['src/**/*.test.tsx', 'src/**/*.dom.test.ts'],
            exclude: ['src/**/*.mocked.test.*'],
            ...WITH_DOM,
            isolate: false,
          },
        },
        {
          // Modules that are replaced have to be loaded anew.
          extends: true,
          test: {
            name: 'mocked',
            sequence: { groupOrder: 1 },
            include: ['src/**/*.mocked.test.*'],
            ...WITH_DOM,
          },
        },
      ],
    },
  }),
)
