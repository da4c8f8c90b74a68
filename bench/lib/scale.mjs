/** How often everything is done. The peers are there for comparison and take part less often than this package. */
export const scales = {
  quick: {
    assertions: 300,
    turnPairs: 9,
    waits: 3,
    promisePairs: 3,
    peersEvery: 3,
    coldProcesses: 7,
    stallRounds: 6,
    falseFailures: 100,
    missedStalls: 50,
    verdictPeersEvery: 10,
    pollVerdicts: 1400,
  },
  full: {
    assertions: 2000,
    turnPairs: 15,
    waits: 9,
    promisePairs: 9,
    peersEvery: 3,
    coldProcesses: 25,
    stallRounds: 100,
    falseFailures: 2000,
    missedStalls: 2000,
    verdictPeersEvery: 10,
    pollVerdicts: 10_000,
  },
}
