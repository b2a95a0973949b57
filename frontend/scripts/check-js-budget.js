// Fails the build when the JavaScript that every first visit loads has grown too large.

import { readFileSync } from 'node:fs'
import process from 'node:process'
import { gzipSync } from 'node:zlib'

// Design goal: on a slow phone connection (1.6 Mbit/s) this much arrives in little over a second.
const INITIAL_JS_KB_MAX = 250

const dist = new URL('../dist/', import.meta.url)
const page = readFileSync(new URL('index.html', dist), 'utf8')
const scripts = [...page.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => match[1] ?? '')
const bytes = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist))).length, 0)
const kilobytes = bytes / 1000

console.log(`initial JavaScript: ${kilobytes.toFixed(1)} kB gzipped of ${INITIAL_JS_KB_MAX} kB allowed`)
if (scripts.length === 0 || kilobytes > INITIAL_JS_KB_MAX) {
  console.error('The initial JavaScript is over its budget, or none was found in dist/index.html.')
  process.exitCode = 1
}
