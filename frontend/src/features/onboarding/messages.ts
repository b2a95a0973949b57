import type { AppKind } from '@/features/onboarding/app-kind'
import { formatCount } from '@/lib/format/number'

const calls = (count: number) => `${formatCount(count)} ${count === 1 ? 'call' : 'calls'}`

export const messages = {
  title: 'Add an app',
  intro: 'PyDash reads what your app has recorded, then follows every new call.',

  chooseStep: '1. What does the app run?',
  kinds: {
    fmd_1: 'Flask-MonitoringDashboard 1.x or 2.0',
    fmd_2: 'Flask-MonitoringDashboard 2.1 to 5',
    flask: 'Flask, without monitoring yet',
    fastapi: 'FastAPI or Starlette',
  } satisfies Record<AppKind, string>,
  explanations: {
    fmd_1: 'It has an export of its own. Give it a token that is yours.',
    fmd_2: 'These releases have no export, so the app serves one: a line of code, no further table.',
    flask: 'The agent measures every request and keeps the calls in a file beside the app.',
    fastapi: 'The agent measures every request and keeps the calls in a file beside the app.',
  } satisfies Record<AppKind, string>,

  installStep: '2. Put this into the app',
  tokenIs: 'The token was made for you just now; PyDash does not know it before you add the app below.',
  environment: 'Environment of the app',
  packages: 'Package to install',
  code: 'Code of the app',

  connectStep: '3. Connect',
  name: 'Name',
  nameHint: 'What you call the app, for example Web shop.',
  url: 'URL',
  urlHint: 'The address of the app, with /dashboard or what it calls its monitoring dashboard.',
  urlExample: 'https://app.example/dashboard',
  token: 'Security token',
  tokenHint: 'The token from above, or the one that the app has already. It is kept encrypted.',
  showToken: 'Show token',
  pollInterval: 'Poll interval',
  pollIntervalHint: 'How often new calls are fetched.',
  seconds: 'seconds',
  check: 'Check',
  checking: 'Looking at the app…',
  add: 'Add app',
  adding: 'Adding…',
  addUnchecked: 'Add it unchecked',
  sources: {
    fmd_1: 'Flask-MonitoringDashboard',
    fmd_2_0: 'Flask-MonitoringDashboard',
    agent: 'pydash-agent',
  },
  found: (what: string, version: string) => `The app answers: ${what} ${version}.`,
  foundCalls: (count: number, since: string) => `It has recorded ${calls(count)} since ${since}.`,
  foundNoCalls: 'It has recorded no calls yet.',
  warnings: {
    default_token:
      'The token is the public default of Flask-MonitoringDashboard: give the app one of its own.',
    names_inferred: 'This release numbers its endpoints; PyDash infers which number is whose.',
    clock_fault: 'This release stamps calls with the wrong time: update Flask-MonitoringDashboard.',
  } as Partial<Record<string, string>>,

  progressTitle: (name: string) => `${name} was added`,
  connecting: 'Connecting to the app…',
  history: 'Reading history',
  historyOf: (done: number, total: number) => `${formatCount(done)} of ${calls(total)}`,
  historySoFar: (done: number) => `${calls(done)} so far`,
  rate: (perSecond: number) => `${calls(perSecond)} per second`,
  rest: (wait: string) => `about ${wait} to go`,
  live: (count: number) => `All is here: ${calls(count)}. New ones follow by themselves.`,
  open: 'Open dashboard',
  openMeanwhile: 'Open dashboard meanwhile',
  triesAgain: 'PyDash tries again by itself.',
  fix: 'Change URL or token',
  another: 'Add another app',
}
