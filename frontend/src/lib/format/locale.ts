/** Numbers and dates look as the user's browser is set; words are in the language of the messages. */
export function userLocale(): string {
  return navigator.language
}

export const messageLocale = 'en'
