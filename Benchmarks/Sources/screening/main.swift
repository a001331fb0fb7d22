// Times the screening of donors over a packed pool, after comparing its answers with the explaining code.
//
//     swift run -c release --package-path Benchmarks screening COHORT [--threads N] [--donors N]
import Tandem

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Seconds of processor time of this process, all threads together.
func processorSeconds() -> Double {
  var usage = rusage()
  #if canImport(Glibc)
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  #else
    getrusage(RUSAGE_SELF, &usage)
  #endif
  return Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
}

/// Seconds on a clock that never goes back.
func seconds() -> Double {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}

/// Processor and wall seconds of some work.
func time<Result>(_ work: () throws -> Result) rethrows -> (result: Result, processor: Double, wall: Double) {
  let (wall, processor) = (seconds(), processorSeconds())
  let result = try work()
  return (result, processorSeconds() - processor, seconds() - wall)
}

func figure(_ value: Double, _ places: Int = 2) -> String { DecimalText.fixed(value, places) }

func value(after name: String) -> String? {
  CommandLine.arguments.firstIndex(of: name).flatMap { place in
    place + 1 < CommandLine.arguments.count ? CommandLine.arguments[place + 1] : nil
  }
}

guard CommandLine.arguments.count > 1 else {
  print("usage: screening COHORT [--threads N] [--donors N] [--policy NAME] [--check PAIRS]")
  exit(2)
}
let threads = value(after: "--threads").flatMap { Int($0) } ?? 2
let donorCount = value(after: "--donors").flatMap { Int($0) } ?? 200
let checkedPairs = value(after: "--check").flatMap { Int($0) } ?? 100_000
let policy = try Policy.read(value(after: "--policy") ?? Policy.standard)
let reading = time { CohortReader(threads: threads).read(CommandLine.arguments[1]) }
let cohort = try reading.result.usable()
let people = cohort.recipients.count
print("\(people) recipients, \(cohort.donors.count) donors, policy \(policy.name)")
print("reading          \(figure(reading.wall)) s, processor \(figure(reading.processor)) s")

let packing = time { Pool(cohort, under: policy, threads: threads) }
let pool = packing.result
print(
  "packing          \(figure(packing.wall)) s, processor \(figure(packing.processor)) s; \(pool.count) rows, "
    + "\(figure(Double(pool.bytes) / 1e6)) MB, \(figure(Double(pool.bytes) / Double(people), 1)) bytes a recipient"
)

let donors = (0..<min(donorCount, cohort.donors.count)).map { number in
  cohort.donors[number * cohort.donors.count / min(donorCount, cohort.donors.count)]
}

// Answers first.
var compared = 0
var listed = 0
for donor in donors where compared < checkedPairs {
  let context = MatchContext(donor: donor, in: cohort, under: policy)
  let found = Screen(context, over: pool).candidates(threads: threads)
  var byIndex: [Int: Screen.Candidate] = [:]
  for one in found { byIndex[Int(one.recipientIndex)] = one }
  let step = max(1, people / 2000)
  let chosen =
    Array(stride(from: compared % step, to: people, by: step))
    + found.prefix(500).map { Int($0.recipientIndex) }
  let isRight = chosen.allSatisfy { index in
    let pair = context.pair(index, .decide)
    guard let one = byIndex[index] else { return !pair.isListed }
    return pair.isListed && pair.choice == one.choice && pair.score.total == one.score
  }
  guard isRight else {
    print("wrong answer for donor \(donor.id)")
    exit(1)
  }
  compared += chosen.count
  listed += chosen.count { byIndex[$0] != nil }
}
print("checked          \(compared) pairs against the explaining code, \(listed) of them listed: all agree")

let contexts = time { donors.map { MatchContext(donor: $0, in: cohort, under: policy) } }
print("contexts         \(figure(contexts.processor / Double(donors.count) * 1e3, 3)) ms a donor")
let screens = time { contexts.result.map { Screen($0, over: pool) } }
print("screens          \(figure(screens.processor / Double(donors.count) * 1e3, 3)) ms a donor")

var tally = Screen.Tally()
var found = 0
let screening = time {
  for screen in screens.result { found += screen.candidates(threads: 1, counting: &tally).count }
}
let pairs = Double(people) * Double(donors.count)
let whole = contexts.processor + screens.processor + screening.processor
print(
  "screening        \(figure(screening.processor / Double(donors.count) * 1e3, 3)) ms a donor, "
    + "\(found / donors.count) listed a donor; rows in open blocks \(figure(Double(tally.rowsInOpenBlocks) / pairs * 100, 2)) %, "
    + "compared \(figure(Double(tally.rowsCompared) / pairs * 100, 2)) % of pairs")
print(
  "                 \(figure(pairs / screening.processor / 1e8)) x 1e8 pairs/s/core in the loop, "
    + "\(figure(pairs / whole / 1e8)) x 1e8 with preparing the donor")

var offerTally = Screen.Tally()
var offers = 0
let offering = time {
  for screen in screens.result {
    offers += screen.offers(Screen.Demand(above: 60_000_000), counting: &offerTally).count
  }
}
print(
  "offers above 60  \(figure(offering.processor / Double(donors.count) * 1e3, 3)) ms a donor, \(offers / donors.count) a donor; "
    + "in open blocks \(figure(Double(offerTally.rowsInOpenBlocks) / pairs * 100, 3)) %, compared \(figure(Double(offerTally.rowsCompared) / pairs * 100, 3)) %"
)
