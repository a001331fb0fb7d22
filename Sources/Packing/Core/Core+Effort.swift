extension Core {
  /// How far the parts of the search go; counters, not clocks, so that every run does the same.
  struct Effort {
    /// Sweeps that warm the prices; where there are few slots the linear program is cheap.
    var sweeps = 60
    var shortSweeps = 15
    /// From how many owners on a problem is large.
    var largeOwners = 4_000
    /// Nodes of the first closing search of a case; each later one may go four times as far.
    var closingNodes = 500
    /// Nodes of one owner's part of a list that closes a gap.
    var closingListNodes = 20_000_000
    /// Nodes of one owner's part of a first look at such a list.
    var lookNodes = 20_000
    /// Nodes of one pricing while prices are rough, and later.
    var warmNodes = 5_000
    /// Nodes of all owners' pricing together once prices are good.
    var sweepNodes = 50_000_000
    /// How many bundles of each owner the linear program starts with.
    var startBundles = 12
    var closingRounds = 6
    /// Nodes of one owner's list for local search.
    var listNodes = 20_000
    var listLimit = 100
    /// How many owners a part has that is solved anew, and how often that is tried.
    var partOwners = 20
    var leastPart = 5
    var partRounds = 10
    /// How many owners a dive leaves to the search, and how far that goes.
    var openOwners = 50
    var divingNodes = 10
    /// How far a plan is from the bound when larger neighbourhoods come before lists of bundles.
    var poorPlan = 0.0005
    var closingLimit = 250_000
    /// Nodes of the search after a guess, and how many bundles it may look at.
    var guessingNodes = 2_000
    /// How many bundles of each owner a list must hold to be searched, and how many while the plan is poor.
    var leastGuess = 10
    var poorGuess = 100
    /// With fewer owners, splitting on counts first moves the bound further.
    var guessingOwners = 50
    var guessingLimit = 1_000_000
    /// How many bundles of each owner a list must hold to be dived over for a better plan, how many it may hold
    /// altogether, and how often.
    var divingList = 300
    var longestDivingList = 150_000
    var listDives = 10
    /// With fewer owners than this, counts are split and short lists searched before anything else; with more, counts
    /// are split and cuts priced, and then comes the dive.
    var countOwners = 50
    var countSteps = 40
    /// How many bundles a list may hold there, how many nodes one owner's part of it and its search may have.
    var countList = 6_000
    var countListNodes = 200_000
    var countNodes = 200
    /// What part of the bound both sides of a split must lose; with many owners, what they must in the geometric mean.
    var countGain = 0.000_05
    var caseGain = 0.000_02
    /// How often cuts are added while bundles are still made, how many at once, what part of the best round's gain each
    /// must bring, and how many rounds in a row may bring less.
    var cutRounds = 12
    var cutsOfRound = 60
    var leastCutGain = 0.15
    var poorCutRounds = 2
    /// How many cases the first attempt to close looks at.
    var cases = 10
    /// From how many bundles on a list is pruned at the first node before it is searched.
    var pruningFrom = 8_000
    /// Into how many blocks a problem must fall to be solved by them, and how few owners make a block.
    var leastBlocks = 4
    var smallestBlock = 8
    /// How often blocks are searched, and how many choose anew after that.
    var blockRounds = 4
    var blockTurns = 4
    /// What part of the bound links may cost that are not shared well before they get new prices.
    var linkSlack = 0.002
    /// Problems with no more options than this go to GLPK whole when all else has left a gap.
    var compactLimit = 20_000
  }
}
