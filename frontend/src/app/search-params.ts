import { parseSearchWith, stringifySearchWith } from '@tanstack/react-router'

// One for all: a new one would note each time where it was made, and every link of a page asks a few times.
const PLAIN_TEXT = new SyntaxError('a plain text')
const JSON_TEXT = /^(?:["[{]|true$|false$|null$)/

/**
 * The value that a text in the address stands for. Unlike JSON's own reading, a text is a number only where
 * nothing is lost: version 1.10 is not version 1.1. Throws for what is a plain text.
 */
function parseValue(text: string): unknown {
  if (JSON_TEXT.test(text)) return JSON.parse(text)
  if (String(Number(text)) === text) return Number(text)
  throw PLAIN_TEXT
}

export const parseSearch = parseSearchWith(parseValue)
export const stringifySearch = stringifySearchWith(JSON.stringify, parseValue)
