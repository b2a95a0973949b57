import { defineConfig, mergeConfig } from 'vitest/config'

// Apart from the build's own configuration, which has to work without the test runner installed.
import build from './vite.config'

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
            include: ['src/**/*.test.ts'],
            exclude: ['src/**/*.dom.test.ts'],
            setupFiles: ['src/testing/setup.ts'],
          },
        },
        {
          extends: true,
          test: {
            name: 'pages',
            include: ['src/**/*.test.tsx', 'src/**/*.dom.test.ts'],
            environment: 'jsdom',
            environmentOptions: { jsdom: { url: 'http://pydash.test/' } },
            setupFiles: ['src/testing/setup.ts', 'src/testing/setup-dom.ts'],
          },
        },
      ],
    },
  }),
)
