export function accountStatements(accounts) {
  return Array.from({ length: accounts }, (_, account) => ({ account, entries: [account % 7, account % 11] }))
}
