import Tandem

// Times the innermost steps: HLA names and typings, mismatches, and reading a cohort.
//
//     swift run -c release --package-path Benchmarks kernels [COHORT]
//
// Each figure is the median of seven runs; the answer of every step is checked before its time counts.

let clock = ContinuousClock()

/// Prints the median time of `body` for each of `count` items.
func time(_ what: String, items count: Int, _ body: () -> Bool) {
  var seconds: [Double] = []
  for _ in 0..<7 {
    let begin = clock.now
    guard body() else { fatalError("\(what): wrong answer") }
    let passed = begin.duration(to: clock.now).components
    seconds.append(Double(passed.seconds) + Double(passed.attoseconds) * 1e-18)
  }
  seconds.sort()
  let each = seconds[3] / Double(count) * 1e9
  let spread = DecimalText.fixed((seconds[6] - seconds[0]) / seconds[3] * 100, 0)
  print(
    "\(what): \(DecimalText.fixed(each, 1)) ns each, \(DecimalText.fixed(seconds[3], 4)) s, spread \(spread) %"
  )
}

for text in ["A*02:01", "HLA-DRB1*15:01:01:01", "B62"] {
  let bytes = Array(text.utf8)
  let expected = try HLAName(text)
  bytes.withUnsafeBytes { raw in
    time("name \(text)", items: 1_000_000) {
      var right = 0
      for _ in 0..<1_000_000 where (try? HLAName(bytes: raw)) == expected { right += 1 }
      return right == 1_000_000
    }
  }
}

// Typings of twelve names, drawn from the shipped frequencies, with DPB1 added.
var chance = SplitMix(seed: 1)
let haplotypes = HaplotypeFrequencies.shipped["EUR"]!
let texts: [[UInt8]] = (0..<50_000).map { _ in
  let (first, second) = (haplotypes.sample(&chance), haplotypes.sample(&chance))
  var loci = first.indices.map { "\(first[$0].text)+\(second[$0].text)" }
  loci.append("DPB1*04:01+DPB1*02:01")
  return Array(loci.joined(separator: "^").utf8)
}
var typings: [Typing] = []
time("typing of twelve names", items: texts.count) {
  typings.removeAll(keepingCapacity: true)
  for text in texts {
    text.withUnsafeBytes { if let typing = try? Typing(bytes: $0) { typings.append(typing) } }
  }
  return typings.count == texts.count
}

let nomenclature = Nomenclature.builtIn
time("mismatches with labels, five loci", items: 1_000) {
  var total = 0
  for index in 0..<1_000 {
    total += nomenclature.mismatches(recipient: typings[index], donor: typings[index]).total.bidirectional
  }
  return total == 0
}

if CommandLine.arguments.count > 1 {
  let folder = CommandLine.arguments[1]
  for threads in [1, 2] {
    let recipients = CohortReader(threads: threads).read(folder).cohort.recipients.count
    guard recipients > 0 else { fatalError("\(folder) holds no recipients") }
    time("reading \(folder) on \(threads) threads, a recipient", items: recipients) {
      CohortReader(threads: threads).read(folder).cohort.recipients.count == recipients
    }
  }
}
