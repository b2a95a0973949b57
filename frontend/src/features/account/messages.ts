export const messages = {
  signInTitle: 'Sign in',
  intro: 'See how your Flask and FastAPI services perform.',
  name: 'Name',
  password: 'Password',
  signIn: 'Sign in',
  signingIn: 'Signing in…',
  signOut: 'Sign out',
  signOutFailed: 'Signing out failed; try again.',
}
