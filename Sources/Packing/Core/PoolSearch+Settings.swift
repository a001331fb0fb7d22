extension PoolSearch {
  /// How far a search goes.
  struct Settings {
    var nodeLimit = 1000
    /// Stop when the bound is no more than this above the value, relative to it.
    var gap = 0.0
    /// Stop when the bound is no more than this above the value (scaled).
    var slack = 0.0
    var rootCutRounds = 30
    var nodeCutRounds = 2
    /// Cutting goes on while two rounds close this share of what is left.
    var leastGain = 0.02
    /// Candidates of each kind for strong branching.
    var countProbes = 4
    var probes = 2
    /// How often a dive may go back a step; every so many nodes there is one.
    var retreats = 8
    var nodesToDive = 6
    /// How many dives of the first node are led astray, and by how much at most, while the best choice is farther than
    /// `poorChoice` below the bound, relative to it.
    var moreDives = 0
    var straying = 0.15
    var poorChoice = 0.0
    var seed: UInt64 = 1
    /// How many cuts without a price make it worth to sort them out.
    var idleCuts = 10
  }
}
