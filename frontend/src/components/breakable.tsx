import { Fragment } from 'react'

// After these a long name may go on in the next line.
const PARTS = /(?<=[._/]|::)/

/** The name of an endpoint or a test: too long for a phone, and not to be broken within words. */
export function Breakable({ name }: { name: string }) {
  return name.split(PARTS).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
