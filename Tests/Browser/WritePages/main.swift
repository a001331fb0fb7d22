// Writes the pages that the browser test opens, into the folder named on the command line.
import ReportSamples
import TandemFiles
import TandemReporting

guard CommandLine.arguments.count == 2 else { fatalError("Name the folder.") }
let folder = CommandLine.arguments[1]
let pages = [
  ("plain", SampleMatch.report(listed: 240, screenedOut: 760)),
  ("hostile", SampleMatch.report(listed: 40, screenedOut: 30, seed: 2, hostile: true, expedited: true)),
  ("large", SampleMatch.report(listed: 20_000, screenedOut: 3_000, seed: 3)),
  ("nobody", SampleMatch.report(listed: 0, screenedOut: 12, seed: 4)),
]
for (name, report) in pages { try AtomicFile.write(MatchPage(report).text, to: "\(folder)/\(name).html") }
